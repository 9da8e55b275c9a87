"""What recording costs, and how fast recordings are found and served: phases of `make bench`."""

import asyncio
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from vcr.persisters.filesystem import FilesystemPersister  # type: ignore[import-untyped]
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]

from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest
from mockllm.cassette.file import load, rewrite
from mockllm.cassette.source import Library
from mockllm.exchange import Raw
from tests.bench.asks import Ask
from tests.bench.load import body_of, fetch, rate, repeat
from tests.bench.process import SERVER, apart
from tests.bench.ticking import CHUNKS
from tests.child import Child, serving

__all__ = ["Rows", "library", "passing", "replay"]

ROUNDS = 3
EXCHANGES = 10_000
EVENTS = 45
REQUESTS = 100
WARM = 5
REST = 0.02


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows under a heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _recorder(upstream: Child, cassette: Path) -> tuple[str, ...]:
    return ("mockllm", "record", "--in-ci", "--port", "0", "--upstream", upstream.url, "--cassette", str(cassette))


async def replay(seconds: float) -> Rows:
    """Requests per second of a replay at once, by turns with the bare handler that returns the same bytes."""
    asks = [Ask("chat", stream) for stream in (False, True)]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        cassette, bodies = Path(folder) / "a.yaml", Path(folder) / "bodies"
        bodies.mkdir()
        with serving(*SERVER) as upstream, serving(*_recorder(upstream, cassette)) as recorder:
            for ask in asks:
                (bodies / ask.name).write_bytes(body_of(await fetch(recorder.port, ask.bytes())))
        player = ("mockllm", "replay", str(cassette), "--port", "0", "--speed", "max", "--repeats", "last")
        with serving(*player) as server, serving("tests.bench.bare", str(bodies)) as bare:
            apart(server.pid)
            apart(bare.pid)
            for ask in asks:
                own, other = repeat(ask.bytes()), repeat(ask.bytes(path=f"/{ask.name}"))
                each = seconds / ROUNDS
                await rate(server.port, own, min(0.3, each))
                pairs = [
                    (await rate(server.port, own, each), await rate(bare.port, other, each)) for _ in range(ROUNDS)
                ]
                ours, theirs = (median(column) for column in zip(*pairs, strict=True))
                ratio = median(one / two for one, two in pairs)
                rows.append((ask.name, f"{theirs:,.0f}", f"{ours:,.0f}", f"{ratio:.2f}"))
    return Rows(("replay at once", "bare handler /s", "mockllm /s", "ratio"), tuple(rows))


async def passing() -> Rows:
    """What the recording proxy adds to the first byte and to each chunk."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("tests.bench.ticking") as upstream,
        serving(*_recorder(upstream, Path(folder) / "a.yaml")) as recorder,
    ):
        direct, proxied = await _Client.to(upstream.port), await _Client.to(recorder.port)
        for _ in range(WARM):
            await proxied.ask(0)
        # By turns: what else the machine does is then about the same for both.
        pairs = [(await rested(direct, number), await rested(proxied, number)) for number in range(REQUESTS)]
        direct.close()
        proxied.close()
    rows = []
    for at, name in enumerate(("first byte", "each chunk")):
        one, other = (median(pair[side][at] for pair in pairs) for side in (0, 1))
        added = median(pair[1][at] - pair[0][at] for pair in pairs)
        rows.append((name, *(f"{seconds * 1_000:.2f}" for seconds in (one, other, added))))
    return Rows(("through the recorder", "direct ms", "proxied ms", "added ms"), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Client:
    """A connection that streams are asked for, one after another."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> "_Client":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, number: int) -> tuple[float, float]:
        """Seconds to the first byte, and seconds that a chunk was under way, in the median."""
        begin = time.monotonic()
        self.writer.write(Ask("chat", stream=True).bytes(number))
        await self.reader.readuntil(b"\r\n\r\n")
        first, under_way = 0.0, []
        for _ in range(CHUNKS):
            await self.reader.readuntil(b"data: ")
            sent = int(await self.reader.readuntil(b"\n\n"))
            first = first or time.monotonic() - begin
            under_way.append((time.monotonic_ns() - sent) / 1e9)
        await self.reader.readuntil(b"0\r\n\r\n")
        return first, median(under_way)

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


async def rested(client: _Client, number: int) -> tuple[float, float]:
    """As `ask`, when the exchange before has been written away: that must not fall upon this one."""
    await asyncio.sleep(REST)
    return await client.ask(number)


async def library() -> Rows:
    """How long a large cassette takes to open, with vcrpy's own loader beside it, and a request to be found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        rewrite(path, [_exchange(number) for number in range(EXCHANGES)])
        opened, known = [], None
        stock = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            known = Library(load(path).exchanges)
            opened.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            FilesystemPersister.load_cassette(str(path), yamlserializer)
            stock.append(time.perf_counter() - begin)
        assert known is not None
        raws = [Raw("POST", "/v1/x", body=each.request.body, target="/v1/x") for each in known.index.exchanges]
        begin = time.perf_counter()
        found = sum(known.exact(raw, ()) is not None for raw in raws)
        matched = (time.perf_counter() - begin) / found
        size = path.stat().st_size
    row = (f"{EXCHANGES:,} exchanges, {size / 1e6:.0f} MB", f"{median(stock):.2f}", f"{median(opened):.2f}")
    return Rows(
        ("a large cassette", "vcrpy opens it in s", "mockllm in s", "a match takes ms"),
        ((*row, f"{matched * 1e3:.3f}"),),
    )


def _exchange(number: int) -> Exchange:
    asked = {"model": "m", "messages": [{"role": "user", "content": f"Question {number}? " + "words " * 60}]}
    said = [b'data: {"id":"c%d","delta":"word %d","pad":"%b"}\n\n' % (number, n, b"x" * 90) for n in range(EVENTS)]
    body = b"".join(said)
    times, sizes = " ".join(f"{n * 10.0}" for n in range(EVENTS)), " ".join(str(len(each)) for each in said)
    trace = Trace(1.0, times, sizes, end_ms=EVENTS * 10.0, recorded_at="2026-01-01T00:00:00Z", sha256=digest(body))
    headers = (("content-type", "text/event-stream"), ("x-request-id", f"r{number}"))
    request = Request("POST", "https://h/v1/x", (("Content-Type", "application/json"),), json.dumps(asked).encode())
    return Exchange(request, Response(200, "OK", headers, body, trace))
