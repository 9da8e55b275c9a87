"""Both ends of the way through: a raw request in, a reply of frames out, and what sources say in between."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct, field

from mockllm.ask import Headers
from mockllm.errors import Failure
from mockllm.turn import Turn

__all__ = ["Answer", "End", "Fault", "Frame", "Live", "Pace", "Pairs", "Raw", "Recording", "Reply", "Upload"]

Pairs = tuple[tuple[str, str], ...]
"""Headers in order, names as they are sent."""

End = Literal["eof", "truncated", "reset"]
"""How a connection ends: as it should, by FIN before the end of the body, by RST."""


class Upload(Protocol):
    """A request body that is still coming; it can be read once."""

    @property
    def limit(self) -> int:
        """How many bytes it may have."""

    @property
    def read(self) -> int:
        """How many bytes have come."""

    @property
    def trouble(self) -> Literal["left", "over"] | None:
        """Why it did not come whole, once that is so: the client left, or there were too many bytes."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes as they come. Raises OSError where there is trouble."""


class Raw(Struct, frozen=True):
    """A request off the socket. `path` is what follows the session prefix and the vendor's mount, without query.

    `target` is the path and query as the client sent them. `pairs` keeps the headers in order, `headers` by
    lower-cased name.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Headers = field(default_factory=dict)
    pairs: Pairs = ()
    body: bytes = b""
    target: str = ""
    base: str = ""
    """The URL of the vendor's mount as the client sees it, for answers that hold absolute addresses."""
    upload: Upload | None = None
    """The body while it comes, in place of `body`; only for a source that takes uploads and is the only one."""

    def below(self, mount: str, path: str) -> "Raw":
        """The same request as the vendor at that mount sees it."""
        query, base = self.query, self.base + mount
        return Raw(self.method, path, query, self.headers, self.pairs, self.body, self.target, base, self.upload)


class Frame(Struct, frozen=True, gc=False):
    """Bytes that leave together as one HTTP chunk, `after` seconds after the frame before.

    `hold` names what must be released before the frame leaves.
    """

    data: bytes
    after: float = 0.0
    hold: str | None = None


class Live(Protocol):
    """A body that is still coming: each frame is written as soon as it is there.

    Whoever writes it calls `aclose` in the end, also when the client has left or nothing was written.
    """

    @property
    def end(self) -> End:
        """How it ended; known when the frames are over."""

    def __aiter__(self) -> AsyncIterator[Frame]:
        """The frames as they come."""

    async def aclose(self) -> None:
        """Let go of the frames; more of them are not wanted."""


class Reply(Struct, frozen=True):
    """A response: `body` is all of it, or `frames` follow each other, or `live` is still coming and ends as it says.

    `lines` are the headers as they are sent, where they are known already.
    `chunked` tells the framing of `body`; frames are always chunked unless `length` is given. A frame without data is
    only a wait. `burst` is a stream that leaves at once: its chunks but the last already framed, and the last one as it
    is. `exact` sends these headers and no others.
    """

    status: int
    headers: Pairs
    body: bytes = b""
    frames: Sequence[Frame] | None = None
    burst: tuple[bytes, bytes] | None = None
    chunked: bool = False
    after: float = 0.0
    end: End = "eof"
    reason: str | None = None
    exact: bool = False
    length: int | None = None
    live: Live | None = None
    lines: bytes | None = None


class Pace(Struct, frozen=True):
    """How an answer is spread over time: seconds to the first byte, then tokens a second; 0 means at once.

    `jitter` are quantiles of a factor on each wait (three numbers: 50th, 90th and 99th percentile), drawn from the
    stamp.
    """

    ttft: float = 0.0
    tps: float = 0.0
    jitter: tuple[float, ...] = ()


class Fault(Struct, frozen=True):
    """Something done to a stream on purpose: `kind` names a function of the faults module, `options` are its."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


class Answer(Struct, frozen=True, gc=False):
    """What a source says: turns, or a failure instead of them.

    `why` are lines for the journal. `steady` promises that an equal request in the same session gets the same turns,
    so that the encoded bytes may be kept. `model` and `headers` override the vendor's. `translated` marks a recording
    of another shape.
    """

    turns: tuple[Turn, ...] = ()
    failure: Failure | None = None
    source: Literal["script", "scenario", "fake", "cassette", "upstream"] = "fake"
    why: tuple[str, ...] = ()
    pace: Pace | None = None
    faults: tuple[Fault, ...] = ()
    headers: Pairs = ()
    model: str | None = None
    chunks: Literal["event", "byte"] | int = "event"
    steady: bool = False
    problems: tuple[str, ...] = ()
    translated: bool = False


class Recording(Struct, frozen=True):
    """A recorded response, served as it is: no parsing, no validation, no layout."""

    reply: Reply
    why: tuple[str, ...] = ()
    shape: str | None = None
    source: Literal["cassette", "upstream"] = "cassette"
