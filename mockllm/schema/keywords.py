"""The keywords of JSON Schema that judge a value by itself: tables from keyword to what is wrong, if anything is."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from mockllm.schema.formats import fits
from mockllm.schema.patterns import searches
from mockllm.schema.words import key, kind_of, kinds, mapping, number, same, strings

__all__ = ["BY_TYPE", "GENERAL"]

Schema = dict[str, Any]


def _type(schema: Schema, value: Any) -> Iterator[str]:
    allowed, got = kinds(schema), kind_of(value)
    if allowed is not None and got not in allowed and not (got == "integer" and "number" in allowed):
        yield f"is {_a(got)} where {_a(' or '.join(sorted(allowed)))} is allowed"


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aio" else f"a {words}"


def _enum(schema: Schema, value: Any) -> Iterator[str]:
    if isinstance(schema["enum"], list) and key(value) not in {key(each) for each in schema["enum"]}:
        yield f"is not one of {', '.join(key(each) for each in schema['enum'][:12])}"


def _const(schema: Schema, value: Any) -> Iterator[str]:
    if not same(schema["const"], value):
        yield f"is not {key(schema['const'])}"


def _bound(word: str, breaks: Callable[[Any, Any], bool], say: str) -> Callable[[Schema, Any], Iterator[str]]:
    def judge(schema: Schema, value: Any) -> Iterator[str]:
        bound = number(schema, word)
        if bound is not None and breaks(value, bound):
            yield f"{say} {bound}"

    return judge


def _multiple(schema: Schema, value: Any) -> Iterator[str]:
    step = number(schema, "multipleOf")
    if step is None or step <= 0:
        return
    try:
        whole = Decimal(str(value)) % Decimal(str(step)) == 0
    except InvalidOperation:
        whole = value % step == 0
    if not whole:
        yield f"is not a multiple of {step}"


def _pattern(schema: Schema, value: Any) -> Iterator[str]:
    if isinstance(schema["pattern"], str) and not searches(schema["pattern"], value):
        yield f"does not match {schema['pattern']}"


def _format(schema: Schema, value: Any) -> Iterator[str]:
    if isinstance(schema["format"], str) and not fits(value, schema["format"]):
        yield f"is not of the format {schema['format']}"


def _unique(schema: Schema, value: Any) -> Iterator[str]:
    if schema["uniqueItems"] is True and len({key(each) for each in value}) < len(value):
        yield "has an item twice"


def _required(schema: Schema, value: Any) -> Iterator[str]:
    for name in strings(schema, "required"):
        if name not in value:
            yield f"lacks {name!r}"


def _dependent(word: str) -> Callable[[Schema, Any], Iterator[str]]:
    def judge(schema: Schema, value: Any) -> Iterator[str]:
        needs = mapping(schema, word)
        for name in needs:
            for other in strings(needs, name) if name in value else []:
                if other not in value:
                    yield f"has {name!r} and lacks {other!r}"

    return judge


def _length(value: Any, bound: float) -> bool:
    return len(value) < bound


def _longer(value: Any, bound: float) -> bool:
    return len(value) > bound


GENERAL: dict[str, Callable[[Schema, Any], Iterator[str]]] = {"type": _type, "enum": _enum, "const": _const}
_NUMBERS: dict[str, Callable[[Schema, Any], Iterator[str]]] = {
    "minimum": _bound("minimum", lambda value, bound: value < bound, "is less than"),
    "maximum": _bound("maximum", lambda value, bound: value > bound, "is greater than"),
    "exclusiveMinimum": _bound("exclusiveMinimum", lambda value, bound: value <= bound, "is not greater than"),
    "exclusiveMaximum": _bound("exclusiveMaximum", lambda value, bound: value >= bound, "is not less than"),
    "multipleOf": _multiple,
}
_STRINGS: dict[str, Callable[[Schema, Any], Iterator[str]]] = {
    "minLength": _bound("minLength", _length, "has fewer characters than"),
    "maxLength": _bound("maxLength", _longer, "has more characters than"),
    "pattern": _pattern,
    "format": _format,
}
_ARRAYS: dict[str, Callable[[Schema, Any], Iterator[str]]] = {
    "minItems": _bound("minItems", _length, "has fewer items than"),
    "maxItems": _bound("maxItems", _longer, "has more items than"),
    "uniqueItems": _unique,
}
_OBJECTS: dict[str, Callable[[Schema, Any], Iterator[str]]] = {
    "minProperties": _bound("minProperties", _length, "has fewer members than"),
    "maxProperties": _bound("maxProperties", _longer, "has more members than"),
    "required": _required,
    "dependentRequired": _dependent("dependentRequired"),
    "dependencies": _dependent("dependencies"),
}
BY_TYPE: dict[str, dict[type, Callable[[Schema, Any], Iterator[str]]]] = {
    **{word: {int: judge, float: judge} for word, judge in _NUMBERS.items()},
    **{word: {str: judge} for word, judge in _STRINGS.items()},
    **{word: {list: judge} for word, judge in _ARRAYS.items()},
    **{word: {dict: judge} for word, judge in _OBJECTS.items()},
}
