import pytest

from mockllm.proxy.response import Head, Piece, Reader

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def read(*fed: bytes, method: str = "GET") -> tuple[Reader, list[list[Piece]]]:
    """A reader that was fed, and what of the body was in each piece."""
    reader = Reader()
    reader.begin(method)
    return reader, [reader.feed(data) for data in fed]


def test_a_head_keeps_its_bytes() -> None:
    reader, _ = read(b"HTTP/1.1 429 Slow \xe9\r\nX-A:  b \t\r\nx-a:\r\nX-L: \xe9\r\nContent-Length: 0\r\n\r\n")

    headers = ((b"X-A", b"b"), (b"x-a", b""), (b"X-L", b"\xe9"), (b"Content-Length", b"0"))
    assert reader.head == Head(429, b"Slow \xe9", headers, chunked=False)
    assert (reader.done, reader.stays) == (True, True)


def test_chunks_are_told_where_they_end() -> None:
    reader, pieces = read(CHUNKED + b"3\r\nabc\r\n2\r\nx", b"y", b"\r\n1\r\nz\r\n", b"0\r\n\r\n")

    assert pieces[:3] == [[(b"abc", True), (b"x", False)], [(b"y", False)], [(b"", True), (b"z", True)]]
    assert b"".join(data for data, _ in pieces[3]) == b""
    assert (reader.done, reader.stays) == (True, True)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_how_the_bytes_are_cut_makes_no_difference(size: int) -> None:
    sent = b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + CHUNKED + b"3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n"
    reader, pieces = read(*(sent[at : at + size] for at in range(0, len(sent), size)))

    assert reader.head == Head(200, b"OK", ((b"Transfer-Encoding", b"chunked"),), chunked=True)
    assert b"".join(data for each in pieces for data, _ in each) == b"abc"
    assert reader.done


def test_informational_responses_are_passed_over() -> None:
    reader, pieces = read(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")

    assert reader.head is not None
    assert (reader.head.status, pieces[-1], reader.done) == (200, [(b"x", False)], True)


@pytest.mark.parametrize("method", ["HEAD", "CONNECT"])
def test_some_methods_have_no_body_in_the_answer(method: str) -> None:
    reader, _ = read(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n", method=method)
    assert (reader.done, reader.stays) == (True, True)

    reader.begin("GET")
    assert reader.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx") == [(b"x", False)]
    assert reader.done


@pytest.mark.parametrize(
    ("sent", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\nabc", True),
        (b"HTTP/1.0 200 OK\r\nX: y\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", False),
        (CHUNKED + b"3\r\nabc\r\n", False),
        (b"HTTP/1.1 200 OK\r\nX:", False),
        (b"", False),
    ],
)
def test_a_close_ends_a_body_that_nothing_else_ends(sent: bytes, whole: bool) -> None:
    reader, _ = read(*filter(None, [sent]))

    assert not reader.done
    assert reader.close() is whole
    assert reader.begun is bool(sent)
    assert not reader.stays


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"NOT HTTP\r\n\r\n", "what it sent is not HTTP (Expected HTTP/"),
        (b"HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "it changes the protocol unasked"),
        (
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 66_000 + b"\r\n\r\n",
            "its headers are too large (more than 65,536 bytes in",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"X: yyyyyy\r\n" * 120_000, "its headers are too large (more than 1,048,576 bytes)"),
    ],
)
def test_what_cannot_be_read_says_why(sent: bytes, words: str) -> None:
    reader, _ = read(sent)

    assert reader.head is None
    assert words in str(reader.trouble)


def test_what_came_before_the_trouble_is_not_lost() -> None:
    reader, pieces = read(CHUNKED + b"3\r\nabc\r\nzz\r\n")

    assert pieces == [[(b"abc", True)]]
    assert reader.head is not None
    assert "not HTTP" in str(reader.trouble)


@pytest.mark.parametrize("more", [b"yy", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
def test_bytes_behind_a_response_spoil_the_connection_and_not_the_response(more: bytes) -> None:
    reader, pieces = read(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx" + more)

    assert pieces == [[(b"x", False)]]
    assert (reader.done, reader.stays, reader.trouble) == (True, False, None)
