"""Bytes that are encoded once, with slots for what the stamp changes.

All ids and times of a stamp have fixed lengths, so chunk sizes and paddings stay as they are.
"""

import re
from collections.abc import Callable

from mockllm.exchange import Pairs
from mockllm.stamp import Stamp

__all__ = ["Template"]

Make = Callable[[Stamp], str]


class Template:
    """Encoded bytes and headers that can be stamped again."""

    __slots__ = ("_bytes", "_headers", "_makes")

    def __init__(self, encoded: tuple[bytes, ...], headers: Pairs, stamp: Stamp) -> None:
        makes = {value: make for make, value in stamp.drawn.values()}
        self._makes: list[Make] = list(makes.values())
        places = {value.encode(): number for number, value in enumerate(makes)}
        self._bytes = [_cut(each, places) for each in encoded]
        numbers = {value: number for number, value in enumerate(makes)}
        self._headers = [(name, numbers.get(value, value)) for name, value in headers]

    def fill(self, stamp: Stamp) -> tuple[list[bytes], Pairs]:
        """The bytes and headers for another stamp."""
        made = [make(stamp) for make in self._makes]
        values = [value.encode("ascii") for value in made]
        filled = [b"".join([values[p] if isinstance(p, int) else p for p in pieces]) for pieces in self._bytes]
        headers = tuple((name, made[v] if isinstance(v, int) else v) for name, v in self._headers)
        return filled, headers

    def size(self) -> int:
        """How many bytes it keeps, about."""
        return sum(len(piece) for pieces in self._bytes for piece in pieces if isinstance(piece, bytes))


def _cut(encoded: bytes, places: dict[bytes, int]) -> list[bytes | int]:
    if not places:
        return [encoded]
    longest = sorted(places, key=len, reverse=True)
    pieces = re.split(b"(" + b"|".join(map(re.escape, longest)) + b")", encoded)
    return [places.get(piece, piece) if number % 2 else piece for number, piece in enumerate(pieces)]
