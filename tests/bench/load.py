"""A load generator that costs little: keep-alive connections, one request after the other, hardly any parsing."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import cast

__all__ = ["Next", "body_of", "fetch", "finished", "rate", "repeat", "run_through", "vary"]

Next = Callable[[], bytes]
"""Gives the next request."""


def repeat(request: bytes) -> Next:
    """The same request each time."""
    return lambda: request


def vary(make: Callable[[int], bytes], numbers: Iterator[int]) -> Next:
    """Another request each time. One is made beforehand and its number replaced, so that making them costs little."""
    around = make(0).split(b"00000000")
    return lambda: (b"%08d" % next(numbers)).join(around)


def finished(response: bytes | bytearray) -> bool:
    """Whether a response is whole. Raises RuntimeError for another status than 200."""
    end = response.find(b"\r\n\r\n")
    if end < 0:
        return False
    if response[9:12] != b"200":
        raise RuntimeError(f"answered {bytes(response[:400])!r}")
    head = response[:end].lower()
    at = head.find(b"content-length:")
    if at < 0:
        return response.endswith(b"\r\n0\r\n\r\n")
    return len(response) >= end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0])


def body_of(response: bytes) -> bytes:
    """The body of a whole response, without its chunk framing."""
    head, rest = response.split(b"\r\n\r\n", 1)
    if b"content-length:" in head.lower():
        return rest
    body = bytearray()
    while True:
        size, rest = rest.split(b"\r\n", 1)
        length = int(size, 16)
        if not length:
            return bytes(body)
        body += rest[:length]
        rest = rest[length + 2 :]


class _Caller(asyncio.Protocol):
    """One connection that asks again as soon as it was answered, while `go()`."""

    def __init__(self, ask: Next, go: Callable[[], bool], done: asyncio.Future[None]) -> None:
        self.ask = ask
        self.go = go
        self.done = done
        self.got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are what asyncio's are, but do not descend from them.
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.ask())

    def data_received(self, data: bytes) -> None:
        self.got += data
        try:
            if not finished(self.got):
                return
        except RuntimeError as error:
            self.done.set_exception(error)
            self.transport.close()
            return
        self.got.clear()
        if self.go():
            self.transport.write(self.ask())
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            if self.got:
                self.done.set_exception(exc or ConnectionError("the server left in the middle of an answer"))
            else:
                self.done.set_result(None)


async def _drive(port: int, ask: Next, go: Callable[[], bool], connections: int) -> None:
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        waits.append(done)
        await loop.create_connection(lambda done=done: _Caller(ask, go, done), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*waits)


async def rate(port: int, ask: Next, seconds: float, connections: int = 16) -> float:
    """Answers per second."""
    count, start = 0, time.perf_counter()
    until = start + seconds

    def go() -> bool:
        nonlocal count
        count += 1
        return time.perf_counter() < until

    await _drive(port, ask, go, connections)
    return count / (time.perf_counter() - start)


async def run_through(port: int, ask: Next, requests: int, connections: int = 16) -> None:
    """So many requests."""
    left = requests - connections

    def go() -> bool:
        nonlocal left
        left -= 1
        return left >= 0

    await _drive(port, ask, go, connections)


async def fetch(port: int, request: bytes) -> bytes:
    """The whole response to one request, head and framing included."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    got = bytearray()
    while not finished(got):
        more = await reader.read(1 << 16)
        if not more:
            raise ConnectionError("the server left in the middle of an answer")
        got += more
    writer.close()
    await writer.wait_closed()
    return bytes(got)
