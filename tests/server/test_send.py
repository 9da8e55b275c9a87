"""Replies on a socket: framing, how they end, what the journal notes."""

import asyncio
from collections.abc import AsyncIterator
from unittest.mock import Mock

import pytest
from aiohttp.test_utils import make_mocked_request

from mockllm.exchange import End, Frame, Recording, Reply
from mockllm.server.pacer import Pacer
from mockllm.server.send import Sender
from tests.engine.test_way import Answers
from tests.server.live import exchange, serving

GET = b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


async def sent(reply: Reply, asked: bytes = GET) -> tuple[bytes, bytes, str]:
    """Head and body of what comes back, and how the journal says it ended."""
    source = Answers("cassette", Recording(reply), raw=True)
    async with serving([source]) as (running, server):
        try:
            got = await exchange(running, asked)
        except ConnectionResetError:
            got = b""
        await asyncio.sleep(0.02)
        (entry,) = server.sessions.get("default").journal
    head, _, body = got.partition(b"\r\n\r\n")
    return head.lower(), body, entry.ended


class Coming:
    """A body that is still coming; it may break off."""

    def __init__(self, *pieces: bytes, end: End = "eof") -> None:
        self.pieces = pieces
        self.end: End = end
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[Frame]:
        for piece in self.pieces:
            yield Frame(piece)

    async def aclose(self) -> None:
        self.closed = True


async def test_frames_are_chunks() -> None:
    head, body, ended = await sent(Reply(200, (), frames=[Frame(b"ab"), Frame(b"c", 0.01)]))

    assert b"transfer-encoding: chunked" in head
    assert (body, ended) == (b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "complete")


async def test_frames_with_a_length_are_no_chunks() -> None:
    head, body, _ = await sent(Reply(200, (), frames=[Frame(b"ab"), Frame(b"c", 0.01)], length=3))

    assert b"content-length: 3" in head
    assert body == b"abc"


async def test_a_truncated_body_has_no_end() -> None:
    _, body, ended = await sent(Reply(200, (), frames=[Frame(b"ab")], end="truncated"))

    assert (body, ended) == (b"2\r\nab\r\n", "cut")


async def test_a_reset_is_cut() -> None:
    _, body, ended = await sent(Reply(200, (), frames=[Frame(b"ab")], end="reset"))

    assert not body.endswith(b"0\r\n\r\n")
    assert ended == "cut"


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (Reply(200, (("X-B", "1"), ("x-a", "2"), ("Transfer-Encoding", "chunked")), b"hi", exact=True), b"hi"),
        (Reply(200, (("X-B", "1"), ("x-a", "2")), frames=[Frame(b"hi")], exact=True), b"2\r\nhi\r\n0\r\n\r\n"),
    ],
)
async def test_a_recording_sends_its_own_headers_and_no_others(reply: Reply, wanted: bytes) -> None:
    head, body, _ = await sent(reply)
    names = [line.partition(b":")[0] for line in head.split(b"\r\n")[1:]]

    assert body == wanted
    assert names[:2] == [b"x-b", b"x-a"]
    assert set(names[2:]) <= {b"content-length", b"transfer-encoding", b"connection"}


async def test_a_live_body_leaves_as_it_comes_and_is_closed() -> None:
    live = Coming(b"ab", b"c")
    _, body, ended = await sent(Reply(200, (), live=live))

    assert (body, ended, live.closed) == (b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "complete", True)


async def test_a_live_body_that_broke_off_is_cut() -> None:
    live = Coming(b"ab", end="truncated")
    _, body, _ = await sent(Reply(200, (), live=live))

    assert body == b"2\r\nab\r\n"
    assert live.closed


async def test_a_live_body_is_closed_where_the_client_left_before_it_began() -> None:
    transport = Mock()
    transport.is_closing.return_value = True
    live, gone = Coming(b"ab"), make_mocked_request("GET", "/", transport=transport)

    async def unheld(_: str) -> None:
        return None

    response = await Sender(Pacer()).send(gone, Reply(200, (), live=live), None, unheld)

    assert live.closed
    assert response.keep_alive is False


async def test_old_http_gets_plain_bytes() -> None:
    asked = b"GET /v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n"

    for reply in (
        Reply(200, (), frames=[Frame(b"ab"), Frame(b"c")]),
        Reply(200, (), burst=(b"2\r\nab\r\n", b"c")),
        Reply(200, (), b"abc", chunked=True),
    ):
        assert (await sent(reply, asked))[1] == b"abc"


async def test_a_long_reply_arrives_whole() -> None:
    _, body, ended = await sent(Reply(200, (), b"x" * 1_000_000))

    assert (len(body), ended) == (1_000_000, "complete")


async def test_a_long_burst_arrives_whole() -> None:
    piece = b"%x\r\n%b\r\n" % (400_000, b"y" * 400_000)
    _, body, _ = await sent(Reply(200, (), burst=(piece, b"z")))

    assert body == piece + b"1\r\nz\r\n0\r\n\r\n"


async def test_a_wait_before_the_answer() -> None:
    began = asyncio.get_running_loop().time()
    await sent(Reply(200, (), b"a", after=0.05))

    assert asyncio.get_running_loop().time() - began >= 0.05
