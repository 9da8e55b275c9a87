"""A server's memory stays where it was, however many requests it has answered, and however large they are."""

import itertools
import json
import sys

import pytest

from tests.bench.asks import SHAPES, Ask
from tests.bench.load import fetch, run_through, vary
from tests.bench.process import SERVER, resident
from tests.child import serving
from tests.proofs.conftest import Tell

pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(1_200),
    pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc"),
]

AT_REST = 60.0
"""MB that a server may hold that has answered one request."""

GROWTH = 1.1
"""What it may hold at the end, in terms of what it held after a tenth of the requests."""


async def test_memory_is_flat_over_100_000_requests(tell: Tell) -> None:
    asks = [Ask(shape, stream) for shape in SHAPES for stream in (False, True)]
    numbers = itertools.count(1)
    held: dict[int, float] = {}
    with serving(*SERVER) as server:
        await fetch(server.port, asks[0].bytes())
        held[1] = resident(server.pid)
        for until in range(10_000, 110_000, 10_000):
            for ask in asks:
                await run_through(server.port, vary(ask.bytes, numbers), 10_000 // len(asks))
            held[until] = resident(server.pid)

    tell("memory after requests: " + ", ".join(f"{count:,}: {size:.1f} MB" for count, size in held.items()))
    assert held[1] < AT_REST
    assert max(held.values()) < held[10_000] * GROWTH


async def test_memory_is_flat_over_large_requests(tell: Tell) -> None:
    """100 kB each, so that what is kept of requests is bounded by bytes, not by their number."""
    numbers = itertools.count(1)
    held: dict[int, float] = {}
    with serving(*SERVER) as server:
        for until in range(500, 3_500, 500):
            await run_through(server.port, vary(large, numbers), 500)
            held[until] = resident(server.pid)

    tell("memory after requests of 100 kB: " + ", ".join(f"{count:,}: {size:.1f} MB" for count, size in held.items()))
    assert max(held.values()) < held[500] * GROWTH


def large(number: int) -> bytes:
    said = [{"role": "user", "content": f"{number:08d} " + "many words " * 9_000}]
    body = json.dumps({"model": "gpt-4o", "messages": said}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(body)}\r\n"
    return head.encode() + b"content-type: application/json\r\nauthorization: Bearer k\r\n\r\n" + body
