"""What becomes of a request whose connection does: the other ways through are in test_source.py."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Literal

import pytest

from mockllm.exchange import Answer, Pairs, Recording
from tests.proxy.test_source import proxying, read
from tests.proxy.upstream import whole

KEY: Pairs = (("Idempotency-Key", "1"),)


class Coming:
    """A body that comes in pieces."""

    limit = 1_000
    read = 0
    trouble: Literal["left", "over"] | None = None

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            await asyncio.sleep(0)
            yield piece


@pytest.mark.parametrize(
    ("method", "pairs", "again"), [("GET", (), True), ("POST", (), False), ("POST", KEY, True), ("PUT", (), True)]
)
async def test_a_connection_that_went_stale_is_replaced_where_the_request_may_be_repeated(
    tmp_path: Path, method: str, pairs: Pairs, again: bool
) -> None:
    async with proxying(tmp_path, [whole(b"one")], ["fin"], [whole(b"two")]) as (proxy, upstream):
        assert await read(await proxy.ask("GET", body=b"")) == [b"one"]
        found = await proxy.ask(method, body=b"", pairs=pairs)
        frames = await read(found) if again else []
        await proxy.recorded()

    assert len(upstream.heads) == (3 if again else 2)
    if again:
        assert frames == [b"two"]
    else:
        assert "it closed the connection without a response" in found.why[0]
    assert proxy.recorder.summary.kept == (2 if again else 1)


async def test_a_request_is_not_sent_a_third_time(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"one")], ["fin"]) as (proxy, upstream):
        await read(await proxy.ask("GET", body=b""))
        found = await proxy.ask("GET", body=b"")

    assert isinstance(found, Answer)
    assert len(upstream.heads) == 3


async def test_a_response_that_has_begun_is_not_asked_for_again(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"one")], [b"HTTP/1.1 200", 0.02, "fin"]) as (proxy, upstream):
        await read(await proxy.ask("GET", body=b""))
        found = await proxy.ask("GET", body=b"")

    assert "within the headers" in found.why[0]
    assert len(upstream.heads) == 2


async def test_a_body_that_came_in_chunks_goes_up_in_the_same(tmp_path: Path) -> None:
    got = bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not got.endswith(b"\r\n0\r\n\r\n"):
            got.extend(await reader.read(1 << 16))
        writer.write(whole(b"{}"))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with proxying(tmp_path, [whole(b"")]) as (proxy, upstream):
        upstream.port = server.sockets[0].getsockname()[1]
        proxy.source._targets = type(proxy.source._targets)(every=upstream.url)  # noqa: SLF001
        pairs = (("transfer-encoding", "chunked"), ("A", "b"))
        assert await read(await proxy.ask(body=b"", pairs=pairs, upload=Coming([b"one", b"three"]))) == [b"{}"]
        recorded = await proxy.recorded()
    server.close()

    assert got.partition(b"\r\n\r\n")[2] == b"3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"
    assert recorded[0].request.body == b"onethree"
    assert recorded[0].request.headers == (("A", "b"),)


async def test_an_upstream_may_answer_before_it_has_read_all(tmp_path: Path) -> None:
    never = asyncio.Event()

    class Endless(Coming):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"ab"
            await never.wait()

    async with proxying(tmp_path, [whole(b"no", b"413 Too Large")]) as (proxy, upstream):
        found = await proxy.ask(body=b"", pairs=(("Content-Length", "0"),), upload=Endless([]))
        async with asyncio.timeout(5):
            assert await read(found) == [b"no"]
            await proxy.recorded()
        again = await proxy.ask("GET", body=b"")

    assert isinstance(found, Recording)
    assert isinstance(again, Recording), "by a connection of its own"
    assert upstream.heads[1].startswith(b"GET")
