"""Whether a JSON schema is one: the structure that the draft 2020-12 meta-schema asks of the keywords in use."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["objects", "well_formed"]

TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems")
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(value: Any) -> bool:
    return _number(value) and value >= 0 and value == int(value)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


def _type(value: Any) -> bool:
    return value in TYPES if isinstance(value, str) else _strings(value) and bool(value) and TYPES.issuperset(value)


KEYWORDS: Mapping[str, Callable[[Any], bool]] = {
    "$ref": lambda value: isinstance(value, str),
    "description": lambda value: isinstance(value, str),
    "enum": lambda value: isinstance(value, list),
    "exclusiveMaximum": _number,
    "exclusiveMinimum": _number,
    "format": lambda value: isinstance(value, str),
    "maxItems": _size,
    "maxLength": _size,
    "maxProperties": _size,
    "maximum": _number,
    "minItems": _size,
    "minLength": _size,
    "minProperties": _size,
    "minimum": _number,
    "multipleOf": lambda value: _number(value) and value > 0,
    "pattern": lambda value: isinstance(value, str),
    "required": _strings,
    "title": lambda value: isinstance(value, str),
    "type": _type,
    "uniqueItems": lambda value: isinstance(value, bool),
}


def _inner(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas directly in a schema; None stands for a keyword that should hold some and does not."""
    for keyword in ONE:
        if keyword in schema:
            yield schema[keyword]
    for keyword in MANY:
        if keyword in schema:
            yield from schema[keyword] if isinstance(schema[keyword], list) and schema[keyword] else (None,)
    for keyword in NAMED:
        if keyword in schema:
            yield from schema[keyword].values() if isinstance(schema[keyword], Mapping) else (None,)


def well_formed(schema: Any) -> bool:
    """Whether a schema and all in it follow the meta-schema; unknown keywords are fine."""
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, bool):
            continue
        if not isinstance(each, Mapping):
            return False
        if not all(fits(each[keyword]) for keyword, fits in KEYWORDS.items() if keyword in each):
            return False
        waiting.extend(_inner(each))
    return True


def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """The object schemas in a well-formed schema, outer ones first."""
    waiting = [schema]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, Mapping):
            if each.get("type") == "object":
                yield each
            waiting.extend(_inner(each))
