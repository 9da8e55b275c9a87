import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from mockllm.exchange import End, Frame, Pairs, Recording, Reply
from tests.engine.test_way import Answers
from tests.server.live import exchange, serving

ASKED = b"POST /v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
CHUNKED: Pairs = (("X-A", "b"), ("Transfer-Encoding", "chunked"))


class Flowing:
    """A live body of which one frame is there already, and two more come."""

    def __init__(self, end: End = "eof") -> None:
        self.end = end
        self.closed = False

    def waiting(self) -> list[Frame]:
        return [Frame(b"one")]

    async def flow(self, sink: Callable[[Sequence[bytes]], bool], drained: Callable[[], Awaitable[None]]) -> None:
        for data in (b"two", b"three"):
            await asyncio.sleep(0)
            if not sink([data]):
                await drained()

    def __aiter__(self) -> AsyncIterator[Frame]:
        raise AssertionError

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("headers", "length", "end", "wanted"),
    [
        (CHUNKED, None, "eof", b"3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n"),
        (CHUNKED, None, "truncated", b"3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n"),
        ((("X-A", "b"), ("content-length", "11")), 11, "eof", b"onetwothree"),
    ],
)
async def test_a_body_flows_behind_its_head(headers: Pairs, length: int | None, end: End, wanted: bytes) -> None:
    live = Flowing(end)
    reply = Reply(200, headers, live=live, exact=True, chunked=length is None, length=length)
    async with serving([Answers("upstream", Recording(reply), raw=True)]) as (running, _):
        found = await exchange(running, ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    head, _, body = found.partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [b"HTTP/1.1 200 OK", *(f"{name}: {value}".encode() for name, value in headers)]
    assert body == wanted
    assert live.closed


async def test_a_connection_goes_on_behind_a_body_that_flowed() -> None:
    reply = Reply(200, CHUNKED, live=Flowing(), exact=True, chunked=True)
    async with serving([Answers("upstream", Recording(reply), raw=True)]) as (running, _):
        found = await exchange(running, ASKED + ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    assert found.count(b"HTTP/1.1 200 OK") == found.count(b"5\r\nthree\r\n0\r\n\r\n") == 2
