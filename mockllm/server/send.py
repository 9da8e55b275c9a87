"""Writing replies: the one place that touches the socket."""

import asyncio
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from mockllm.exchange import End, Frame, Live, Pairs, Reply
from mockllm.journal import Entry
from mockllm.server.pacer import Pacer
from mockllm.server.passing import pass_on
from mockllm.server.written import at_once, in_lines, phrase, written
from mockllm.wire.coding import unframed

__all__ = ["Sender", "exact_headers"]

_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})
LOOK = 0.25
"""Seconds between two looks whether the client of a held stream is still there."""

Release = Callable[[str], Awaitable[None]]


class _Streamed(web.StreamResponse):
    exact: Pairs | None = None


class _Whole(web.Response):
    exact: Pairs | None = None


class Sender:
    """Writes replies and notes in the journal when their bytes left."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer

    async def send(
        self, request: web.Request, reply: Reply, entry: Entry | None, release: Release
    ) -> web.StreamResponse:
        """Write a reply; a client that has left costs nothing."""
        if reply.after:
            await asyncio.sleep(reply.after)
        try:
            response = await self._written(request, in_lines(reply), entry, release)
        except ConnectionError:
            if entry is not None:
                entry.ended = "client left"
            return web.Response()
        if entry is not None:
            entry.last_byte = _now()
            if entry.ended == "open":
                entry.ended = "complete" if reply.end == "eof" else "cut"
        return response

    async def _written(
        self, request: web.Request, reply: Reply, entry: Entry | None, release: Release
    ) -> web.StreamResponse:
        data = at_once(request, reply)
        if data is not None:
            return _at_once(request, data, entry)
        if reply.live is not None:
            return await _live(request, reply, reply.live, entry)
        if reply.frames is not None:
            return await self._frames(request, reply, reply.frames, entry, release)
        if reply.burst is not None:
            return await _burst(request, reply, reply.burst, entry)
        return await _whole(request, reply, entry)

    async def _frames(
        self, request: web.Request, reply: Reply, frames: Sequence[Frame], entry: Entry | None, release: Release
    ) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        start = loop.time()
        if frames and frames[0].after and not reply.exact:
            await asyncio.sleep(frames[0].after)
        response = _begun(request, reply)
        await response.prepare(request)
        _first(entry)
        transport = request.transport
        framed = reply.length is None and request.version >= (1, 1)
        at = 0
        while transport is not None and at < len(frames):
            held = next((n for n in range(at + 1, len(frames)) if frames[n].hold), len(frames))
            if frames[at].hold:
                await _released(transport, release, str(frames[at].hold))
                start = loop.time()
            if not await self.pacer.play(transport, frames[at:held], start, framed=framed):
                raise ConnectionResetError
            start += sum(frame.after for frame in frames[at:held])
            at = held
        await _end(request, response, reply.end)
        return response


def _at_once(request: web.Request, data: bytes, entry: Entry | None) -> web.StreamResponse:
    transport = request.transport
    if transport is None or transport.is_closing():
        raise ConnectionResetError
    _first(entry)
    transport.write(data)
    return written(keep_alive=request.keep_alive)


async def _live(request: web.Request, reply: Reply, live: Live, entry: Entry | None) -> web.StreamResponse:
    try:
        _first(entry)
        if await pass_on(request, reply, live):
            response = written(keep_alive=request.keep_alive)
        else:
            response = _begun(request, reply)
            await response.prepare(request)
            async for frame in live:
                await response.write(frame.data)
        if entry is not None and live.end != "eof":
            entry.ended = "cut"
        await _end(request, response, live.end)
    finally:
        await live.aclose()
    return response


async def _released(transport: asyncio.Transport, release: Release, name: str) -> None:
    """Wait until `name` is released; a client that leaves ends the wait, so that nothing waits for ever."""
    waiting = asyncio.ensure_future(release(name))
    try:
        while not (await asyncio.wait({waiting}, timeout=LOOK))[0]:
            if transport.is_closing():
                raise ConnectionResetError
    finally:
        waiting.cancel()


async def _burst(
    request: web.Request, reply: Reply, burst: tuple[bytes, bytes], entry: Entry | None
) -> web.StreamResponse:
    response = _begun(request, reply)
    await response.prepare(request)
    _first(entry)
    transport = request.transport
    if transport is None or transport.is_closing():
        raise ConnectionResetError
    if request.version >= (1, 1):
        transport.write(burst[0])
        await response.write_eof(burst[1])
    else:
        await response.write(unframed(burst[0]))
        await response.write_eof(burst[1])
    return response


async def _whole(request: web.Request, reply: Reply, entry: Entry | None) -> web.StreamResponse:
    response = _Whole(status=reply.status, reason=phrase(reply), headers=_mapped(reply), body=reply.body)
    if reply.chunked and request.version >= (1, 1):
        response.enable_chunked_encoding()
    response.exact = reply.headers if reply.exact else None
    await response.prepare(request)
    _first(entry)
    await response.write_eof()
    return response


def _begun(request: web.Request, reply: Reply) -> web.StreamResponse:
    response = _Streamed(status=reply.status, reason=phrase(reply), headers=_mapped(reply))
    if reply.length is not None:
        response.content_length = reply.length
    if request.version < (1, 1):
        response.force_close()
    response.exact = reply.headers if reply.exact else None
    return response


def _mapped(reply: Reply) -> list[tuple[str, str]]:
    return [pair for pair in reply.headers if not (reply.exact and pair[0].lower() in _HOP)]


async def exact_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Send the headers of a recording and no others; a handler of aiohttp's `on_response_prepare`."""
    if not isinstance(response, _Streamed | _Whole) or response.exact is None:
        return
    chunked = "Transfer-Encoding" in response.headers
    length = response.headers.get("Content-Length")
    wrong = "content-length" if chunked else "transfer-encoding"
    response.headers.clear()
    for name, value in response.exact:
        if name.lower() not in {wrong, "connection", "keep-alive"}:
            response.headers.add(name, value)
    if chunked:
        response.headers.setdefault("Transfer-Encoding", "chunked")
    elif length is not None:
        response.headers.setdefault("Content-Length", length)


async def _end(request: web.Request, response: web.StreamResponse, end: End) -> None:
    transport = request.transport
    if end == "eof":
        await response.write_eof()
        return
    if transport is None:
        return
    if end == "reset":
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()


def _first(entry: Entry | None) -> None:
    if entry is not None:
        entry.first_byte = _now()


def _now() -> float:
    return time.time()
