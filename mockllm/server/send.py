"""Writing replies: the one place that touches the socket."""

import asyncio
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from mockllm.exchange import End, Frame, Live, Reply
from mockllm.journal import Entry
from mockllm.server.head import Framing, framing, head
from mockllm.server.pacer import Pacer
from mockllm.server.passing import pass_on
from mockllm.server.written import written
from mockllm.wire.coding import LAST_CHUNK, chunked, unframed

__all__ = ["Sender"]

LARGEST = 1 << 18
"""Beyond this many bytes a body is written in pieces, no faster than the client takes them."""
LOOK = 0.25
"""Seconds between two looks whether the client of a held stream is still there."""

Release = Callable[[str], Awaitable[None]]


class _Wire:
    """The way to one client for one reply."""

    __slots__ = ("how", "request", "transport")

    def __init__(self, request: web.BaseRequest, how: Framing) -> None:
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError
        self.request = request
        self.how = how
        self.transport = transport

    async def write(self, data: bytes) -> None:
        """Write bytes as they are, and wait where the client takes none."""
        if not self.push(data):
            await self.drained()

    def push(self, data: bytes) -> bool:
        """Write bytes as they are; whether the client keeps up."""
        if self.transport.is_closing():
            raise ConnectionResetError
        self.transport.write(data)
        return self.transport.get_write_buffer_size() <= LARGEST

    async def drained(self) -> None:
        """Wait until the client has kept up."""
        await self.request.writer.drain()

    def framed(self, data: bytes) -> bytes:
        """A piece of the body."""
        if self.how == "chunked":
            return chunked(data) if data else b""
        return b"" if self.how == "bodiless" else data

    def end(self, end: End) -> web.StreamResponse:
        """End the connection as a recording or a fault wants it, or leave it to the next request."""
        if end == "reset":
            sock = self.transport.get_extra_info("socket")
            if sock is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
        elif end == "truncated":
            self.transport.close()
        stays = end == "eof" and self.how != "close" and self.request.version >= (1, 1)
        return written(keep_alive=stays and self.request.keep_alive)


class Sender:
    """Writes replies and notes in the journal when their bytes left."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer

    async def send(
        self, request: web.BaseRequest, reply: Reply, entry: Entry | None, release: Release
    ) -> web.StreamResponse:
        """Write a reply; a client that has left costs nothing."""
        try:
            if reply.after:
                await asyncio.sleep(reply.after)
            response = await self._written(_Wire(request, framing(request, reply)), reply, entry, release)
        except ConnectionError:
            if entry is not None:
                entry.ended = "client left"
            return written(keep_alive=False)
        finally:
            if reply.live is not None:
                await reply.live.aclose()
        if entry is not None:
            entry.last_byte = time.time()
            if entry.ended == "open":
                entry.ended = "complete" if reply.end == "eof" else "cut"
        return response

    def _written(
        self, wire: _Wire, reply: Reply, entry: Entry | None, release: Release
    ) -> Awaitable[web.StreamResponse]:
        if reply.live is not None:
            return _live(wire, reply, reply.live, entry)
        if reply.frames is not None:
            return self._frames(wire, reply, reply.frames, entry, release)
        return _whole(wire, reply, entry)

    async def _frames(
        self, wire: _Wire, reply: Reply, frames: Sequence[Frame], entry: Entry | None, release: Release
    ) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        start = loop.time()
        if frames and frames[0].after and not reply.exact:
            await asyncio.sleep(frames[0].after)
        await wire.write(head(wire.request, reply, wire.how))
        _first(entry)
        at = len(frames) if wire.how == "bodiless" else 0
        while at < len(frames):
            held = next((n for n in range(at + 1, len(frames)) if frames[n].hold), len(frames))
            if frames[at].hold:
                await _released(wire.transport, release, str(frames[at].hold))
                start = loop.time()
            if not await self.pacer.play(wire.transport, frames[at:held], start, framed=wire.how == "chunked"):
                raise ConnectionResetError
            start += sum(frame.after for frame in frames[at:held])
            at = held
        return await _ended(wire, reply.end)


async def _whole(wire: _Wire, reply: Reply, entry: Entry | None) -> web.StreamResponse:
    """A reply that is known whole leaves in a single write, unless it is large."""
    data = b"".join((head(wire.request, reply, wire.how), *_body(reply, wire.how)))
    _first(entry)
    for start in range(0, len(data), LARGEST):
        if not wire.push(data[start : start + LARGEST]):
            await wire.drained()
    return wire.end(reply.end)


def _body(reply: Reply, how: Framing) -> tuple[bytes, ...]:
    if how == "bodiless":
        return ()
    if reply.burst is not None:
        framed, last = reply.burst
        whole = (framed, chunked(last) if last else b"")
        return (*whole, LAST_CHUNK) if how == "chunked" else (unframed(b"".join(whole)),)
    if how == "chunked":
        return (chunked(reply.body) if reply.body else b"", LAST_CHUNK)
    return (reply.body,)


async def _live(wire: _Wire, reply: Reply, live: Live, entry: Entry | None) -> web.StreamResponse:
    _first(entry)
    await pass_on(live, head(wire.request, reply, wire.how), wire)
    if entry is not None and live.end != "eof":
        entry.ended = "cut"
    return await _ended(wire, live.end)


async def _ended(wire: _Wire, end: End) -> web.StreamResponse:
    if end == "eof" and wire.how == "chunked":
        await wire.write(LAST_CHUNK)
    return wire.end(end)


async def _released(transport: asyncio.Transport, release: Release, name: str) -> None:
    """Wait until `name` is released; a client that leaves ends the wait, so that nothing waits for ever."""
    waiting = asyncio.ensure_future(release(name))
    try:
        while not (await asyncio.wait({waiting}, timeout=LOOK))[0]:
            if transport.is_closing():
                raise ConnectionResetError
    finally:
        waiting.cancel()


def _first(entry: Entry | None) -> None:
    if entry is not None:
        entry.first_byte = time.time()
