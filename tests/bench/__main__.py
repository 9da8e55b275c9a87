"""The command behind `make bench`: measures what is asked for and prints tables, or writes them to a file."""

import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import click
import uvloop

from tests.bench.phases import PHASES, Effort, Table
from tests.bench.process import anywhere

__all__ = ["main"]

_METHOD = """\
# Performance

`make bench BENCH='--write docs/performance.md'` writes this page. Measured on {machine}.

Servers run as processes of their own on one core, the load generator on another where there is one: keep-alive
connections on plain sockets, 16 for requests per second. The yardstick is a bare aiohttp handler that reads the request
and returns the bytes of mockllm's own answer in one write, measured by turns with mockllm; a ratio is the median of the
turns' ratios. A load generator in Python keeps its own core busy for longer than the bare handler does, which flatters
the ratio of the rates; the last columns count the time for which each server kept its core busy with a request, and
their ratio has no such flaw. "Repeat" sends one request again and again. "Differ" changes the prompt each time and
nothing else: what such requests share is checked and encoded once. "Differ, user too" changes a member beside the
prompt, so that nothing is shared. Both sides run on uvloop where it is installed. Lateness counts from the earliest
schedule of a stream on which none of its events came early; a stream's own schedule is learnt by playing it alone.
"""


def markdown(tables: Sequence[Table]) -> str:
    """The tables, those of equal head as one."""
    merged: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for table in tables:
        merged.setdefault(table.head, []).extend(table.rows)
    blocks = [
        "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) + ("---:",) * (len(head) - 1), *rows))
        for head, rows in merged.items()
    ]
    return "\n\n".join(blocks)


def machine() -> str:
    """What the numbers depend on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = f"{len(names)} × {names[0]}" if names else model
    return f"{model}, {platform.system()}, Python {platform.python_version()}, aiohttp {aiohttp.__version__}"


async def measure(names: Sequence[str], effort: Effort) -> list[Table]:
    tables = []
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        anywhere()
        tables.append(await PHASES[name](effort))
    return tables


@click.command()
@click.option("--only", default=",".join(PHASES), show_default=True, metavar="PHASE,...", help="What to measure.")
@click.option("--seconds", default=Effort().seconds, show_default=True, help="How long each number is measured.")
@click.option("--streams", default=Effort().streams, show_default=True, help="Paced streams at once.")
@click.option("--requests", default=Effort().requests, show_default=True, help="Requests between the memory readings.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="The file to write the tables to.")
def main(only: str, seconds: float, streams: int, requests: int, write: Path | None) -> None:
    """Measure mockllm against a bare aiohttp handler that returns the same bytes in one write. Needs Linux."""
    names = only.split(",")
    unknown = [name for name in names if name not in PHASES]
    if unknown:
        raise click.BadParameter(f"there is no phase {', '.join(unknown)}; there are {', '.join(PHASES)}")
    # The load generator wants the faster loop for itself: it must not be what is measured.
    text = markdown(uvloop.run(measure(names, Effort(seconds, streams, requests=requests))))
    print(text)
    if write is not None:
        write.write_text(f"{_METHOD.format(machine=machine())}\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
