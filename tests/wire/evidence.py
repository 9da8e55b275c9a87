"""How much of the recorded traffic our layouts write byte for byte.

`MOCKLLM_TRAFFIC=folder python -m tests.wire.evidence` prints the table of docs/wire-evidence.md: numbers and ids only.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mockllm.wire import layout, sse
from mockllm.wire.received import DONE
from tests.traffic import Exchange, exchanges

__all__ = ["Share", "bodies", "main", "rules", "streams", "table"]

TICK = "\n         \n"
PING = '{"type": "ping"}'
VENDORS = ("openai", "anthropic", "openrouter")


@dataclass(slots=True)
class Share:
    """How many of a kind were written alike, and the ids of the others."""

    same: int = 0
    others: list[str] = field(default_factory=list)

    def count(self, id_: str, *, same: bool) -> None:
        """Count one more."""
        if same:
            self.same += 1
        else:
            self.others.append(id_)

    @property
    def of(self) -> int:
        """How many there are."""
        return self.same + len(self.others)


Kind = tuple[str, str, str]
"""Vendor, endpoint and layout, and whether of 2026 or before."""

ERRORS = {400: "pretty", 401: "four", 404: "four"}


def recorded() -> Iterator[Exchange]:
    """The exchanges whose bytes are the services' own."""
    for vendor in VENDORS:
        yield from exchanges("chat", "responses", "messages", "openrouter", vendor=vendor, exact=True)


def layout_of(each: Exchange) -> str:
    """The layout that a body should be in: by vendor, endpoint and status."""
    if each.vendor == "anthropic":
        return "lines" if each.path.endswith("/results") else "compact"
    if each.vendor == "openrouter":
        return "script"
    if each.kind == "responses":
        return "ascii_pretty"
    if each.status >= 400:
        return "pretty" if each.path == "/v1/completions" and each.status == 404 else ERRORS[each.status]
    if each.path == "/v1/embeddings" and each.recorded >= "2026-06":
        return "compact"
    return "pretty" if each.path in {"/v1/moderations", "/v1/models"} else "pretty_line"


def written(each: Exchange) -> bytes:
    """The body written anew from its JSON."""
    if layout_of(each) == "lines":
        return b"".join(layout.compact(json.loads(line)) + b"\n" for line in each.answer.splitlines())
    made: bytes = getattr(layout, layout_of(each))(json.loads(each.answer))
    ticks = re.match(f"(?:{TICK})*", each.answer) if each.vendor == "openrouter" else None
    return (ticks.group().encode() if ticks else b"") + made


def bodies() -> dict[Kind, Share]:
    """The bodies that are no streams, by vendor, endpoint and year."""
    found: dict[Kind, Share] = {}
    for each in recorded():
        if not each.stream:
            name = layout_of(each)
            kind = (each.vendor, f"{_endpoint(each)} {each.status} {name}", _year(each))
            found.setdefault(kind, Share()).count(each.id, same=_is_json(each) and written(each) == each.data)
    return found


def streams() -> dict[Kind, Share]:
    """The streams, whose every event is written anew with its padding where the recorded one has it."""
    found: dict[Kind, Share] = {}
    for each in recorded():
        if each.stream:
            again = b"".join(_again(event, each.vendor) for event in sse.decode(each.data))
            kind = (each.vendor, f"{_endpoint(each)} stream", _year(each))
            found.setdefault(kind, Share()).count(each.id, same=again == each.data)
    return found


def rules() -> dict[str, Share]:
    """The rules of padding, counted over events."""
    found: dict[str, Share] = {}
    for each in recorded():
        if each.stream:
            for event in sse.decode(each.data):
                for name, holds in _rules(each, event.data or ""):
                    found.setdefault(name, Share()).count(each.id, same=holds)
    return found


def _rules(each: Exchange, text: str) -> Iterator[tuple[str, bool]]:
    if each.path == "/v1/messages":
        if '"ping"' in text:
            yield "messages: a ping has a space after its colon and no padding", text == PING
        else:
            spaces = len(text) - len(text[:-1].rstrip(" ")) - 1
            yield "messages: 0 to 15 spaces before the last brace", 0 <= spaces <= 15
    elif '"obfuscation"' in text:
        data = json.loads(text)
        if each.kind == "chat":
            last = list(data)[-1] == "obfuscation" and len(data["obfuscation"]) < 16
            yield "chat: the JSON with its obfuscation is 1 longer than a multiple of 16", len(text) % 16 == 1 and last
        else:
            whole = len(data["delta"]) + len(data["obfuscation"])
            yield "responses: delta and obfuscation together are a multiple of 16", whole % 16 == 0


def _again(event: sse.Decoded, vendor: str) -> bytes:
    if event.comment is not None:
        return layout.utf8(sse.comment(event.comment))
    text = event.data or ""
    if text in {DONE, PING}:
        return sse.frame(text, event.name)
    write: Callable[[Any], str] = layout.script_text if vendor == "openrouter" else layout.text
    made = write(json.loads(text))
    padding = len(text) - len(text[:-1].rstrip(" ")) - 1 if vendor == "anthropic" else 0
    return sse.frame(f"{made[:-1]}{' ' * padding}}}", event.name)


def _is_json(each: Exchange) -> bool:
    try:
        written(each)
    except ValueError:
        return False
    return True


def _endpoint(each: Exchange) -> str:
    path = re.sub(r"/(resp|file|msgbatch)_\w+", "/{id}", each.path)
    return path.removeprefix("/api").removeprefix("/v1/")


def _year(each: Exchange) -> str:
    return "2026" if each.recorded >= "2026" else "before"


def table() -> str:
    """All shares as Markdown."""
    lines = ["| vendor | endpoint, layout | recorded | alike | of | the others |", "|---|---|---|---|---|---|"]
    for (vendor, what, year), share in [*sorted(bodies().items()), *sorted(streams().items())]:
        lines.append(f"| {vendor} | {what} | {year} | {share.same} | {share.of} | {', '.join(share.others)} |")
    lines += ["", "| rule | holds | of |", "|---|---|---|"]
    lines += [f"| {name} | {share.same} | {share.of} |" for name, share in sorted(rules().items())]
    total: Counter[str] = Counter()
    for (_, __, year), share in [*bodies().items(), *streams().items()]:
        total[f"{year} alike"] += share.same
        total[f"{year} of"] += share.of
    lines += ["", "| recorded | alike | of |", "|---|---|---|"]
    lines += [f"| {year} | {total[f'{year} alike']} | {total[f'{year} of']} |" for year in ("2026", "before")]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table."""
    print(table(), end="")  # noqa: T201


if __name__ == "__main__":
    main()
