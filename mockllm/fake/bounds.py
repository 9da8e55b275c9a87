"""Bounds that stand in a description, where clients put those that a service's schemas may not have.

Anthropic's SDKs write `{minimum: 1, maximum: 10}` at its end, others `minimum: 1; maximum: 10.`
"""

import re
from typing import Any

__all__ = ["bounded"]

_BOUND = re.compile(
    r"\b(?P<word>minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf|minLength|maxLength|minItems|maxItems)"
    r"['\"]?\s*[:=]\s*(?P<number>-?\d+(?:\.\d+)?)(?![\d.]*\d)"
)
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


def _own(schema: dict[str, Any]) -> dict[str, int | float]:
    """The bounds in the description of a schema itself."""
    told, kind = schema.get("description"), schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    words = frozenset[str]().union(*(_OF.get(each, frozenset()) for each in kinds if isinstance(each, str)))
    if not isinstance(told, str) or not words:
        return {}
    return {match["word"]: _number(match["number"]) for match in _BOUND.finditer(told) if match["word"] in words}


def _number(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)
