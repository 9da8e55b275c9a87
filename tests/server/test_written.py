"""Replies in a single write."""

import re
from typing import Any

import pytest
from aiohttp import HttpVersion10
from aiohttp.test_utils import make_mocked_request

from mockllm.exchange import Frame, Reply
from mockllm.server.written import LARGEST, at_once, date, in_lines, phrase, written

PLAIN = Reply(200, (("content-type", "text/plain"),), b"hello")


def told(reply: Reply, method: str = "POST", **fields: Any) -> bytes | None:
    return at_once(make_mocked_request(method, "/", **fields), reply)


def test_head_body_and_length() -> None:
    head, _, body = (told(PLAIN) or b"").partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n")
    assert body == b"hello"


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (Reply(200, (), b"hello", chunked=True), b"5\r\nhello\r\n0\r\n\r\n"),
        (Reply(200, (), b"", chunked=True), b"0\r\n\r\n"),
        (Reply(200, (), burst=(b"1\r\na\r\n", b"bc")), b"1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"),
        (Reply(200, (), burst=(b"", b"")), b"0\r\n\r\n"),
    ],
)
def test_chunked_bodies_end_themselves(reply: Reply, body: bytes) -> None:
    head, _, got = (told(reply) or b"").partition(b"\r\n\r\n")

    assert b"Transfer-Encoding: chunked" in head
    assert got == body


def test_a_connection_that_is_not_kept_is_said_to_close() -> None:
    assert b"Connection: close" in (told(PLAIN, closing=True) or b"")
    assert b"Connection" not in (told(PLAIN) or b"")
    assert written(keep_alive=True).keep_alive is True
    assert written(keep_alive=False).keep_alive is False


def test_an_unusual_status_has_some_reason() -> None:
    assert (told(Reply(529, ())) or b"").startswith(b"HTTP/1.1 529 Unknown\r\n")
    assert (told(Reply(200, (), reason="Fine")) or b"").startswith(b"HTTP/1.1 200 Fine\r\n")


def test_the_words_are_the_same_with_every_python() -> None:
    assert [phrase(Reply(status, ())) for status in (413, 422)] == ["Content Too Large", "Unprocessable Content"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, (), frames=[Frame(b"a")]),
        Reply(200, (), b"a", exact=True),
        Reply(200, (), b"a", end="reset"),
        Reply(204, ()),
        Reply(200, (), b"x" * (LARGEST + 1)),
    ],
)
def test_what_needs_more_than_one_write(reply: Reply) -> None:
    assert told(reply) is None


def test_old_http_and_heads_are_left_to_others() -> None:
    assert told(PLAIN, version=HttpVersion10) is None
    assert told(PLAIN, "HEAD") is None


def test_the_date_is_as_http_wants_it() -> None:
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", date())
    assert date() is date()


def test_a_recording_leaves_with_its_own_headers_alone() -> None:
    headers = (("X-A", "b"), ("Connection", "keep-alive"), ("Content-Length", "1"), ("Date", "then"))

    assert told(Reply(200, headers, b"a", exact=True)) == (
        b"HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 1\r\nDate: then\r\n\r\na"
    )
    assert told(Reply(200, headers[:1], b"a", exact=True)) is None


def test_no_header_begins_another() -> None:
    reply = Reply(200, (("openai-model", "a\r\nx-evil: 1\0"), ("x-good", "1")), b"")

    assert in_lines(reply).headers == (("openai-model", "a  x-evil: 1 "), ("x-good", "1"))
    assert in_lines(PLAIN) is PLAIN
