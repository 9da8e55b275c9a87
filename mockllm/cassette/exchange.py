"""A recorded exchange: a request, its response, and how the response came over the wire."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct, field

from mockllm.exchange import End, Pairs
from mockllm.wire import sse
from mockllm.wire.coding import decoded, missing

__all__ = [
    "Chunk",
    "Exchange",
    "Request",
    "Response",
    "Trace",
    "altered",
    "chunks",
    "digest",
    "fits",
    "header",
    "is_stream",
    "path_of",
    "plain",
    "query_of",
    "sealed",
]


class Chunk(Struct, frozen=True):
    """Bytes that came together, `at` milliseconds after the request left.

    `whole` is False for a piece of an HTTP chunk whose rest came later, or never.
    """

    data: bytes
    at: float = 0.0
    whole: bool = True


class Request(Struct, frozen=True):
    """A request as it was sent. `uri` is absolute."""

    method: str
    uri: str
    headers: Pairs = ()
    body: bytes = b""


class Trace(Struct, frozen=True):
    """What a plain cassette cannot hold: times in milliseconds after the request left, sizes in bytes, the ending.

    `chunk_ms` and `chunk_sizes` are numbers separated by spaces; a size that ends in `+` is a piece of an HTTP chunk.
    `redacted` says which bodies had bytes replaced. `extra` keeps entries that we do not know.
    """

    headers_ms: float = 0.0
    chunk_ms: str = ""
    chunk_sizes: str = ""
    end: End = "eof"
    end_ms: float = 0.0
    recorded_at: str = ""
    redacted: str = ""
    sha256: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class Response(Struct, frozen=True):
    """A response as it was received. `trace` is None where a plain cassette holds it."""

    status: int
    reason: str = ""
    headers: Pairs = ()
    body: bytes = b""
    trace: Trace | None = None


class Exchange(Struct, frozen=True):
    """A request and its response; `place` says where they were read from."""

    request: Request
    response: Response
    place: str = ""


def header(headers: Pairs, name: str) -> str | None:
    """The first value of a header, whatever its case; None where it is missing."""
    return next((value for key, value in headers if key.lower() == name), None)


def is_stream(response: Response) -> bool:
    """Whether the response is server-sent events."""
    return (header(response.headers, "content-type") or "").lower().startswith("text/event-stream")


def digest(body: bytes) -> str:
    """The SHA-256 of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def altered(response: Response) -> bool:
    """Whether the body is not the recorded one: its hash or the sizes of its chunks say otherwise."""
    trace = response.trace
    if trace is None:
        return False
    wrong = bool(trace.chunk_sizes) and sum(_sizes(trace)) != len(response.body)
    return wrong or (bool(trace.sha256) and trace.sha256 != digest(response.body))


def fits(response: Response) -> bool:
    """Whether there is a trace that tells the chunks of this very body."""
    trace = response.trace
    if trace is None or altered(response):
        return False
    sizes, times = _sizes(trace), trace.chunk_ms.split()
    timed = len(sizes) == len(times) and all(_TIME.fullmatch(each) for each in times)
    return timed and sum(sizes) == len(response.body)


def chunks(response: Response) -> tuple[Chunk, ...]:
    """The body in the pieces in which it came.

    Where there is no trace, or one that does not fit the body, a stream is cut after each event and any other body is
    one piece, all at once.
    """
    trace = response.trace
    if trace is None or not fits(response):
        pieces = sse.split(response.body) if is_stream(response) else [response.body]
        at = trace.headers_ms if trace is not None else 0.0
        return tuple(Chunk(piece, at) for piece in pieces if piece)
    found = []
    start = 0
    for at_ms, size in zip(trace.chunk_ms.split(), trace.chunk_sizes.split(), strict=True):
        end = start + int(size.removesuffix("+"))
        found.append(Chunk(response.body[start:end], float(at_ms), not size.endswith("+")))
        start = end
    return tuple(found)


def _sizes(trace: Trace) -> list[int]:
    sizes = [size.removesuffix("+") for size in trace.chunk_sizes.split()]
    return [int(size) if size.isdecimal() else -1 for size in sizes]


def plain(headers: Pairs, body: bytes, *, whole: bool = True) -> bytes | None:
    """A body without its content encoding; None where we cannot undo it. Without `whole`, as far as it goes.

    Recorders often keep the header of a body that they have decoded; what is readable text is taken as decoded.
    """
    found = decoded(header(headers, "content-encoding") or "", body, whole=whole)
    return body if found is None and _is_text(body) else found


def sealed(headers: Pairs) -> str:
    """Why a body cannot be read, and what helps where something does."""
    coding = header(headers, "content-encoding") or ""
    package = missing(coding)
    if package is None:
        return f"its content encoding {coding!r} cannot be undone"
    return f"its content encoding {coding!r} needs the package {package}: pip install 'mockllm-server[encodings]'"


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_TIME = re.compile(r"\d{1,12}(?:\.\d+)?")
_ORIGIN = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


def path_of(uri: str) -> str:
    """The path of an absolute address as it was sent, without query; `/` where it has none."""
    return re.split(r"[?#]", _ORIGIN.sub("", uri, count=1), maxsplit=1)[0] or "/"


def query_of(uri: str) -> list[tuple[str, str]]:
    """The query of an address as pairs, in order."""
    return parse_qsl(urlsplit(uri).query, keep_blank_values=True) if "?" in uri else []
