from collections.abc import Sequence

import pytest

from mockllm.cassette.exchange import Request, chunks, fits
from mockllm.proxy.record import Course, exchange, recording
from mockllm.proxy.response import Head, Piece
from mockllm.proxy.tee import Tee

HEADERS = ((b"X-A", b"b"), (b"Connection", b"keep-alive"), (b"transfer-encoding", b"chunked"))


async def test_a_response_is_passed_on_with_its_own_headers() -> None:
    tee = Tee()
    found = recording("GET", Head(200, b"Fine", HEADERS, chunked=True), tee, "http://h")

    assert found.reply.headers == (("X-A", "b"), ("transfer-encoding", "chunked"))
    assert (found.reply.reason, found.reply.live, found.reply.chunked, found.reply.exact) == ("Fine", tee, True, True)
    assert found.why == ("from http://h",)


async def test_headers_that_are_not_utf_8_are_passed_on_as_they_came() -> None:
    found = recording("GET", Head(200, b"\xe9", ((b"X", b"\xe9\xc3\xa9"),), chunked=False), Tee(), "http://h")

    assert found.reply.headers[0][1].encode("utf-8", "surrogateescape") == b"\xe9\xc3\xa9"
    assert found.reply.reason == "é"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
async def test_a_response_without_body_keeps_the_length_that_it_tells(method: str, status: int) -> None:
    found = recording(method, Head(status, b"", ((b"content-length", b"9"),), chunked=False), Tee(), "http://h")

    assert (found.reply.live, found.reply.frames) == (None, ())
    assert found.reply.headers == (("content-length", "9"),)


def test_an_exchange_tells_how_it_came() -> None:
    pieces: list[tuple[float, Sequence[Piece]]] = [
        (1.2, [(b"one", True), (b"tw", False)]),
        (1.3, [(b"", True), (b"x", False)]),
    ]
    course = Course(1.0, 1.1, 1.5, pieces)
    found = exchange(Request("GET", "http://h/"), Head(200, b"OK", HEADERS, chunked=True), course, "truncated")
    response = found.response

    assert response.trace is not None
    assert (response.trace.headers_ms, response.trace.end_ms, response.trace.end) == (100.0, 500.0, "truncated")
    assert [(part.data, part.at, part.whole) for part in chunks(response)] == [
        (b"one", 200.0, True),
        (b"tw", 200.0, True),
        (b"x", 300.0, False),
    ]
    assert fits(response)


def test_pieces_of_a_body_without_chunks_are_whole() -> None:
    course = Course(0.0, 0.0, 0.1, [(0.1, [(b"a", False)])])
    found = exchange(Request("GET", "http://h/"), Head(200, b"OK", (), chunked=False), course, "eof")

    assert [part.whole for part in chunks(found.response)] == [True]


def test_a_recording_says_which_headers_are_not_utf_8() -> None:
    headers = ((b"X", b"\xe9"), (b"Y", "é".encode()), (b"x", "é".encode()))
    found = exchange(Request("GET", "http://h/"), Head(200, b"", headers, chunked=False), Course(0.0), "eof").response

    assert found.headers == (("X", "é"), ("Y", "é"), ("x", "Ã©"))
    assert found.trace is not None
    assert found.trace.latin1 == "x"
