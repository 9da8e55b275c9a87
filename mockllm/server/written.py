"""Replies that are known whole: head, body and end in a single write."""

import re
import time
from dataclasses import replace
from email.utils import formatdate
from http import HTTPStatus

from aiohttp import web

from mockllm.exchange import Reply
from mockllm.wire.coding import LAST_CHUNK, chunked, header_lines

__all__ = ["at_once", "date", "head", "in_lines", "phrase", "written"]

LARGEST = 1 << 18
"""Beyond this many bytes a reply is written with backpressure."""

_BREAK = re.compile(r"[\r\n\0]")
_HTTP_11 = (1, 1)
_HOP = frozenset({"connection", "keep-alive"})
_last_date: tuple[int, str] = (0, "")


class _Written(web.StreamResponse):
    """What a handler returns when everything has been written already."""

    def __init__(self, *, keep_alive: bool) -> None:
        super().__init__()
        self._stays = keep_alive

    @property
    def keep_alive(self) -> bool | None:
        return self._stays

    async def prepare(self, request: web.BaseRequest) -> None:  # noqa: ARG002 - aiohttp's signature
        return None

    async def write_eof(self, data: bytes = b"") -> None:  # noqa: ARG002 - aiohttp's signature
        return None


_RENAMED = {413: "Content Too Large", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""Phrases of RFC 9110, which Python knows from 3.13 on: the bytes are the same with every version."""
_REASONS = {status.value: status.phrase for status in HTTPStatus} | _RENAMED
_STAYS: _Written | None = None
_CLOSES: _Written | None = None


def written(*, keep_alive: bool) -> web.StreamResponse:
    """The response of a request that was answered on its transport."""
    global _STAYS, _CLOSES
    if _STAYS is None or _CLOSES is None:
        _STAYS, _CLOSES = _Written(keep_alive=True), _Written(keep_alive=False)
    return _STAYS if keep_alive else _CLOSES


def in_lines(reply: Reply) -> Reply:
    """The reply with no end of line inside a header: a value that came from a request must not begin another."""
    if not _BREAK.search("".join([value for _, value in reply.headers])):
        return reply
    return replace(reply, headers=tuple([(name, _BREAK.sub(" ", value)) for name, value in reply.headers]), lines=None)


def at_once(request: web.Request, reply: Reply) -> bytes | None:
    """All bytes of a reply, or None where it must be written piece by piece."""
    if reply.frames is not None or reply.live is not None or reply.end != "eof":
        return None
    body = _body(reply)
    if len(body) > LARGEST:
        return None
    before = head(request, reply)
    return None if before is None else before + body


def head(request: web.Request, reply: Reply) -> bytes | None:
    """Status line and headers of a reply with a body, or None where they must be written by aiohttp."""
    if request.version != _HTTP_11 or request.method == "HEAD" or reply.status < 200 or reply.status in {204, 304}:
        return None
    if reply.exact and not _says_its_framing(reply):
        return None
    status = f"HTTP/1.1 {reply.status} {phrase(reply)}\r\n".encode()
    if reply.exact:
        return b"%b%b\r\n" % (status, header_lines([pair for pair in reply.headers if pair[0].lower() not in _HOP]))
    lines = header_lines(reply.headers) if reply.lines is None else reply.lines
    framing = "Transfer-Encoding: chunked" if _is_chunked(reply) else f"Content-Length: {len(reply.body)}"
    close = "" if request.keep_alive else "Connection: close\r\n"
    return b"%b%b%b" % (status, lines, f"{framing}\r\n{close}Date: {date()}\r\n\r\n".encode())


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


def _says_its_framing(reply: Reply) -> bool:
    wanted = "transfer-encoding" if _is_chunked(reply) else "content-length"
    return any(name.lower() == wanted for name, _ in reply.headers)


def _is_chunked(reply: Reply) -> bool:
    return reply.burst is not None or reply.chunked


def _body(reply: Reply) -> bytes:
    if reply.burst is not None:
        return reply.burst[0] + (chunked(reply.burst[1]) if reply.burst[1] else b"") + LAST_CHUNK
    if reply.chunked:
        return (chunked(reply.body) if reply.body else b"") + LAST_CHUNK
    return reply.body
