"""A live body between the upstream and a client that may be slow, or leave."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

from mockllm.exchange import End, Frame

__all__ = ["Tee"]


class Tee:
    """Frames as they come, with at most about `most` bytes waiting; whoever feeds it waits while there are more.

    Once the client has left it swallows what it is fed, and `on_leave` is called.
    """

    def __init__(self, most: int = 1 << 20, on_leave: Callable[[], None] | None = None) -> None:
        self.end: End = "eof"
        self.left = False
        self.on_leave = on_leave
        self._most = most
        self._frames: deque[Frame] = deque()
        self._waiting = 0
        self._over = False
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._sink: Callable[[bytes], Awaitable[None]] | None = None
        self._broken: ConnectionError | None = None

    async def put(self, data: bytes) -> None:
        """Pass on bytes; returns when there is room for more."""
        if self.left:
            return
        if self._sink is not None:
            await self._pour(data, self._sink)
            return
        self._frames.append(Frame(data))
        self._waiting += len(data)
        self._changed.set()
        while self._waiting > self._most and not self.left:
            self._room.clear()
            await self._room.wait()

    async def _pour(self, data: bytes, sink: Callable[[bytes], Awaitable[None]]) -> None:
        try:
            await sink(data)
        except ConnectionError as error:
            self._broken = error
            self.leave()

    def finish(self, end: End) -> None:
        """No more will come."""
        self.end = end
        self._over = True
        self._changed.set()

    def __aiter__(self) -> AsyncIterator[Frame]:
        return self

    async def __anext__(self) -> Frame:
        while not self._frames:
            if self._over or self.left:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        frame = self._frames.popleft()
        self._waiting -= len(frame.data)
        self._room.set()
        return frame

    def waiting(self) -> list[Frame]:
        """What can be had without waiting."""
        found = list(self._frames)
        self._frames.clear()
        self._waiting = 0
        self._room.set()
        return found

    async def flow(self, sink: Callable[[bytes], Awaitable[None]]) -> None:
        """Lead into `sink` what comes from now on; returns when it is over. Raises the sink's ConnectionError."""
        self._sink = sink
        while not (self._over or self.left):
            self._changed.clear()
            await self._changed.wait()
        if self._broken is not None:
            raise self._broken

    async def aclose(self) -> None:
        """Let go of the client's end."""
        self.leave()

    def leave(self) -> None:
        """As `aclose`, at once."""
        if self.left:
            return
        self.left = True
        self._frames.clear()
        self._waiting = 0
        self._room.set()
        self._changed.set()
        if self.on_leave is not None and not self._over:
            self.on_leave()
