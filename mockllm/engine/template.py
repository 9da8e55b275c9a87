"""Bytes that are encoded once, with slots for what the stamp changes.

All ids and times of a stamp have fixed lengths, so chunk sizes and paddings stay as they are.
"""

import re
from collections.abc import Callable

from mockllm.exchange import Pairs
from mockllm.stamp import Stamp
from mockllm.wire.coding import header_lines

__all__ = ["Template"]

Make = Callable[[Stamp], str]


class Template:
    """Encoded bytes and headers that can be stamped again; `waits` are the seconds before each piece of a stream."""

    __slots__ = ("_bytes", "_drawn", "_encoded", "_headers", "_makes", "_stamped", "waits")

    def __init__(
        self, encoded: tuple[bytes, ...], headers: Pairs, stamp: Stamp, waits: tuple[float, ...] | None = None
    ) -> None:
        self.waits = waits
        self._encoded = encoded
        self._headers = headers
        self._drawn = {value: make for make, value in stamp.drawn.values()}
        self._makes: list[Make] = []
        self._bytes: list[list[bytes | int]] = []
        self._stamped: list[tuple[int, int]] = []

    def stands_in(self, text: str) -> bool:
        """Whether a value that a stamp draws anew stands in this text, too, such as a time in a prompt."""
        return any(value in text for value in self._drawn)

    def fill(self, stamp: Stamp) -> tuple[list[bytes], Pairs]:
        """The bytes for another stamp, those of the header lines last, and the headers."""
        if not self._bytes:
            self._compile()
        made = [make(stamp) for make in self._makes]
        values = [value.encode("ascii") for value in made]
        filled = [b"".join([values[p] if isinstance(p, int) else p for p in pieces]) for pieces in self._bytes]
        headers = list(self._headers)
        for place, number in self._stamped:
            headers[place] = (headers[place][0], made[number])
        return filled, tuple(headers)

    def size(self) -> int:
        """How many bytes it keeps, about."""
        return sum(map(len, self._encoded))

    def _compile(self) -> None:
        """Find the slots; many answers are never given again, so that this waits for the first that is."""
        numbers = {value: number for number, value in enumerate(self._drawn)}
        places = {value.encode(): number for value, number in numbers.items()}
        self._makes = list(self._drawn.values())
        self._bytes = [_cut(each, places) for each in (*self._encoded, header_lines(self._headers))]
        self._stamped = [(place, numbers[value]) for place, (_, value) in enumerate(self._headers) if value in numbers]


def _cut(encoded: bytes, places: dict[bytes, int]) -> list[bytes | int]:
    if not places:
        return [encoded]
    longest = sorted(places, key=len, reverse=True)
    pieces = re.split(b"(" + b"|".join(map(re.escape, longest)) + b")", encoded)
    return [places.get(piece, piece) if number % 2 else piece for number, piece in enumerate(pieces)]
