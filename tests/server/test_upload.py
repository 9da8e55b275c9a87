import asyncio

import pytest
from aiohttp import StreamReader, streams, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from mockllm.server.upload import Upload, still_coming


def _request(*pieces: bytes, length: int | None = None, ended: bool = False) -> tuple[web.Request, StreamReader]:
    loop = asyncio.get_running_loop()
    content = StreamReader(BaseProtocol(loop), 1 << 30, loop=loop)
    for piece in pieces:
        content.feed_data(piece)
    if ended:
        content.feed_eof()
    headers = {"Content-Length": str(length)} if length is not None else {"Transfer-Encoding": "chunked"}
    return make_mocked_request("POST", "/", headers, payload=content), content


@pytest.mark.parametrize(
    ("length", "ended", "coming"),
    [(None, False, True), (None, True, False), (1 << 16, False, False), (1 << 17, False, True), (1 << 17, True, False)],
)
async def test_a_body_is_handed_on_when_it_is_large_and_not_there_yet(
    length: int | None, ended: bool, coming: bool
) -> None:
    request, _ = _request(b"x", length=length, ended=ended)

    assert still_coming(request) is coming


async def test_a_request_without_body_has_nothing_to_come() -> None:
    assert not still_coming(make_mocked_request("GET", "/", payload=streams.EMPTY_PAYLOAD))


async def test_pieces_come_as_they_arrive_and_are_kept() -> None:
    request, content = _request(b"one ")
    upload = Upload(request, 100)
    pieces = aiter(upload)

    assert await anext(pieces) == b"one "
    content.feed_data(b"two")
    content.feed_eof()
    assert [piece async for piece in pieces] == [b"two"]
    assert (upload.kept, upload.read, upload.trouble) == (b"one two", 7, None)


async def test_a_large_body_is_not_kept() -> None:
    request, _ = _request(b"x" * 600_000, b"y" * 600_000, ended=True)
    upload = Upload(request, 1 << 30)

    assert sum([len(piece) async for piece in upload]) == 1_200_000
    assert upload.kept == b""


async def test_too_many_bytes_are_trouble() -> None:
    request, _ = _request(b"x" * 10, ended=True)
    upload = Upload(request, 9)

    with pytest.raises(ConnectionAbortedError):
        await anext(aiter(upload))
    assert upload.trouble == "over"


async def test_a_client_that_leaves_is_trouble() -> None:
    request, content = _request()
    content.set_exception(ConnectionResetError())
    upload = Upload(request, 9)

    with pytest.raises(ConnectionResetError):
        await anext(aiter(upload))
    assert upload.trouble == "left"
