"""Status line and headers of a reply, and how its body is told from what follows (RFC 9112, 6)."""

import time
from email.utils import formatdate
from http import HTTPStatus
from typing import Literal

from aiohttp import web

from mockllm.exchange import Pairs, Reply
from mockllm.wire.coding import header_lines

__all__ = ["Framing", "date", "framing", "head", "phrase"]

Framing = Literal["length", "chunked", "close", "bodiless"]
"""By a length, by chunks, by the end of the connection, or without a body."""

_HTTP_11 = (1, 1)
_HOP = frozenset({"connection", "keep-alive"})
_NEVER = frozenset({204, 304})
_WRONG = {"length": "transfer-encoding", "chunked": "content-length"}
_RENAMED = {413: "Content Too Large", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""Phrases of RFC 9110, which Python knows from 3.13 on: the bytes are the same with every version."""
_REASONS = {status.value: status.phrase for status in HTTPStatus} | _RENAMED
_last_date: tuple[int, str] = (0, "")


def framing(request: web.BaseRequest, reply: Reply) -> Framing:
    """How the body of a reply to this request ends."""
    if request.method == "HEAD" or reply.status < 200 or reply.status in _NEVER:
        return "bodiless"
    if reply.length is not None or not _is_chunked(reply):
        return "length"
    return "chunked" if request.version >= _HTTP_11 else "close"


def head(request: web.BaseRequest, reply: Reply, how: Framing) -> bytes:
    """Status line, headers and the empty line after them."""
    version = "1.1" if request.version >= _HTTP_11 else "1.0"
    status = f"HTTP/{version} {reply.status} {phrase(reply)}\r\n".encode()
    if reply.exact:
        return b"%b%b\r\n" % (status, header_lines(_recorded(reply, how)))
    lines = header_lines(reply.headers) if reply.lines is None else reply.lines
    told = _told(reply, how)
    close = "Connection: close\r\n" if how == "close" or not request.keep_alive else ""
    return b"%b%b%b" % (status, lines, f"{told}{close}Date: {date()}\r\n\r\n".encode())


def phrase(reply: Reply) -> str:
    """The words after the status."""
    return reply.reason or _REASONS.get(reply.status, "Unknown")


def date() -> str:
    """The time as HTTP wants it."""
    global _last_date  # noqa: PLW0603 - one text a second
    now = int(time.time())
    if now != _last_date[0]:
        _last_date = (now, formatdate(now, usegmt=True))
    return _last_date[1]


def _is_chunked(reply: Reply) -> bool:
    return reply.burst is not None or reply.chunked or reply.frames is not None or reply.live is not None


def _length(reply: Reply) -> int:
    return len(reply.body) if reply.length is None else reply.length


def _told(reply: Reply, how: Framing) -> str:
    """The header that tells where the body ends; the answer to HEAD has that of GET."""
    if how == "close" or reply.status < 200 or reply.status in _NEVER:
        return ""
    chunked = how == "chunked" or (how == "bodiless" and reply.length is None and _is_chunked(reply))
    return "Transfer-Encoding: chunked\r\n" if chunked else f"Content-Length: {_length(reply)}\r\n"


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
