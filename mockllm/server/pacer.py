"""Many paced streams at once: one timer for all of them, each event written when it is due."""

import asyncio
import heapq
import math
from collections import deque
from collections.abc import Sequence

from mockllm.exchange import Frame

__all__ = ["Pacer"]

HIGH_WATER = 1 << 18
PAUSE = 0.02
TICK = 0.001
"""Seconds between two looks at what is due; no event is early, and none is later for it than this."""


class _Play:
    """One stream under way: its next frame, where it goes, who waits for its end."""

    __slots__ = ("done", "due", "frames", "next", "transport")

    def __init__(self, transport: asyncio.Transport, frames: Sequence[tuple[float, bytes]], due: float) -> None:
        self.transport = transport
        self.frames = frames
        self.next = 0
        self.due = due
        self.done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()


class Pacer:
    """Writes frames at their times. `late` holds the lateness of the latest events in seconds."""

    def __init__(self, keep: int = 100_000) -> None:
        self.late: deque[float] = deque(maxlen=keep)
        self._heap: list[tuple[float, int, _Play]] = []
        self._timer: asyncio.Handle | None = None
        self._wakes = 0.0
        self._count = 0

    async def play(self, transport: asyncio.Transport, frames: Sequence[Frame], start: float, *, framed: bool) -> bool:
        """Write the frames, the first `after` seconds from `start` (loop time); whether the client took them all.

        The time of the last frame is `start` plus the sum of all waits, whatever happens in between.
        """
        encode = _chunk if framed else bytes
        play = _Play(transport, [(frame.after, encode(frame.data)) for frame in frames], start)
        if not frames:
            return True
        self._push(play)
        try:
            return await play.done
        finally:
            play.frames = ()

    def _push(self, play: _Play) -> None:
        play.due += play.frames[play.next][0]
        self._queue(play, play.due)

    def _queue(self, play: _Play, due: float) -> None:
        self._count += 1
        heapq.heappush(self._heap, (due, self._count, play))
        if self._timer is None or due < self._wakes:
            self._schedule()

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if self._heap:
            # Many streams have an event due at any moment: waking once a tick for all of them costs a tenth.
            self._wakes = math.ceil(self._heap[0][0] / TICK) * TICK
            self._timer = asyncio.get_running_loop().call_at(self._wakes, self._run)

    def _run(self) -> None:
        self._timer = None
        clock = asyncio.get_running_loop().time
        heap = self._heap
        now = clock()
        while heap and heap[0][0] <= now:
            play = heapq.heappop(heap)[2]
            if play.next < len(play.frames):
                self._write(play, now)
            if not heap or heap[0][0] > now:
                now = clock()
        if self._timer is None:
            self._schedule()

    def _write(self, play: _Play, now: float) -> None:
        transport = play.transport
        if transport.is_closing():
            self._finish(play, all_written=False)
            return
        if transport.get_write_buffer_size() > HIGH_WATER:
            heapq.heappush(self._heap, (now + PAUSE, self._count, play))
            self._count += 1
            return
        data = play.frames[play.next][1]
        if data:
            transport.write(data)
        self.late.append(now - play.due)
        play.next += 1
        if play.next == len(play.frames):
            self._finish(play, all_written=True)
            return
        play.due += play.frames[play.next][0]
        self._count += 1
        heapq.heappush(self._heap, (play.due, self._count, play))

    @staticmethod
    def _finish(play: _Play, *, all_written: bool) -> None:
        if not play.done.done():
            play.done.set_result(all_written)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""
