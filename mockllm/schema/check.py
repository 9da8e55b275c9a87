"""Judging a value by a schema: nothing, or the first thing that is wrong and where.

Follows JSON Schema 2020-12, with `definitions`, `dependencies`, `nullable` and tuples in `items` of older drafts.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from mockllm.schema.formats import fits
from mockllm.schema.patterns import searches
from mockllm.schema.refs import resolve
from mockllm.schema.words import items_of, key, kind_of, kinds, mapping, number, same, size, strings

__all__ = ["Judge", "problem"]

Schema = dict[str, Any]
MOST_STEPS = 20_000
_JUNCTIONS = frozenset(("$ref", "allOf", "anyOf", "oneOf", "not", "if", "dependencies", "dependentSchemas", "contains"))


def problem(schema: Any, value: Any, root: Any = None) -> str | None:
    """What is wrong with `value`, one sentence that starts with the place as a JSON pointer, or None.

    `root` is where references start, the schema itself by default.
    """
    return Judge(schema if root is None else root).problem(schema, value)


class Judge:
    """Judges values by schemas of one root; stops judging, in the value's favour, after `steps`."""

    def __init__(self, root: Any, steps: int = MOST_STEPS) -> None:
        self.root = root
        self.steps = steps

    def problem(self, schema: Any, value: Any, where: str = "", refs: frozenset[str] = frozenset()) -> str | None:
        """The first thing wrong with `value` at `where`; `refs` are those followed without moving in the value."""
        return next(self._problems(schema, value, where, refs), None)

    def fits(self, schema: Any, value: Any) -> bool:
        """Whether there is nothing wrong with `value`."""
        return self.problem(schema, value) is None

    def _problems(self, schema: Any, value: Any, where: str, refs: frozenset[str]) -> Iterator[str]:
        self.steps -= 1
        if schema is False:
            yield f"{where or '/'}: nothing is allowed here"
        if not isinstance(schema, dict) or self.steps < 0:
            return
        for word in schema:
            judge = _GENERAL.get(word) or _KINDS.get(word, {}).get(type(value))
            if judge is not None:
                yield from (f"{where or '/'}: {text}" for text in judge(schema, value))
        for sub, name, below in _parts(schema, value):
            yield from self._problems(sub, below, f"{where}/{name}", frozenset())
        if not _JUNCTIONS.isdisjoint(schema):
            yield from self._joined(schema, value, where, refs)

    def _joined(self, schema: Schema, value: Any, where: str, refs: frozenset[str]) -> Iterator[str]:
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in refs:
            yield from self._problems(resolve(self.root, ref), value, where, refs | {ref})
        for sub in items_of(schema, "allOf"):
            yield from self._problems(sub, value, where, refs)
        for word in ("anyOf", "oneOf"):
            if isinstance(schema.get(word), list) and schema[word]:
                yield from self._branches(schema[word], word, value, where, refs)
        if "not" in schema and _is_schema(schema["not"]) and self.problem(schema["not"], value, where, refs) is None:
            yield f"{where or '/'}: is what `not` rules out"
        if _is_schema(schema.get("if")):
            holds = self.problem(schema["if"], value, where, refs) is None
            yield from self._problems(schema.get("then" if holds else "else", True), value, where, refs)
        if isinstance(value, dict):
            for name, sub in {**mapping(schema, "dependencies"), **mapping(schema, "dependentSchemas")}.items():
                if name in value and _is_schema(sub):
                    yield from self._problems(sub, value, where, refs)
        elif isinstance(value, list) and _is_schema(schema.get("contains")):
            yield from self._contains(schema, value, where)

    def _branches(self, branches: list[Any], word: str, value: Any, where: str, refs: frozenset[str]) -> Iterator[str]:
        found = [self.problem(branch, value, where, refs) for branch in branches]
        fitting = sum(each is None for each in found)
        if not fitting:
            why = found[0] if len(found) == 1 else f"{where or '/'}: fits none of the {len(found)} alternatives"
            yield str(why)
        elif word == "oneOf" and fitting > 1:
            yield f"{where or '/'}: fits {fitting} alternatives where one is allowed"

    def _contains(self, schema: Schema, value: list[Any], where: str) -> Iterator[str]:
        fitting = sum(self.problem(schema["contains"], each) is None for each in value)
        least, most = size(schema, "minContains"), size(schema, "maxContains")
        if fitting < (1 if least is None else least):
            yield f"{where or '/'}: too few items are as `contains` wants them"
        if most is not None and fitting > most:
            yield f"{where or '/'}: too many items are as `contains` describes them"


def _is_schema(value: Any) -> bool:
    return isinstance(value, dict | bool)


def _parts(schema: Schema, value: Any) -> Iterator[tuple[Any, str, Any]]:
    """Each sub-schema that judges a part of the value, with the part's name and the part."""
    if isinstance(value, dict):
        yield from _members(schema, value)
    elif isinstance(value, list):
        yield from _items(schema, value)


def _members(schema: Schema, value: dict[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    properties, patterns = mapping(schema, "properties"), mapping(schema, "patternProperties")
    for name, below in value.items():
        matching = [sub for pattern, sub in patterns.items() if searches(pattern, name)]
        if name in properties:
            matching.insert(0, properties[name])
        elif not matching and "additionalProperties" in schema:
            matching = [schema["additionalProperties"]]
        if _is_schema(schema.get("propertyNames")):
            yield schema["propertyNames"], name, name
        for sub in matching:
            yield sub, name, below


def _items(schema: Schema, value: list[Any]) -> Iterator[tuple[Any, str, Any]]:
    first, rest = tuple_of(schema)
    for place, below in enumerate(value):
        yield (first[place] if place < len(first) else rest), str(place), below


def tuple_of(schema: Schema) -> tuple[list[Any], Any]:
    """The schemas of the first items, and that of the rest."""
    if isinstance(schema.get("items"), list):
        return schema["items"], schema.get("additionalItems", True)
    return list(items_of(schema, "prefixItems")), schema.get("items", True)


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


_GENERAL: dict[str, Callable[[Schema, Any], Iterator[str]]] = {"type": _type, "enum": _enum, "const": _const}
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
_KINDS = {
    **{word: {int: judge, float: judge} for word, judge in _NUMBERS.items()},
    **{word: {str: judge} for word, judge in _STRINGS.items()},
    **{word: {list: judge} for word, judge in _ARRAYS.items()},
    **{word: {dict: judge} for word, judge in _OBJECTS.items()},
}
