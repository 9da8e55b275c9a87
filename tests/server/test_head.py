"""Status lines, headers, and how a body is told from what follows."""

import re
import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from aiohttp import HttpVersion10
from aiohttp.test_utils import make_mocked_request

from mockllm.exchange import Frame, Reply
from mockllm.server.head import Framing, framing, head

PLAIN = Reply(200, (("content-type", "text/plain"),), b"hello")
FRAMES = Reply(200, (), frames=[Frame(b"a")])
OLD: dict[str, Any] = {"version": HttpVersion10}


def told(reply: Reply, method: str = "POST", **fields: Any) -> list[str]:
    """The lines of the head."""
    request = make_mocked_request(method, "/", **fields)
    lines = head(request, reply, framing(request, reply)).decode()
    assert lines.endswith("\r\n\r\n")
    return lines.removesuffix("\r\n\r\n").split("\r\n")


@pytest.mark.parametrize(
    ("reply", "fields", "how"),
    [
        (PLAIN, {}, "length"),
        (PLAIN, OLD, "length"),
        (Reply(200, (), b"a", chunked=True), {}, "chunked"),
        (Reply(200, (), b"a", chunked=True), OLD, "close"),
        (Reply(200, (), burst=(b"", b"a")), {}, "chunked"),
        (FRAMES, {}, "chunked"),
        (FRAMES, OLD, "close"),
        (Reply(200, (), frames=[Frame(b"a")], length=1), OLD, "length"),
        (Reply(204, ()), {}, "bodiless"),
        (Reply(304, ()), {}, "bodiless"),
    ],
)
def test_how_a_body_ends(reply: Reply, fields: dict[str, Any], how: Framing) -> None:
    assert framing(make_mocked_request("POST", "/", **fields), reply) == how


def test_status_headers_and_length() -> None:
    assert told(PLAIN)[:3] == ["HTTP/1.1 200 OK", "content-type: text/plain", "Content-Length: 5"]
    assert told(PLAIN, **OLD)[0] == "HTTP/1.0 200 OK"


def test_the_answer_to_head_has_the_headers_of_get() -> None:
    assert "Content-Length: 5" in told(PLAIN, "HEAD")
    assert "Transfer-Encoding: chunked" in told(FRAMES, "HEAD")


def test_what_has_no_body_has_no_length() -> None:
    assert not [line for line in told(Reply(204, ())) if line.startswith(("Content-Length", "Transfer"))]


def test_headers_that_are_known_as_lines_are_sent_as_they_are() -> None:
    assert "x-a: b" in told(Reply(200, (), b"", lines=b"x-a: b\r\n"))


def test_a_connection_that_is_not_kept_is_said_to_close() -> None:
    assert "Connection: close" in told(PLAIN, closing=True)
    assert "Connection: close" in told(FRAMES, **OLD)
    assert not [line for line in told(PLAIN) if line.startswith("Connection")]


def test_an_unusual_status_has_some_reason() -> None:
    assert told(Reply(529, ()))[0] == "HTTP/1.1 529 Unknown"
    assert told(Reply(200, (), reason="Fine"))[0] == "HTTP/1.1 200 Fine"


def test_the_date_is_as_http_wants_it() -> None:
    name, _, date = told(PLAIN)[-1].partition(": ")
    assert name == "Date"
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", date)
    assert abs(time.time() - parsedate_to_datetime(date).timestamp()) < 5


def test_a_recording_leaves_with_its_own_headers_alone() -> None:
    headers = (("X-A", "b"), ("Connection", "keep-alive"), ("Content-Length", "1"), ("Date", "then"))

    assert told(Reply(200, headers, b"a", exact=True))[1:] == ["X-A: b", "Content-Length: 1", "Date: then"]
    assert told(Reply(200, headers, exact=True), "HEAD")[1:] == ["X-A: b", "Content-Length: 1", "Date: then"]


def test_the_framing_of_a_recording_is_put_right() -> None:
    headers = (("x-a", "b"), ("Content-Length", "9"))

    assert told(Reply(200, headers, frames=[], exact=True))[1:] == ["x-a: b", "Transfer-Encoding: chunked"]
    assert told(Reply(200, (("transfer-encoding", "chunked"),), b"a", exact=True))[1:] == ["Content-Length: 1"]
    assert told(Reply(200, headers, frames=[], exact=True), **OLD)[1:] == ["x-a: b"]
