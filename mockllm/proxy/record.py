"""What came back from an upstream, as the client gets it and as a cassette keeps it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest, header
from mockllm.cassette.replay import framed, without_hops
from mockllm.exchange import End, Live, Recording, Reply
from mockllm.proxy.headers import text
from mockllm.proxy.response import Head, Piece

__all__ = ["Course", "exchange", "recording"]

_BODILESS = frozenset({204, 304})


class Course(Struct):
    """How a response came: times in seconds on one clock, and pieces of the body with the times when they came."""

    started: float
    headed: float = 0.0
    ended: float = 0.0
    pieces: list[tuple[float, Sequence[Piece]]] = field(default_factory=list)


def recording(method: str, head: Head, live: Live, upstream: str) -> Recording:
    """A response as it is passed on, its body still coming; `upstream` is told to the journal."""
    headers = without_hops(tuple([(_exact(name), _exact(value)) for name, value in head.headers]))
    why, reason = (f"from {upstream}",), text(head.reason)
    if method == "HEAD" or head.status in _BODILESS:
        return Recording(Reply(head.status, headers, frames=(), reason=reason, exact=True), why, source="upstream")
    announced = None if head.chunked else header(headers, "content-length")
    length = int(announced) if announced is not None else None
    reply = Reply(
        status=head.status,
        headers=framed(headers, length),
        chunked=length is None,
        reason=reason,
        length=length,
        live=live,
        exact=True,
    )
    return Recording(reply, why, source="upstream")


def exchange(request: Request, head: Head, course: Course, end: End) -> Exchange:
    """An exchange that has ended, as it is kept."""
    body = b"".join([data for _, pieces in course.pieces for data, _ in pieces])
    chunks = list(_chunks(course, head))
    trace = Trace(
        headers_ms=_ms(course.headed - course.started),
        chunk_ms=" ".join(time for time, _ in chunks),
        chunk_sizes=" ".join(size for _, size in chunks),
        end=end,
        end_ms=_ms(course.ended - course.started),
        sha256=digest(body),
    )
    latin1 = {name.lower() for name, value in head.headers if not _is_utf_8(value)}
    headers = tuple(
        (text(name), value.decode("latin-1") if name.lower() in latin1 else text(value)) for name, value in head.headers
    )
    trace = replace(trace, latin1=" ".join(sorted(map(text, latin1))))
    return Exchange(request, Response(head.status, text(head.reason), headers, body, trace))


def _chunks(course: Course, head: Head) -> Iterator[tuple[str, str]]:
    """When each piece came, and its size, as a trace has them.

    The end of an HTTP chunk may come alone, after its bytes.
    """
    found: list[tuple[float, int, bool]] = []
    for at, pieces in course.pieces:
        for data, whole in pieces:
            if data:
                found.append((at, len(data), whole or not head.chunked))
            elif found:
                found[-1] = (*found[-1][:2], True)
    for at, size, whole in found:
        yield f"{_ms(at - course.started)}", f"{size}{'' if whole else '+'}"


def _exact(value: bytes) -> str:
    """Text that is the same bytes again when it is sent."""
    return value.decode("utf-8", "surrogateescape")


def _is_utf_8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
