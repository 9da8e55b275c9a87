"""Which members and items of a value some part of a schema has judged, for `unevaluatedProperties` and its like.

Follows JSON Schema 2020-12, Core, 11.
"""

from collections.abc import Callable, Iterator
from typing import Any

from mockllm.schema.patterns import searches
from mockllm.schema.refs import resolve
from mockllm.schema.words import items_of, mapping, tuple_of

__all__ = ["items", "members"]

Schema = dict[str, Any]
Fits = Callable[[Any, Any], bool]
Own = Callable[[Schema, Any, Fits], Iterator[Any]]


def members(schema: Any, value: dict[str, Any], root: Any, fits: Fits) -> frozenset[str]:
    """The names of the members that `schema` has judged, the keyword `unevaluatedProperties` of its own aside."""
    return frozenset(_seen(schema, value, root, fits, _own_members))


def items(schema: Any, value: list[Any], root: Any, fits: Fits) -> frozenset[int]:
    """The places of the items that `schema` has judged, the keyword `unevaluatedItems` of its own aside."""
    return frozenset(_seen(schema, value, root, fits, _own_items))


def _seen(
    schema: Any, value: Any, root: Any, fits: Fits, own: Own, refs: frozenset[str] = frozenset()
) -> Iterator[Any]:
    if not isinstance(schema, dict):
        return
    yield from own(schema, value, fits)
    ref = schema.get("$ref")
    if isinstance(ref, str) and ref not in refs:
        yield from _below(resolve(root, ref), value, root, fits, own, refs | {ref})
    for sub in _applied(schema, value, fits):
        yield from _below(sub, value, root, fits, own, refs)


def _below(schema: Any, value: Any, root: Any, fits: Fits, own: Own, refs: frozenset[str]) -> Iterator[Any]:
    yield from _seen(schema, value, root, fits, own, refs)
    if isinstance(schema, dict) and ("unevaluatedProperties" in schema or "unevaluatedItems" in schema):
        yield from value if isinstance(value, dict) else range(len(value))


def _applied(schema: Schema, value: Any, fits: Fits) -> Iterator[Any]:
    """The schemas beside this one that apply to the value."""
    yield from items_of(schema, "allOf")
    for word in ("anyOf", "oneOf"):
        yield from (each for each in items_of(schema, word) if fits(each, value))
    if isinstance(schema.get("if"), dict | bool):
        holds = fits(schema["if"], value)
        if holds:
            yield schema["if"]
        yield schema.get("then" if holds else "else", True)
    for name, sub in mapping(schema, "dependentSchemas").items():
        if isinstance(value, dict) and name in value:
            yield sub


def _own_members(schema: Schema, value: dict[str, Any], _: Fits) -> Iterator[str]:
    if "additionalProperties" in schema:
        yield from value
    yield from (name for name in mapping(schema, "properties") if name in value)
    for pattern in mapping(schema, "patternProperties"):
        yield from (name for name in value if searches(pattern, name))


def _own_items(schema: Schema, value: list[Any], fits: Fits) -> Iterator[int]:
    if "items" in schema:
        yield from range(len(value))
    yield from range(min(len(tuple_of(schema)[0]), len(value)))
    if isinstance(schema.get("contains"), dict | bool):
        yield from (place for place, each in enumerate(value) if fits(schema["contains"], each))
