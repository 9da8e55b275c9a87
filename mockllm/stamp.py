"""Everything that would otherwise come from clock or dice, drawn from a hash.

A stamp holds two digests: `text` decides what is said and is the same for equal requests; `unique` decides ids and
counts how often the session has seen the request. What is drawn is remembered by its label, so that a label names one
value, and so that an encoded answer can be stamped again with the ids of a later request.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct, field

__all__ = ["BASE58", "BASE62", "EPOCH", "HEX", "Dice", "Noise", "Stamp", "letters"]

EPOCH = 1_767_225_600
"""Where the fixed clock starts: 2026-01-01T00:00:00Z."""

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
HEX = "0123456789abcdef"
Item = TypeVar("Item")
_blake2b = hashlib.blake2b
_TABLES: dict[str, bytes] = {}


def letters(seed: bytes, alphabet: str, length: int) -> str:
    """`length` characters of `alphabet`, decided by `seed`."""
    table = _TABLES.get(alphabet)
    if table is None:
        table = _TABLES[alphabet] = bytes(ord(alphabet[byte % len(alphabet)]) for byte in range(256))
    return hashlib.shake_128(seed).digest(length).translate(table).decode("ascii")


_STARTS = 1_007
"""Where padding may begin: up to 17 letters before the end of the noise."""


class Noise:
    """Letters and digits that mean nothing."""

    __slots__ = ("_letters",)
    SIZE = 1_024

    def __init__(self, letters: str) -> None:
        self._letters = letters

    def paddings(self, numbers: Iterable[int], lengths: Iterable[int]) -> list[str]:
        """For each event of these numbers as many as its length in characters lacks to a multiple of 16."""
        noise = self._letters
        return [
            noise[(start := number * 17 % _STARTS) : start + -length % 16]
            for number, length in zip(numbers, lengths, strict=True)
        ]


class Dice:
    """A stream of choices that a seed decides, the same on every machine."""

    __slots__ = ("_drawn", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._drawn = 0

    def number(self) -> int:
        """The next 64 bits."""
        self._drawn += 1
        digest = _blake2b(self._seed, digest_size=8, salt=self._drawn.to_bytes(8))
        return int.from_bytes(digest.digest())

    def below(self, bound: int) -> int:
        """An integer from 0 up to, but not including, `bound`."""
        return self.number() % bound

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def unit(self) -> float:
        """A number from 0 up to, but not including, 1."""
        return (self.number() >> 11) / (1 << 53)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]

    def fork(self, label: str) -> "Dice":
        """A stream of its own for `label`, whatever is drawn from this one."""
        return Dice(hashlib.blake2b(self._seed + b"/" + label.encode(), digest_size=16).digest())


class Stamp(Struct, frozen=True):
    """The ids, times and dice of one answer. `created` is in Unix seconds."""

    text: bytes
    unique: bytes
    created: int = EPOCH
    drawn: dict[str, tuple[Callable[["Stamp"], str], str]] = field(default_factory=dict)

    def draw(self, label: str, make: Callable[["Stamp"], str]) -> str:
        """The value of `label`: what `make` draws the first time, the same ever after."""
        found = self.drawn.get(label)
        if found is None:
            found = self.drawn[label] = (make, make(self))
        return found[1]

    def id(self, label: str, prefix: str, alphabet: str, length: int) -> str:
        """An id: `prefix` and `length` characters of `alphabet`."""
        seed = label.encode()
        return self.draw(label, lambda stamp: prefix + letters(stamp.unique + seed, alphabet, length))

    def at(self, seconds: int = 0) -> int:
        """The time of the answer, so many seconds on, in Unix seconds."""
        return int(self.draw(f"@{seconds}", lambda stamp: str(stamp.created + seconds)))

    def dice(self, label: str) -> Dice:
        """Dice for `label` that equal requests throw alike."""
        return Dice(self.text + label.encode())

    def noise(self) -> "Noise":
        """Padding for the events of a stream, alike for equal requests."""
        return Noise(letters(self.text + b"padding", BASE62, Noise.SIZE))

    def filler(self, label: str, alphabet: str, length: int) -> str:
        """Characters of `alphabet` that equal requests get alike."""
        return letters(self.text + label.encode(), alphabet, length)
