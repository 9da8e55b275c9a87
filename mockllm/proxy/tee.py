"""A live body between the upstream and a client that may be slow, or leave."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol

from mockllm.exchange import End, Frame

__all__ = ["Feeder", "Tee"]


class Feeder(Protocol):
    """Where frames come from."""

    def hold(self) -> None:
        """Give no more for now."""

    def go_on(self) -> None:
        """Give more."""


class Tee:
    """Frames as they come; its feeder is held while about `most` bytes wait, or while the client takes no more.

    Once the client has left it swallows what it is fed, and `on_leave` is called.
    """

    def __init__(self, feeder: Feeder | None = None, most: int = 1 << 20) -> None:
        self.end: End = "eof"
        self.left = False
        self.feeder = feeder
        self.on_leave: Callable[[], None] | None = None
        self._most = most
        self._frames: deque[Frame] = deque()
        self._waiting = 0
        self._over = False
        self._behind = False
        self._changed = asyncio.Event()
        self._sink: Callable[[Sequence[bytes]], bool] | None = None
        self._broken: ConnectionError | None = None

    def put(self, pieces: Sequence[bytes]) -> None:
        """Pass on what came together."""
        if self.left:
            return
        if self._sink is not None:
            self._pour(pieces, self._sink)
            return
        self._frames.extend(map(Frame, pieces))
        self._waiting += sum(map(len, pieces))
        self._changed.set()
        if self._waiting > self._most and self.feeder is not None:
            self.feeder.hold()

    def _pour(self, pieces: Sequence[bytes], sink: Callable[[Sequence[bytes]], bool]) -> None:
        try:
            self._behind = not sink(pieces)
        except ConnectionError as error:
            self._broken = error
            self.leave()
            return
        if self._behind:
            self._changed.set()
            if self.feeder is not None:
                self.feeder.hold()

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
        if self._waiting <= self._most:
            self._go_on()
        return frame

    def waiting(self) -> list[Frame]:
        """What can be had without waiting."""
        found = list(self._frames)
        self._frames.clear()
        self._waiting = 0
        return found

    async def flow(self, sink: Callable[[Sequence[bytes]], bool], drained: Callable[[], Awaitable[None]]) -> None:
        """Lead into `sink` what comes from now on; returns when it is over.

        `sink` says whether the client keeps up; where it does not, `drained` waits until it does. Raises the
        ConnectionError of either.
        """
        self._sink = sink
        if self._frames:
            self._pour([frame.data for frame in self.waiting()], sink)
        while True:
            if self._behind:
                await drained()
                self._behind = False
            self._go_on()
            if self._over or self.left:
                break
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
        self._go_on()
        self._changed.set()
        if self.on_leave is not None and not self._over:
            self.on_leave()

    def _go_on(self) -> None:
        if self.feeder is not None:
            self.feeder.go_on()
