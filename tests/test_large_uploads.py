"""Over real sockets: a request body goes up as it arrives, in bounded memory, and is kept all the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mockllm.cassette.file import load
from mockllm.cassette.replay import Tempo
from mockllm.engine.settings import Settings, Source
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Keeping, Recorder, Summary
from mockllm.server.app import Server
from mockllm.server.run import Running
from mockllm.vendors.kinds import Options
from tests.proxy.upstream import chunk, whole
from tests.server.live import serving
from tests.test_record_and_replay import asking, replay

LARGE = b'{"model":"m","x":"' + b"y" * (30 << 20) + b'"}'
HEAD = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\nContent-Type: application/json\r\n"


@dataclass
class Upstream:
    """An upstream that tells what has come so far, and reads on when it is let."""

    port: int = 0
    got: bytearray = field(default_factory=bytearray)
    some: asyncio.Event = field(default_factory=asyncio.Event)
    going: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def reading() -> AsyncIterator[Upstream]:
    """An upstream that answers when it has read what ends like a whole body."""
    upstream = Upstream()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        while piece := await reader.read(1 << 16):
            upstream.got += piece
            if b'"model"' in upstream.got[:1_000]:
                upstream.some.set()
                await upstream.going.wait()
            if upstream.got.endswith((b'"}', b'"}\r\n0\r\n\r\n')):
                writer.write(whole(b"{}"))
                await writer.drain()
        upstream.ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 17)
    upstream.port = server.sockets[0].getsockname()[1]
    try:
        yield upstream
    finally:
        server.close()
        upstream.going.set()
        for writer in writers:
            writer.transport.abort()
        if writers:
            await asyncio.wait_for(upstream.ended.wait(), 5)


@asynccontextmanager
async def proxied(
    upstream: Upstream, path: Path | None, settings: Settings | None = None
) -> AsyncIterator[tuple[Running, Server, list[Summary]]]:
    """A proxy before an upstream, recording where there is a path; what came of it is known at the end."""
    recorder = Recorder(path, Keeping()) if path else None
    source = UpstreamSource(Targets(every=f"http://127.0.0.1:{upstream.port}"), recorder)
    summaries: list[Summary] = []
    chain: list[Source] = [source]
    async with serving(chain, settings) as (running, server):
        yield running, server, summaries
        upstream.going.set()
        await source.close()
        if recorder is not None:
            summaries.append(await recorder.close())


def framed(body: bytes, *, chunked: bool) -> tuple[bytes, bytes]:
    """The head of a request, and its body as it is written."""
    if chunked:
        return HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk(body) + chunk(b"")
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body), body


@pytest.mark.parametrize("chunked", [False, True])
async def test_the_first_bytes_go_up_before_the_last_have_come(tmp_path: Path, chunked: bool) -> None:
    path = tmp_path / "a.yaml"
    head, body = framed(LARGE, chunked=chunked)
    async with reading() as upstream, proxied(upstream, path) as (running, _, summaries):
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head + body[:1_000])
        async with asyncio.timeout(10):
            await upstream.some.wait()
            upstream.going.set()
            writer.write(body[1_000:])
            await writer.drain()
            assert (await reader.readuntil(b"{}")).endswith(b"{}")
        writer.close()

    assert summaries[0].kept == 1
    assert load(path).exchanges[0].request.body == LARGE
    assert (b"\r\nContent-Length: %d\r\n" % len(LARGE) in upstream.got[:300]) is not chunked
    assert (await replay(path, asking(LARGE), Tempo(None)))[0] == whole(b"{}")


async def test_an_upstream_that_reads_slowly_slows_the_client() -> None:
    head, body = framed(LARGE, chunked=False)
    async with reading() as upstream, proxied(upstream, None) as (running, _, _):
        _, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head + body)
        await upstream.some.wait()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.drain(), 0.5)
        assert len(upstream.got) < 1 << 20
        writer.transport.abort()


async def test_a_client_that_waits_for_a_word_gets_it_before_it_sends(tmp_path: Path) -> None:
    head, body = framed(LARGE, chunked=False)
    async with reading() as upstream, proxied(upstream, tmp_path / "a.yaml") as (running, _, summaries):
        upstream.going.set()
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head[:-2] + b"Expect: 100-continue\r\n\r\n")
        async with asyncio.timeout(10):
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            writer.write(body)
            assert await reader.readuntil(b"{}") == whole(b"{}")
        writer.close()

    assert summaries[0].kept == 1
    assert b"Expect" not in upstream.got[:300]


async def test_a_client_that_leaves_while_it_sends_is_not_kept(tmp_path: Path) -> None:
    head, body = framed(LARGE, chunked=False)
    async with reading() as upstream, proxied(upstream, tmp_path / "a.yaml") as (running, _, summaries):
        _, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head + body[:100_000])
        await upstream.some.wait()
        writer.transport.abort()
        upstream.going.set()
        async with asyncio.timeout(10):
            await upstream.ended.wait()

    assert summaries[0].kept == 0
    assert dict(summaries[0].dropped) == {"the client left before it had sent its request": 1}


@pytest.mark.parametrize("chunked", [False, True])
async def test_what_is_over_the_limit_is_refused(chunked: bool) -> None:
    head, body = framed(b'{"model":"m","x":"' + b"y" * 2_000_000 + b'"}', chunked=chunked)
    if chunked:
        body = b"".join(chunk(body[start : start + 1_000]) for start in range(0, 2_000_000, 1_000)) + chunk(b"")
    settings = Settings(options=Options(body_limit=1_000_000))
    async with reading() as upstream, proxied(upstream, None, settings) as (running, _, _):
        upstream.going.set()
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head + body)
        async with asyncio.timeout(10):
            status = await reader.readline()
        writer.transport.abort()

    assert status.split()[1] == b"413"


async def test_the_journal_has_what_was_sent() -> None:
    sent = json.dumps({"model": "m", "x": "y" * 300_000}).encode()
    head, body = framed(sent, chunked=True)
    async with reading() as upstream, proxied(upstream, None) as (running, server, _):
        upstream.going.set()
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(head)
        await asyncio.sleep(0.02)
        writer.write(body)
        async with asyncio.timeout(10):
            await reader.readuntil(b"{}")
        writer.close()
        entries = list(server.sessions.get("default").journal)

    assert [entry.request for entry in entries] == [sent]
