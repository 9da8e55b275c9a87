"""The kinds of values in the words of Anthropic and of services like it, and the ways to compose them."""

from collections.abc import Mapping

from mockllm.checks.scalars import ANYTHING, Flag, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Object, Tagged

__all__ = [
    "BOOL",
    "CACHE",
    "INT",
    "LIST",
    "MAYBE_TEXT",
    "SHAPE",
    "TEXT",
    "array",
    "closed",
    "literal",
    "number",
    "open_",
    "text",
    "text_or_list",
    "union",
    "whole",
]

SHAPE = "Input does not match the expected shape."
LIST = "Input should be a valid list"
_STRING = "Input should be a valid string"
_INTEGER = "Input should be a valid integer"

TEXT = Text(wanted=_STRING)
MAYBE_TEXT = Null(TEXT)
INT = Whole(wanted=_INTEGER)
BOOL = Flag("Input should be a valid boolean")


def text(least: int = 0, most: int | None = None, pattern: str | None = None) -> Kind:
    """A string of a length and form."""
    return Text(least, most, pattern, _STRING)


def whole(low: int | None = None, high: int | None = None) -> Kind:
    """An integer of a range."""
    return Whole(low, high, _INTEGER)


def number() -> Kind:
    """Any number."""
    return Number(wanted="Input should be a valid number")


def literal(*options: str) -> Kind:
    """One of some strings; whatever else it is, the answer is the same."""
    *most, last = (f"'{option}'" for option in options)
    return OneOf(options, f"Input should be {', '.join(most)} or {last}" if most else f"Input should be {last}")


def array(of: Kind = ANYTHING, least: int = 0, most: int | None = None) -> Kind:
    """A list."""
    return Array(of, least, most, LIST)


def closed(fields: Mapping[str, Kind], *required: str) -> Object:
    """An object without any other members; what is absent is told in its place, what is unknown last."""
    return Object(fields, required, closed=True, by_place=True, wanted=SHAPE)


def open_(fields: Mapping[str, Kind], *required: str) -> Object:
    """An object that may have any other members."""
    return Object(fields, required, by_place=True, wanted=SHAPE)


def union(variants: Mapping[str, Kind], absent: str | None = None) -> Tagged:
    """One of some objects by their `type`; `absent` names the one that needs no type."""
    return Tagged(
        variants,
        absent=variants[absent] if absent else None,
        spoken=tuple(sorted(variants)),
        at_key=False,
        wanted=SHAPE,
        default=absent or "",
    )


def text_or_list(items: Kind) -> Kind:
    """A string, or a list of `items`."""
    return Either(LIST, text=TEXT, array=Array(items, wanted=LIST))


CACHE = Null(union({"ephemeral": closed({"type": TEXT, "ttl": literal("5m", "1h")}, "type")}))
"""A cache breakpoint."""
