"""Status line and headers of a reply, and how its body is told from what follows (RFC 9112, 6)."""

import time
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Literal

from aiohttp import web

from mockllm.exchange import Pairs, Reply
from mockllm.wire.coding import header_lines

__all__ = ["Framing", "framing", "head", "phrase"]

Framing = Literal["length", "chunked", "close", "bodiless"]
"""By a length, by chunks, by the end of the connection, or without a body."""

_HTTP_11 = (1, 1)
_HOP = frozenset({"connection", "keep-alive"})
_NEVER = frozenset({204, 304})
_WRONG = {"length": "transfer-encoding", "chunked": "content-length"}
_RENAMED = {413: "Content Too Large", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""Phrases of RFC 9110, which Python knows from 3.13 on: the bytes are the same with every version."""
_REASONS = {status.value: status.phrase for status in HTTPStatus} | _RENAMED
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
_CLOSE = b"Connection: close\r\n"


def framing(request: web.BaseRequest, reply: Reply) -> Framing:
    """How the body of a reply to this request ends."""
    if request.method == "HEAD" or reply.status < 200 or reply.status in _NEVER:
        return "bodiless"
    if reply.length is not None or not _is_chunked(reply):
        return "length"
    return "chunked" if request.version >= _HTTP_11 else "close"


def head(request: web.BaseRequest, reply: Reply, how: Framing) -> bytes:
    """Status line, headers and the empty line after them."""
    status = _status_line(reply.status, phrase(reply), new=request.version >= _HTTP_11)
    if reply.exact:
        return b"%b%b\r\n" % (status, header_lines(_recorded(reply, how)))
    lines = header_lines(reply.headers) if reply.lines is None else reply.lines
    close = _CLOSE if how == "close" or not request.keep_alive else b""
    return b"".join((status, lines, _told(reply, how), close, _date_line(int(time.time()))))


def phrase(reply: Reply) -> str:
    """The words after the status."""
    return reply.reason or _REASONS.get(reply.status, "Unknown")


@lru_cache(maxsize=64)
def _status_line(status: int, words: str, *, new: bool) -> bytes:
    return f"HTTP/{'1.1' if new else '1.0'} {status} {words}\r\n".encode()


@lru_cache(maxsize=1)
def _date_line(now: int) -> bytes:
    """The time as HTTP wants it, and the end of the head: one text a second."""
    return f"Date: {formatdate(now, usegmt=True)}\r\n\r\n".encode()


def _is_chunked(reply: Reply) -> bool:
    return reply.burst is not None or reply.chunked or reply.frames is not None or reply.live is not None


def _length(reply: Reply) -> int:
    return len(reply.body) if reply.length is None else reply.length


def _told(reply: Reply, how: Framing) -> bytes:
    """The header that tells where the body ends; the answer to HEAD has that of GET."""
    if how == "chunked":
        return _CHUNKED
    if how == "close" or reply.status < 200 or reply.status in _NEVER:
        return b""
    if how == "bodiless" and reply.length is None and _is_chunked(reply):
        return _CHUNKED
    return b"Content-Length: %d\r\n" % _length(reply)


def _recorded(reply: Reply, how: Framing) -> Pairs:
    """The headers of a recording, with those of its framing put right and no others."""
    if how == "bodiless":
        return tuple(pair for pair in reply.headers if pair[0].lower() not in _HOP)
    wrong = {"transfer-encoding", "content-length"} if how == "close" else {_WRONG[how]}
    kept = tuple(pair for pair in reply.headers if pair[0].lower() not in _HOP | wrong)
    names = {name.lower() for name, _ in kept}
    if how == "chunked" and "transfer-encoding" not in names:
        return (*kept, ("Transfer-Encoding", "chunked"))
    if how == "length" and "content-length" not in names:
        return (*kept, ("Content-Length", str(_length(reply))))
    return kept
