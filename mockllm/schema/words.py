"""The words of JSON Schema that its readers share: kinds, equality, and keywords read without trust."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "KINDS",
    "integral",
    "items_of",
    "key",
    "kind_of",
    "kinds",
    "mapping",
    "number",
    "same",
    "size",
    "strings",
    "tuple_of",
]

KINDS = ("object", "array", "string", "integer", "number", "boolean", "null")
_BY_TYPE = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}


def kind_of(value: Any) -> str:
    """The narrowest JSON type of a value: whole floats are integers."""
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _BY_TYPE.get(type(value), "string")


def key(value: Any) -> str:
    """A text that is equal for equal JSON values, and only for them."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, str | int | None) and isinstance(other, str | int | None):
        return type(one) is type(other) and one == other
    return key(one) == key(other)


def kinds(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """The types that a schema allows, None where it does not say; unknown names make it say nothing."""
    given = schema.get("type")
    if given is None:
        return None
    names = given if isinstance(given, list) else [given]
    known = frozenset(name for name in names if isinstance(name, str) and name in KINDS)
    if not known or len(known) < len(names):
        return None
    if schema.get("nullable") is True:
        known |= {"null"}
    return known


def mapping(schema: Mapping[str, Any], word: str) -> dict[str, Any]:
    """The value of a keyword that holds schemas by name."""
    found = schema.get(word)
    return found if isinstance(found, dict) else {}


def items_of(schema: Mapping[str, Any], word: str) -> Sequence[Any]:
    """The value of a keyword that holds a list."""
    found = schema.get(word)
    return found if isinstance(found, list) else []


def strings(schema: Mapping[str, Any], word: str) -> list[str]:
    """The value of a keyword that holds a list of names, each once."""
    return list(dict.fromkeys(each for each in items_of(schema, word) if isinstance(each, str)))


def number(schema: Mapping[str, Any], word: str) -> float | int | None:
    """The value of a keyword that holds a finite number."""
    found = schema.get(word)
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        return None
    return found


def size(schema: Mapping[str, Any], word: str) -> int | None:
    """The value of a keyword that holds a count."""
    found = number(schema, word)
    return int(found) if found is not None and found >= 0 and integral(found) else None


def integral(value: float) -> bool:
    """Whether a number is whole."""
    return isinstance(value, int) or value.is_integer()


def tuple_of(schema: Mapping[str, Any]) -> tuple[list[Any], Any]:
    """The schemas of the first items, and that of the rest."""
    if isinstance(schema.get("items"), list):
        return schema["items"], schema.get("additionalItems", True)
    return list(items_of(schema, "prefixItems")), schema.get("items", True)
