"""Many paced streams at once, and how late their events come.

Each connection asks for the same stream again and again. The events of a stream are found by their place among its
bytes, and when each is due is learnt from the stream played alone. Plain sockets under one poll: the client takes a
fraction of what the server needs.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

__all__ = ["Lateness", "Plan", "ends_of", "held", "lateness", "learn"]

SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class Plan:
    """A stream: where each of its events ends among the bytes of the response, and when it is due after the first."""

    request: bytes
    ends: tuple[int, ...]
    due: tuple[float, ...]

    @property
    def seconds(self) -> float:
        return self.due[-1]


@dataclass(frozen=True, slots=True)
class Lateness:
    """Seconds by which events came late, smallest first."""

    streams: int
    events: Sequence[float]
    seconds: float

    def percentile(self, share: float) -> float:
        return self.events[min(len(self.events) - 1, int(len(self.events) * share))]


@dataclass(slots=True)
class _Stream:
    """One connection: what has come of the present answer, and when."""

    socket: socket.socket
    total: int = 0
    seen: list[tuple[float, int]] = field(default_factory=list)


def learn(port: int, request: bytes, tps: float, plays: int = 5) -> Plan:
    """The plan of a stream, by playing it a few times with nothing else to do.

    Events come late, never early, so the soonest of all plays is when one is due; waits are whole tokens.
    """
    with ThreadPoolExecutor(plays) as pool:
        played = list(pool.map(lambda n: _alone(port, request, wait=n * 0.11), range(plays)))
    ends = ends_of(played[0][0])
    if any(ends_of(raw) != ends for raw, _ in played):
        raise RuntimeError("the stream is not the same each time")
    soonest = [min(times) for times in zip(*(_arrivals(ends, seen) for _, seen in played), strict=True)]
    return Plan(request, ends, tuple(round((at - soonest[0]) * tps) / tps for at in soonest))


def _alone(port: int, request: bytes, wait: float) -> tuple[bytes, list[tuple[float, int]]]:
    """All bytes of a response, and how many were there how many seconds after it was asked for."""
    raw, seen = bytearray(), []
    time.sleep(wait)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        start = time.perf_counter()
        connection.sendall(request)
        while not raw.endswith(b"\r\n0\r\n\r\n"):
            data = connection.recv(SIZE)
            if not data:
                raise ConnectionError(f"the server left after {bytes(raw[-200:])!r}")
            raw += data
            seen.append((time.perf_counter() - start, len(raw)))
    return bytes(raw), seen


def ends_of(raw: bytes) -> tuple[int, ...]:
    """Where each chunk of a response ends, the last, empty one aside."""
    ends: list[int] = []
    at = raw.index(b"\r\n\r\n") + 4
    while True:
        line = raw.index(b"\r\n", at)
        size = int(raw[at:line], 16)
        if not size:
            return tuple(ends)
        at = line + 2 + size + 2
        ends.append(at)


def _arrivals(ends: Sequence[int], seen: Sequence[tuple[float, int]]) -> list[float]:
    """When each event was there whole."""
    times, at = [], 0
    for end in ends:
        while seen[at][1] < end:
            at += 1
        times.append(seen[at][0])
    return times


def lateness(plan: Plan, seen: Sequence[tuple[float, int]]) -> list[float]:
    """How late each event came, against the earliest schedule on which none came early."""
    offs = [at - due for at, due in zip(_arrivals(plan.ends, seen), plan.due, strict=True)]
    start = min(offs)
    return [off - start for off in offs]


def held(port: int, plan: Plan, streams: int, seconds: float) -> Lateness:
    """So many streams at once for that long. They begin spread over one length of the stream."""
    late: list[float] = []
    with ExitStack() as stack:
        poll = stack.enter_context(closing(select.epoll()))
        playing: dict[int, _Stream] = {}
        for _ in range(streams):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.setblocking(False)
            poll.register(connection, select.EPOLLIN)
            playing[connection.fileno()] = _Stream(connection)
        start = time.perf_counter()
        until = start + plan.seconds + seconds
        waiting = deque((start + plan.seconds * n / streams, each) for n, each in enumerate(playing.values()))
        while playing:
            now = time.perf_counter()
            while waiting and waiting[0][0] <= now:
                waiting.popleft()[1].socket.send(plan.request)
            for fd, _ in poll.poll(max(0.0, waiting[0][0] - now) if waiting else 1.0):
                if _over(playing[fd], plan, until, late):
                    poll.unregister(fd)
                    del playing[fd]
    return Lateness(streams, sorted(late), seconds)


def _over(stream: _Stream, plan: Plan, until: float, late: list[float]) -> bool:
    """Reads what has come; whether that was the last of it. Asks again where there is time."""
    data = stream.socket.recv(SIZE)
    if not data:
        raise ConnectionError("the server left in the middle of a stream")
    stream.total += len(data)
    now = time.perf_counter()
    stream.seen.append((now, stream.total))
    # The last chunk is the empty one: five bytes behind the last event.
    if stream.total < plan.ends[-1] + 5:
        return False
    late.extend(lateness(plan, stream.seen))
    stream.total = 0
    stream.seen.clear()
    if now < until:
        stream.socket.send(plan.request)
        return False
    return True
