"""Bounds that stand in a description, where clients put those that a service's schemas may not have.

Anthropic's SDKs write `{minimum: 1, maximum: 10}` at its end, others `minimum: 1; maximum: 10.` Patterns are taken from
the first form alone.
"""

import re
from typing import Any

__all__ = ["bounded"]

_BOUND = re.compile(
    r"\b(?P<word>minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf|minLength|maxLength|minItems|maxItems)"
    r"['\"]?\s*[:=]\s*(?P<number>-?\d+(?:\.\d+)?)(?![\d.]*\d)"
)
_BLOCK = re.compile(r"(?:\A|\n\n)\{(?P<inner>.+)\}\Z", re.DOTALL)
_PATTERN = re.compile(r"(?:\A|, )pattern: (?P<pattern>.+?)(?=, [A-Za-z]\w*: |\Z)", re.DOTALL)
_DISTINCT = re.compile(r"(?:\A|, )uniqueItems: [Tt]rue(?=, |\Z)")
_NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_OF: dict[str, frozenset[str]] = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "string": frozenset({"minLength", "maxLength"}),
    "array": frozenset({"minItems", "maxItems"}),
}


def bounded(schema: Any) -> Any:
    """The schema with the bounds of its descriptions, wherever they fit its types; itself where there are none."""
    if isinstance(schema, list):
        found = [bounded(each) for each in schema]
        return schema if all(new is old for new, old in zip(found, schema, strict=True)) else found
    if not isinstance(schema, dict):
        return schema
    inner = {key: bounded(value) for key, value in schema.items()}
    own = _own(schema)
    if not own and all(inner[key] is schema[key] for key in schema):
        return schema
    return {**own, **inner}


def _own(schema: dict[str, Any]) -> dict[str, Any]:
    """The bounds in the description of a schema itself."""
    told, kind = schema.get("description"), schema.get("type")
    kinds = {each for each in (kind if isinstance(kind, list) else [kind]) if isinstance(each, str)}
    words = frozenset[str]().union(*(_OF.get(each, frozenset()) for each in kinds))
    if not isinstance(told, str) or not words:
        return {}
    found = {match["word"]: _number(match["number"]) for match in _BOUND.finditer(told) if match["word"] in words}
    block = _BLOCK.search(told)
    return {**found, **_worded(block["inner"], kinds)} if block else found


def _worded(block: str, kinds: set[str]) -> dict[str, Any]:
    """What a list of bounds says beside its numbers."""
    pattern = _PATTERN.search(block) if "string" in kinds else None
    found: dict[str, Any] = {"pattern": pattern["pattern"]} if pattern else {}
    return {**found, "uniqueItems": True} if "array" in kinds and _DISTINCT.search(block) else found


def _number(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)
