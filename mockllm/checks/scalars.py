"""Kinds of single values: what a string, number or flag must be, as data."""

import re
from typing import Any, Protocol

from msgspec import Struct

from mockllm.checks.findings import BadSize, Finding, Mismatch, NotOneOf, OutOfRange, WrongType

__all__ = ["ANYTHING", "FLAG", "Anything", "Flag", "Kind", "Null", "Number", "OneOf", "Text", "Whole"]


class Kind(Protocol):
    """What a value must be."""

    def look(self, value: Any) -> Finding | None:
        """What is wrong with the value, if anything is; the path starts at the value."""


class Anything(Struct, frozen=True):
    """Any value."""

    def look(self, _value: Any) -> Finding | None:
        """Nothing is ever wrong."""
        return None


class Null(Struct, frozen=True):
    """Null, or what `kind` says."""

    kind: Kind

    def look(self, value: Any) -> Finding | None:
        """What `kind` finds in a value that is not null."""
        return None if value is None else self.kind.look(value)


class Flag(Struct, frozen=True):
    """True or false."""

    wanted: str = "a boolean"

    def look(self, value: Any) -> Finding | None:
        """A wrong type."""
        return None if isinstance(value, bool) else Finding(WrongType(self.wanted, value))


class Whole(Struct, frozen=True):
    """An integer from `low` to `high`."""

    low: int | None = None
    high: int | None = None
    wanted: str = "an integer"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or a value out of range."""
        if not isinstance(value, int) or isinstance(value, bool):
            return Finding(WrongType(self.wanted, value))
        if self.low is not None and value < self.low:
            return Finding(OutOfRange(self.low, value, low=True, whole=True))
        if self.high is not None and value > self.high:
            return Finding(OutOfRange(self.high, value, low=False, whole=True))
        return None


class Number(Struct, frozen=True):
    """A number from `low` to `high`."""

    low: float | None = None
    high: float | None = None
    wanted: str = "a decimal"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or a value out of range."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return Finding(WrongType(self.wanted, value))
        if self.low is not None and value < self.low:
            return Finding(OutOfRange(self.low, value, low=True, whole=False))
        if self.high is not None and value > self.high:
            return Finding(OutOfRange(self.high, value, low=False, whole=False))
        return None


class Text(Struct, frozen=True):
    """A string of `least` to `most` characters that fits `pattern` as a whole."""

    least: int = 0
    most: int | None = None
    pattern: str | None = None
    wanted: str = "a string"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, a bad length, or a mismatch."""
        if not isinstance(value, str):
            return Finding(WrongType(self.wanted, value))
        if len(value) < self.least:
            return Finding(BadSize("string", self.least, len(value), low=True))
        if self.most is not None and len(value) > self.most:
            return Finding(BadSize("string", self.most, len(value), low=False))
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            return Finding(Mismatch(self.pattern, value))
        return None


class OneOf(Struct, frozen=True):
    """One of some strings, in the order in which they are named; `wanted` tells another type off."""

    options: tuple[str, ...]
    wanted: str = "a string"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or a value outside of the list."""
        if not isinstance(value, str):
            return Finding(WrongType(self.wanted, value))
        return None if value in self.options else Finding(NotOneOf(self.options, value))


ANYTHING = Anything()
FLAG = Flag()
