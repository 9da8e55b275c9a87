"""The ways to read a body in which secrets are looked for, and overwriting what was found so that they all agree."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, islice

from mockllm.cassette.said import Span

__all__ = ["FILLED", "PLACEHOLDER", "View", "Views", "filling", "merged"]

PLACEHOLDER = "REDACTED"
FILLED = re.compile(rb"(?:REDACTED)?x+|REDACTED")
"""What stands where a secret was."""

_ESCAPE = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+|\\.", re.DOTALL)
_PLAIN = {b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t", b"\\b": b"\b", b"\\f": b"\f"}
_STRING = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"')
_DEEPEST = 4
"""How many times JSON is looked for inside of strings of JSON."""


@dataclass(frozen=True)
class View:
    """A way to read: `spans` of the body put together, or without the escapes that the view `under` it has."""

    read: bytes
    spans: Sequence[Span] = ()
    under: "View | None" = None

    def lands(self, start: int, end: int) -> Iterator[Span]:
        """The spans of the body that `start` to `end` of what is read stand for."""
        number = bisect_right(self._ends, start)
        while number < len(self._pieces) and (at := self._ends[number] - self._pieces[number][0]) < end:
            size, low, high = self._pieces[number]
            if size == high - low:
                low, high = low + max(start - at, 0), low + min(end - at, size)
            if low < high:
                yield from ((low, high),) if self.under is None else self.under.lands(low, high)
            number += 1

    @cached_property
    def _pieces(self) -> list[tuple[int, int, int]]:
        """How many bytes are read, from where, to where."""
        if self.under is not None:
            return list(_unescaped(self.under.read))
        return [(high - low, low, high) for low, high in self.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(size for size, _, _ in self._pieces))

    def layers(self) -> "Iterator[View]":
        """The view itself, and those of the JSON in the strings of its JSON, and so on."""
        view = self
        yield view
        for _ in range(_DEEPEST):
            if b"\\" not in view.read:
                return
            view = View(_ESCAPE.sub(_without_escape, view.read), under=view)
            yield view


def _without_escape(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if found[1:2] == b"u" and len(found) > 2:
        return bytes.fromhex(found.replace(b"\\u", b"").decode()).decode("utf-16-be", "replace").encode()
    return _PLAIN.get(found) or found[1:]


def _unescaped(read: bytes) -> Iterator[tuple[int, int, int]]:
    start = 0
    for match in _ESCAPE.finditer(read):
        if match.start() > start:
            yield match.start() - start, start, match.start()
        yield len(_without_escape(match)), match.start(), match.end()
        start = match.end()
    if start < len(read):
        yield len(read) - start, start, len(read)


@dataclass(frozen=True)
class Views:
    """The ways to read a body: as it is, unless `whole` is False; each of its `texts` put together; without escapes."""

    body: bytes
    texts: Sequence[Sequence[Span]] = field(default=())
    whole: bool = True

    @cached_property
    def all(self) -> list[View]:
        """The ways, each with those without escapes behind it."""
        plain = [View(self.body, [(0, len(self.body))])] if self.whole else []
        plain += [self._joined(pieces) for pieces in self.texts]
        return [layer for view in plain for layer in view.layers()]

    @cached_property
    def is_json(self) -> bool:
        """Whether the body is JSON, or a stream of it, by its look."""
        return len(self.texts) > 0 or self.body.lstrip()[:1] in {b"{", b"["}

    def strings(self) -> Iterator[View]:
        """What each string of JSON says, and each text, without escapes."""
        for view in chain((self._joined([span]) for span in self._strings), map(self._joined, self.texts)):
            yield next(islice(view.layers(), 1, None), view)

    def in_string(self, start: int, end: int) -> bool:
        """Whether a span of the body lies in a string of JSON."""
        number = bisect_right(self._strings, (start, len(self.body))) - 1
        return number >= 0 and end <= self._strings[number][1]

    @cached_property
    def _strings(self) -> list[Span]:
        return [match.span(1) for match in _STRING.finditer(self.body)]

    def _joined(self, pieces: Sequence[Span]) -> View:
        return View(b"".join(self.body[start:end] for start, end in pieces), pieces)

    def overwritten(self, spans: Sequence[Span]) -> bytes:
        """The body with each span overwritten; what is cut up in a text reads there as if it were whole."""
        if not spans:
            return self.body
        out = bytearray(self.body)
        for start, end in spans:
            out[start:end] = filling(end - start)
        starts = [start for start, _ in spans]
        for pieces in self.texts:
            view = self._joined(pieces)
            for start, end in merged(_covered(pieces, spans, starts)):
                told = filling(end - start)
                for low, high in view.lands(start, end):
                    out[low:high], told = told[: high - low], told[high - low :]
        return bytes(out)


def _covered(pieces: Sequence[Span], spans: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """The parts of a text that lie in some spans, counted from the start of the text."""
    at = 0
    for low, high in pieces:
        number = max(bisect_right(starts, low) - 1, 0)
        while number < len(spans) and spans[number][0] < high:
            start, end = max(spans[number][0], low), min(spans[number][1], high)
            if start < end:
                yield at + start - low, at + end - low
            number += 1
        at += high - low


def filling(size: int) -> bytes:
    """What is put in place of a secret of so many bytes."""
    return PLACEHOLDER.encode().ljust(size, b"x") if size >= len(PLACEHOLDER) else b"x" * size


def merged(found: Iterable[Span]) -> list[Span]:
    """Spans from left to right, those that overlap or touch made one."""
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
