"""What is measured, a phase each: its rows, ready for a table."""

import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import fixture as fixtures
from tests.bench import recordings, rules
from tests.bench.asks import SHAPES, Ask
from tests.bench.load import Next, body_of, fetch, rate, repeat, run_through, vary
from tests.bench.paced import held, learn
from tests.bench.process import SERVER, anywhere, apart, busy, compiled, resident, started
from tests.child import Child, serving

__all__ = ["PHASES", "Effort", "Table"]

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: seconds per number, streams held at once, requests for the memory."""

    seconds: float = 3.0
    streams: int = 1_000
    tps: float = 50.0
    requests: int = 100_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading. `key` says whose: tables of one heading stand as one."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


async def speed(shape: str, effort: Effort) -> Table:
    """Requests per second of one shape, by turns with the bare handler that returns the same bytes."""
    asks = [Ask(shape, stream) for stream in (False, True)]
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder, serving(*SERVER) as server:
        for ask in asks:
            (Path(folder) / ask.name).write_bytes(body_of(await fetch(server.port, ask.bytes())))
        with serving("tests.bench.bare", folder) as bare:
            apart(server.pid)
            apart(bare.pid)
            for ask in asks:
                rows += await _ratios(ask, server, bare, effort)
    head = ("requests", "answers", "bare handler /s", "mockllm /s", "ratio", "bare core µs", "mockllm core µs", "ratio")
    return Table(head, tuple(rows))


async def _ratios(ask: Ask, server: Child, bare: Child, effort: Effort) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    size = len(body_of(await fetch(bare.port, ask.bytes(path=f"/{ask.name}"))))
    numbers = itertools.count(1)
    user, path = replace(ask, user=True), f"/{ask.name}"
    for answers, own, other in (
        ("repeat", repeat(ask.bytes()), repeat(ask.bytes(path=path))),
        ("differ", vary(ask.bytes, numbers), vary(partial(ask.bytes, path=path), numbers)),
        ("differ, user too", vary(user.bytes, numbers), vary(partial(user.bytes, path=path), numbers)),
    ):
        each = effort.seconds / ROUNDS
        await rate(server.port, own, min(0.3, each))
        pairs = [(await _turn(server, own, each), await _turn(bare, other, each)) for _ in range(ROUNDS)]
        cells = []
        for kind in (0, 1):
            ours, theirs = (median(side[kind] for side in column) for column in zip(*pairs, strict=True))
            ratio = median(one[kind] / two[kind] for one, two in pairs)
            cells += [f"{theirs:,.0f}", f"{ours:,.0f}", f"{1 / ratio if kind else ratio:.2f}"]
        rows.append((f"{ask.name} ({size:,} bytes)", answers, *cells))
    return rows


async def _turn(server: Child, ask: Next, seconds: float) -> tuple[float, float]:
    """Answers per second, and the microseconds for which the server kept its core busy with each."""
    before, begin = busy(server.pid), time.perf_counter()
    answers = await rate(server.port, ask, seconds)
    return answers, (busy(server.pid) - before) * 1e6 / (answers * (time.perf_counter() - begin))


async def paced(effort: Effort) -> Table:
    """Streams held at once, and how late their events come."""
    rows = []
    for shape in SHAPES:
        anywhere()
        with serving(*SERVER, "--tps", f"{effort.tps:g}") as server:
            apart(server.pid)
            plan = learn(server.port, Ask(shape, stream=True, long=True).bytes(), effort.tps)
            before, begin = busy(server.pid), time.perf_counter()
            late = held(server.port, plan, effort.streams, effort.seconds * 3)
            core = (busy(server.pid) - before) / (time.perf_counter() - begin)
        points = (f"{late.percentile(share) * 1_000:.1f}" for share in (0.5, 0.9, 0.99, 0.999, 1.0))
        rows.append((shape, f"{late.streams:,}", f"{len(late.events):,}", *points, f"{core:.0%}"))
    head = ("streams at once", "number", "events", "late by ms, 50 %", "90 %", "99 %", "99.9 %", "most", "core used")
    return Table(head, tuple(rows))


async def startup(_: Effort) -> Table:
    """From the start of the process to the first answered health check, with modules compiled as when installed."""
    with tempfile.TemporaryDirectory() as folder:
        env = compiled(folder)
        started(env)
        took = sorted(started(env) for _ in range(9))
    shown = (f"{seconds * 1_000:.0f}" for seconds in (took[0], median(took), took[-1]))
    return Table(("start to first health answer", "least ms", "median ms", "most ms"), (("9 starts", *shown),))


async def memory(effort: Effort) -> Table:
    """What the process holds at rest and after many requests, no two alike, of every kind by turns."""
    rows = []
    asks = [Ask(shape, stream) for shape in SHAPES for stream in (False, True)]
    numbers = itertools.count(1)
    with serving(*SERVER) as server:
        await fetch(server.port, asks[0].bytes())
        rows.append(("1", f"{resident(server.pid):.1f}"))
        done = 0
        for part in (0.1, 0.25, 0.5, 0.75, 1.0):
            until = int(effort.requests * part)
            each = (until - done) // len(asks)
            for ask in asks:
                await run_through(server.port, vary(ask.bytes, numbers), each)
            done = until
            rows.append((f"{until:,}", f"{resident(server.pid):.1f}"))
    return Table(("after requests", "resident MB"), tuple(rows))


async def fixture(effort: Effort) -> Table:
    """What the pytest fixture adds to a test after the first, against a run without the plugin."""
    tests = max(20, effort.requests // 50)
    costs = fixtures.costs(tests, 3 if tests > 100 else 1)
    base = next(iter(costs.values()))
    rows = ((kind, f"{cost:.2f}", f"{cost - base:.2f}") for kind, cost in costs.items())
    return Table(("a test in pytest", "ms", "added ms"), tuple(rows))


async def _replay(effort: Effort) -> Table:
    return _table(await recordings.replay(effort.seconds))


async def _proxy(_: Effort) -> Table:
    return _table(await recordings.passing())


async def _cassette(_: Effort) -> Table:
    return _table(await recordings.library())


async def _rules(_: Effort) -> Table:
    return Table(("rules that do not match", "time"), rules.matching())


def _table(rows: recordings.Rows) -> Table:
    return Table(rows.head, rows.rows)


PHASES: dict[str, Callable[[Effort], Awaitable[Table]]] = {
    **{shape: partial(speed, shape) for shape in SHAPES},
    "replay": _replay,
    "proxy": _proxy,
    "cassette": _cassette,
    "rules": _rules,
    "paced": paced,
    "startup": startup,
    "fixture": fixture,
    "memory": memory,
}
