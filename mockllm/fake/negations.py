"""What `not` asks, said as schemas that a value can be made for."""

from typing import Any

from mockllm.schema.words import KINDS, kinds

__all__ = ["unless"]

_OPPOSITES: dict[str, tuple[str, str, int]] = {
    "minimum": ("number", "exclusiveMaximum", 0),
    "maximum": ("number", "exclusiveMinimum", 0),
    "exclusiveMinimum": ("number", "maximum", 0),
    "exclusiveMaximum": ("number", "minimum", 0),
    "minLength": ("string", "maxLength", -1),
    "maxLength": ("string", "minLength", 1),
    "minItems": ("array", "maxItems", -1),
    "maxItems": ("array", "minItems", 1),
    "minProperties": ("object", "maxProperties", -1),
    "maxProperties": ("object", "minProperties", 1),
}
"""What a value is that breaks a bound: its type, and the bound that it keeps, so much higher."""


def unless(plain: dict[str, Any]) -> list[list[Any]]:
    """What follows from `not`, as lists of alternatives; what they say whole is taken out of `plain`."""
    inner = plain.get("not")
    if not isinstance(inner, dict):
        return []
    if isinstance(inner.get("not"), dict) and len(inner) == 1:
        del plain["not"]
        return [[inner["not"]]]
    for word in inner if len(inner) == 1 else ():
        if word in {"anyOf", "allOf"} and isinstance(inner[word], list):
            del plain["not"]
            found = [{"not": each} for each in inner[word]]
            return [found] if word == "allOf" else [[each] for each in found]
    if _OPPOSITES.keys() & inner.keys() and inner.keys() <= _OPPOSITES.keys() | {"type", "enum", "const"}:
        del plain["not"]
        return [[_opposite(word, value) for word, value in sorted(inner.items(), key=lambda each: each[0] == "type")]]
    barred = kinds(inner)
    if set(inner) == {"type"} and barred is not None:
        barred = barred | {"integer"} if "number" in barred else barred
        return [[{"type": [kind for kind in KINDS if kind not in barred]}]]
    return []


def _opposite(word: str, value: Any) -> dict[str, Any]:
    """What a value is that one word of a schema does not let pass."""
    if word not in _OPPOSITES or not isinstance(value, int | float):
        return {"not": {word: value}}
    kind, other, more = _OPPOSITES[word]
    return {"type": kind, other: value + more}
