"""One connection to an upstream: a request goes out, its response comes back, and then perhaps the next."""

import asyncio
from collections.abc import Sequence
from typing import Protocol, cast

from msgspec import Struct

from mockllm.exchange import End
from mockllm.proxy.failure import UpstreamError
from mockllm.proxy.response import Head, Piece, Reader

__all__ = ["Link", "Listener", "Route"]

_SILENT_SECONDS = 600.0


class Listener(Protocol):
    """Who is told of a response as it comes; `ended` or `failed` is the last of it."""

    def headed(self, head: Head) -> None:
        """The head is there."""

    def come(self, pieces: Sequence[Piece]) -> None:
        """More of the body is there."""

    def ended(self, end: End) -> None:
        """The body is over, whole or not."""

    def failed(self, error: UpstreamError) -> None:
        """There will be no response."""


class Route(Struct, frozen=True):
    """What requests need on a connection: `before` stands before their targets, `extra` is a further header line."""

    before: str = ""
    extra: str = ""


class Link(asyncio.Protocol):
    """A connection. `used` says whether it has carried a response, `heard` whether one has begun to come."""

    def __init__(self) -> None:
        self.route = Route()
        self.used = False
        self.transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._reader = Reader()
        self._listener: Listener | None = None
        self._last = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._paused = False
        self._writable = asyncio.Event()
        self._writable.set()
        self._sent = True

    @property
    def open(self) -> bool:
        """Whether it can carry a request."""
        return self.transport is not None and not self.transport.is_closing()

    @property
    def heard(self) -> bool:
        """Whether anything has come since the request went out."""
        return self._reader.begun

    @property
    def stays(self) -> bool:
        """Whether it may carry a further request."""
        return self.open and self._listener is None and self._sent and self._reader.stays

    def ask(self, method: str, data: bytes, listener: Listener, *, whole: bool = True) -> None:
        """Send a request, or the beginning of one, and tell `listener` what comes back."""
        assert self.transport is not None
        self.transport.write(data)
        # Nothing comes back before the loop turns: what is needed then is made while the request is under way.
        self._reader.begin(method)
        self._listener = listener
        self._sent = whole
        if whole:
            self._wait()

    async def send(self, data: bytes) -> None:
        """Send more of the body; returns when there is room for more. Raises ConnectionResetError where it is lost."""
        if not self.open or self._listener is None:
            raise ConnectionResetError
        assert self.transport is not None
        self.transport.write(data)
        await self._writable.wait()

    def end(self) -> None:
        """The body is sent."""
        self._sent = True
        self._wait()

    def hold(self) -> None:
        """Read no more for now."""
        if not self._paused and self.open and self.transport is not None:
            self._paused = True
            self.transport.pause_reading()

    def go_on(self) -> None:
        """Read on."""
        if self._paused:
            self._paused = False
            self._last = self._loop.time()
            if self.open and self.transport is not None:
                self.transport.resume_reading()

    def drop(self) -> None:
        """Hang up; the listener hears no more."""
        self._listener = None
        self._rest()
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Know the way out."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Read on, and tell what is there."""
        listener = self._listener
        if listener is None:
            # Nothing was asked, or what was asked is answered.
            self.drop()
            return
        self._last = self._loop.time()
        reader = self._reader
        known = reader.head
        pieces = reader.feed(data)
        if known is None and reader.head is not None:
            listener.headed(reader.head)
        if pieces:
            listener.come(pieces)
        if reader.done:
            self._finish(listener, "eof")
        elif reader.trouble is not None:
            self._break(listener, reader.trouble, "truncated")

    def pause_writing(self) -> None:
        """Have the sender wait."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Let the sender go on."""
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell what that means for the response."""
        self._writable.set()
        listener = self._listener
        if listener is None:
            self._rest()
        elif exc is not None:
            end: End = "reset" if isinstance(exc, ConnectionResetError) else "truncated"
            self._break(listener, UpstreamError("the connection failed", exc), end)
        elif self._reader.close():
            self._finish(listener, "eof")
        else:
            words = "it closed the connection " + ("within the headers" if self.heard else "without a response")
            self._break(listener, UpstreamError(words), "truncated")

    def _break(self, listener: Listener, error: UpstreamError, end: End) -> None:
        """A response that is not whole: it is cut off where there is a head, else there is none."""
        cut = self._reader.head is not None
        self.drop()
        if cut:
            listener.ended(end)
        else:
            listener.failed(error)

    def _finish(self, listener: Listener, end: End) -> None:
        self._listener = None
        self.used = True
        self._rest()
        self.go_on()
        listener.ended(end)

    def _wait(self) -> None:
        """Bound the silence of the upstream."""
        if self._listener is not None:
            self._last = self._loop.time()
            self._timer = self._loop.call_at(self._last + _SILENT_SECONDS, self._look)

    def _look(self) -> None:
        due = self._last + _SILENT_SECONDS
        listener = self._listener
        if listener is None:
            return
        if self._paused or self._loop.time() < due:
            self._timer = self._loop.call_at(self._loop.time() + _SILENT_SECONDS if self._paused else due, self._look)
        else:
            self._break(listener, UpstreamError("it did not answer in time"), "truncated")

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
