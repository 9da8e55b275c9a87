"""Exchanges for the tests of this folder."""

import json
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mockllm.cassette.append import Appender
from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest
from mockllm.exchange import Pairs

EVENTS = (b'data: {"n":1,"text":"\xc3\xa9t\xc3\xa9"}\n\n', b'data: {"n":2}\n\n', b"data: [DONE]\n\n")
STREAM = b"".join(EVENTS)
CHAT = "https://api.example.com/v1/chat/completions"


def request(body: Any = None, *, uri: str = CHAT, headers: Pairs = (), method: str = "POST") -> Request:
    """A request with a JSON body, unless bytes are given."""
    content = body if isinstance(body, bytes) else json.dumps(body if body is not None else {"model": "m"}).encode()
    return Request(method, uri, (("Content-Type", "application/json"), *headers), content)


def answered(asked: Any = None, answer: bytes = b'{"id":"x"}', **options: Any) -> Exchange:
    """An exchange without a trace."""
    return Exchange(request(asked, **options), Response(200, "OK", (("Content-Type", "application/json"),), answer))


def streamed(sizes: str = "20 17+ 8 14", times: str = "1.0 2.5 2.6 9.9", **trace: Any) -> Exchange:
    """An exchange whose answer is `STREAM`, in pieces that cut events and characters."""
    headers = (
        ("Date", "today"),
        ("content-type", "text/event-stream; charset=utf-8"),
        ("Set-Cookie", "a=1"),
        ("x-request-id", "r1"),
        ("Set-Cookie", "b=2"),
        ("Transfer-Encoding", "chunked"),
    )
    made = Trace(
        headers_ms=0.8,
        chunk_ms=times,
        chunk_sizes=sizes,
        end_ms=10.0,
        recorded_at="2026-01-02T03:04:05Z",
        sha256=digest(STREAM),
    )
    made = replace(made, **trace)
    return Exchange(request({"model": "m", "stream": True}), Response(200, "OK", headers, STREAM, made))


def appended(path: Path, count: int = 3) -> str:
    """The text of a cassette after so many streams were added to it."""
    appender = Appender(path)
    for _ in range(count):
        appender.append(streamed())
    appender.close()
    return path.read_text()
