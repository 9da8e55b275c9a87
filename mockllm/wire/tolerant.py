"""Reading JSON of which nothing is certain: every function takes anything and gives what it can."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = [
    "NONE",
    "Single",
    "digits",
    "few",
    "integer",
    "items",
    "mapping",
    "members",
    "number",
    "sampled",
    "string",
    "strings",
    "text",
    "truth",
]

Single = Mapping[str, tuple[str, Callable[[Any], Any]]]
"""Members that say one thing each: under which name, and how it is read."""
NONE: Mapping[str, Any] = {}
"""What most requests say of sampling."""
_DIGITS = re.compile("[0-9]{1,15}")


def mapping(value: Any) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Mapping[str, Any]]:
    """The objects of an array; what is not an object is left out."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def string(value: Any, default: str = "") -> str:
    """The string, or the default."""
    return value if isinstance(value, str) else default


def text(value: Any) -> str | None:
    """The string, or None."""
    return value if isinstance(value, str) else None


def strings(value: Any) -> tuple[str, ...]:
    """The strings of an array, or of a single string."""
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def integer(value: Any) -> int | None:
    """The integer, or None; a boolean is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def digits(text: str) -> int | None:
    """The number that up to fifteen ASCII digits say, or None."""
    return int(text) if _DIGITS.fullmatch(text) else None


def few(value: Any, most: int) -> int:
    """The integer, brought into the range from 0 to `most`; 0 where there is none."""
    return min(max(0, integer(value) or 0), most)


def number(value: Any, default: float) -> float:
    """The number as a float, or the default."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def sampled(body: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any]:
    """Those of some members that are given."""
    return NONE if body.keys().isdisjoint(names) else {name: body[name] for name in names if body.get(name) is not None}


def members(body: Mapping[str, Any], table: Single) -> dict[str, Any]:
    """What the members that are there say, each under its own name."""
    return {table[key][0]: table[key][1](value) for key, value in body.items() if key in table}


def truth(value: Any, *, default: bool = False) -> bool:
    """The boolean, or the default."""
    return value if isinstance(value, bool) else default
