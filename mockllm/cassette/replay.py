"""A recorded response as the reply that says it again: bytes, boundaries, times, ending."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mockllm.cassette.exchange import Chunk, Exchange, Response, Trace, chunks, digest, header, plain
from mockllm.exchange import Frame, Pairs, Reply
from mockllm.stamp import Dice
from mockllm.wire import sse
from mockllm.wire.coding import burst

__all__ = ["Boundaries", "Tempo", "framed", "reply", "without_hops"]

Boundaries = Literal["recorded", "event", "byte", "random"]
"""Where a body is cut into HTTP chunks."""

# `transfer-encoding` is not among them: it says how the body was framed.
_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer", "upgrade"}
)
_LARGEST_RANDOM = 64
_BODYLESS = frozenset({204, 304})
_FRAMING = frozenset({"transfer-encoding", "content-length"})


class Tempo(Struct, frozen=True):
    """How a recording is played: `speed` 2 is twice as fast, None at once."""

    speed: float | None = 1.0
    boundaries: Boundaries = "recorded"

    def seconds(self, milliseconds: float) -> float:
        """How long to wait for what took so long."""
        return max(0.0, milliseconds) / 1000 / self.speed if self.speed else 0.0


def reply(exchange: Exchange, tempo: Tempo) -> Reply:
    """The reply; its framing headers fit its framing, and its other headers are as recorded."""
    response = exchange.response
    pieces = _joined(_cut(response, tempo.boundaries))
    headers = _headers(response)
    bodyless = exchange.request.method == "HEAD" or response.status in _BODYLESS
    length = None if bodyless or _chunked(response) else _length(response)
    trace = response.trace or Trace()
    found = Reply(
        status=response.status,
        headers=headers if bodyless else framed(headers, length),
        frames=() if bodyless else tuple(_frames(trace, pieces, tempo)),
        chunked=not bodyless and length is None,
        after=tempo.seconds(trace.headers_ms),
        end=trace.end,
        reason=response.reason or None,
        length=length,
        exact=True,
    )
    return found if bodyless else _at_once(found)


def _at_once(paced: Reply) -> Reply:
    """The same reply in the form that leaves in one write, where nothing in it waits or breaks off."""
    frames = paced.frames or ()
    if paced.end != "eof" or paced.after or any(frame.after for frame in frames):
        return paced
    pieces = [frame.data for frame in frames]
    if paced.length is None:
        return replace(paced, frames=None, burst=burst(pieces))
    return replace(paced, frames=None, body=b"".join(pieces))


def _is_cut(response: Response) -> bool:
    return response.trace is not None and response.trace.end != "eof"


def _length(response: Response) -> int:
    announced = header(response.headers, "content-length") or ""
    return int(announced) if _is_cut(response) and announced.isdecimal() else len(response.body)


def _chunked(response: Response) -> bool:
    return (
        header(response.headers, "content-length") is None or header(response.headers, "transfer-encoding") is not None
    )


def _headers(response: Response) -> Pairs:
    """The headers less those of the connection; `content-encoding` only where the body still has one."""
    headers = without_hops(_as_sent(response))
    if not response.body or plain(response.headers, response.body) != response.body:
        return headers
    return tuple((name, value) for name, value in headers if name.lower() != "content-encoding")


def _as_sent(response: Response) -> Pairs:
    """The headers as text that is in UTF-8 what came, whatever that was in."""
    if response.trace is None or not response.trace.latin1:
        return response.headers
    names = set(response.trace.latin1.lower().split())
    return tuple((name, _bytes(value) if name.lower() in names else value) for name, value in response.headers)


def _bytes(latin1: str) -> str:
    try:
        return latin1.encode("latin-1").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return latin1


def without_hops(headers: Pairs) -> Pairs:
    """Headers less those of the connection."""
    return tuple((name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP)


def framed(headers: Pairs, length: int | None) -> Pairs:
    """The headers with the right framing, in its recorded place where there is one."""
    name, value = ("Transfer-Encoding", "chunked") if length is None else ("Content-Length", str(length))
    kept: list[tuple[str, str]] = []
    placed = False
    for each, given in headers:
        if each.lower() not in _FRAMING:
            kept.append((each, given))
        elif each.lower() == name.lower() and not placed:
            kept.append((each, value))
            placed = True
    return tuple(kept) if placed else (*kept, (name, value))


def _frames(trace: Trace, pieces: Sequence[Chunk], tempo: Tempo) -> Iterator[Frame]:
    before = trace.headers_ms
    for piece in pieces:
        yield Frame(piece.data, tempo.seconds(piece.at - before))
        before = max(before, piece.at)
    if trace.end_ms > before and tempo.speed:
        yield Frame(b"", tempo.seconds(trace.end_ms - before))


def _joined(pieces: Sequence[Chunk]) -> list[Chunk]:
    """The pieces of each HTTP chunk put together, at the time of the last."""
    joined: list[Chunk] = []
    held = b""
    for piece in pieces:
        held += piece.data
        if piece.whole:
            joined.append(Chunk(held, piece.at))
            held = b""
    if held:
        joined.append(Chunk(held, pieces[-1].at))
    return joined


def _cut(response: Response, boundaries: Boundaries) -> Sequence[Chunk]:
    recorded = chunks(response)
    if boundaries == "recorded":
        return recorded
    return list(_recut(recorded, _sizes(response.body, boundaries)))


def _sizes(body: bytes, boundaries: Boundaries) -> Iterator[int]:
    if boundaries == "event":
        yield from map(len, sse.split(body))
    elif boundaries == "byte":
        yield from (1 for _ in body)
    else:
        dice = Dice(digest(body).encode())
        left = len(body)
        while left:
            size = min(left, dice.between(1, _LARGEST_RANDOM))
            left -= size
            yield size


def _recut(recorded: Sequence[Chunk], sizes: Iterator[int]) -> Iterator[Chunk]:
    """The same bytes in other pieces, each at the time when its last byte came."""
    body = b"".join(chunk.data for chunk in recorded)
    ends = list(accumulate(len(chunk.data) for chunk in recorded))
    start = at = 0
    for size in sizes:
        end = start + size
        while ends[at] < end:
            at += 1
        yield Chunk(body[start:end], recorded[at].at)
        start = end
