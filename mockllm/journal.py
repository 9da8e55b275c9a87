"""What was asked, what was answered and why, per session. The journal observes and is never asked."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct, field

from mockllm.ask import Ask
from mockllm.turn import Turn, Usage

__all__ = ["Entry", "Journal", "Source", "flat"]

Source = Literal["script", "scenario", "cassette", "upstream", "fake", "miss", "error", "endpoint"]
"""Who answered: a source of turns, nobody (`miss`), the checks (`error`), or a stateful endpoint."""


class Entry(Struct):
    """One request and its answer. Times are in seconds on the server's clock, None until they are known."""

    number: int
    method: str
    path: str
    """Path and query as they were sent, without the values of keys in the query."""
    vendor: str
    endpoint: str
    shape: str | None = None
    model: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    target: str = ""
    """The path and query with all that was sent, to find again elsewhere what must not be told."""
    request: bytes = b""
    ask: Ask | None = None
    source: Source = "endpoint"
    why: Sequence[str] = ()
    passed: list[Sequence[str]] = field(default_factory=list)
    """Why the sources that were asked before had no answer; lines may be made when they are first read."""
    turns: tuple[Turn, ...] = ()
    usage: Usage | None = None
    status: int = 0
    stream: bool = False
    translated: bool = False
    retry: int = 0
    arrived: float = 0.0
    first_byte: float | None = None
    last_byte: float | None = None
    ended: Literal["open", "complete", "cut", "client left"] = "open"
    problems: list[str] = field(default_factory=list)
    """What must fail a test: a miss, a tool that was not offered, arguments that its schema refuses."""

    def __repr__(self) -> str:
        shown = [f"{name}={getattr(self, name)!r}" for name in self.__struct_fields__ if name != "target"]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def complaints(self) -> list[str]:
        """The problems, each with the request that met it."""
        return [f"request {self.number}, {self.method} {self.path}: {each}" for each in self.problems]


class Journal:
    """The latest entries of a session, at most `most`; `count` is of all there were.

    `lost` keeps the problems of entries that had to go, so that they still fail a test.
    """

    def __init__(self, most: int = 1_000, most_bytes: int = 16 << 20) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.count = 0
        self.lost: deque[str] = deque(maxlen=100)
        self._entries: deque[Entry] = deque()
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Take in an entry; the oldest go where there are too many, or too many bytes."""
        self.count += 1
        self._entries.append(entry)
        self._bytes += len(entry.request)
        self._trim()

    def _trim(self) -> None:
        while len(self._entries) > self.most or (self._bytes > self.most_bytes and len(self._entries) > 1):
            oldest = self._entries.popleft()
            self._bytes -= len(oldest.request)
            if oldest.problems:
                self.lost.extend(oldest.complaints())

    def fill(self, entry: Entry, request: bytes) -> None:
        """Give an entry the body that had not come when it was added."""
        if any(each is entry for each in self._entries):
            self._bytes += len(request) - len(entry.request)
            entry.request = request
            self._trim()

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.lost.clear()
        self._bytes = 0
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def flat(lines: Iterable[str]) -> str:
    """Lines as one; those that are set in belong to the one before them."""
    said, between = "", ""
    for line in lines:
        inner = line.startswith(" ")
        said += (between if inner else "; " if said else "") + line.strip()
        between = ", " if inner else " - "
    return said
