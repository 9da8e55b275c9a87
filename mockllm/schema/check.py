"""Judging a value by a schema: nothing, or the first thing that is wrong and where.

Follows JSON Schema 2020-12, with `definitions`, `dependencies`, `nullable` and tuples in `items` of older drafts.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mockllm.schema.evaluated import items, members
from mockllm.schema.keywords import BY_TYPE, GENERAL
from mockllm.schema.patterns import searches
from mockllm.schema.refs import resolve
from mockllm.schema.words import items_of, mapping, size, tuple_of

__all__ = ["Judge", "problem"]

Schema = dict[str, Any]
Refs = frozenset[str]
Junction = Callable[["Judge", Schema, Any, str, Refs], Iterator[str]]
MOST_STEPS = 20_000


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
        return next(self.problems(schema, value, where, refs), None)

    def fits(self, schema: Any, value: Any) -> bool:
        """Whether there is nothing wrong with `value`."""
        return self.problem(schema, value) is None

    def problems(self, schema: Any, value: Any, where: str, refs: frozenset[str]) -> Iterator[str]:
        """Everything wrong with `value`, lazily."""
        self.steps -= 1
        if schema is False:
            yield f"{where or '/'}: nothing is allowed here"
        if not isinstance(schema, dict) or self.steps < 0:
            return
        for word in schema:
            judge = GENERAL.get(word) or BY_TYPE.get(word, {}).get(type(value))
            if judge is not None:
                yield from (f"{where or '/'}: {text}" for text in judge(schema, value))
        for sub, name, below in _parts(schema, value):
            yield from self.problems(sub, below, f"{where}/{name}", frozenset())
        for word, join in _JUNCTIONS.items():
            if word in schema:
                yield from join(self, schema, value, where, refs)


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


def _ref(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
    ref = schema["$ref"]
    if isinstance(ref, str) and ref not in refs:
        yield from judge.problems(resolve(judge.root, ref), value, where, refs | {ref})


def _all(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
    for sub in items_of(schema, "allOf"):
        yield from judge.problems(sub, value, where, refs)


def _alternatives(word: str) -> Junction:
    def join(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
        found, fitting = [], 0
        for branch in items_of(schema, word):
            found.append(judge.problem(branch, value, where, refs))
            fitting += found[-1] is None
            if fitting and word == "anyOf":
                return
        if found and not fitting:
            yield str(found[0]) if len(found) == 1 else f"{where or '/'}: fits none of the {len(found)} alternatives"
        elif fitting > 1:
            yield f"{where or '/'}: fits {fitting} alternatives where one is allowed"

    return join


def _not(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
    if _is_schema(schema["not"]) and judge.problem(schema["not"], value, where, refs) is None:
        yield f"{where or '/'}: is what `not` rules out"


def _if(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
    if _is_schema(schema["if"]):
        holds = judge.problem(schema["if"], value, where, refs) is None
        yield from judge.problems(schema.get("then" if holds else "else", True), value, where, refs)


def _dependents(word: str) -> Junction:
    def join(judge: Judge, schema: Schema, value: Any, where: str, refs: Refs) -> Iterator[str]:
        for name, sub in mapping(schema, word).items():
            if isinstance(value, dict) and name in value and _is_schema(sub):
                yield from judge.problems(sub, value, where, refs)

    return join


def _contains(judge: Judge, schema: Schema, value: Any, where: str, _: Refs) -> Iterator[str]:
    if not isinstance(value, list) or not _is_schema(schema["contains"]):
        return
    fitting = sum(judge.fits(schema["contains"], each) for each in value)
    least, most = size(schema, "minContains"), size(schema, "maxContains")
    if fitting < (1 if least is None else least):
        yield f"{where or '/'}: too few items are as `contains` wants them"
    if most is not None and fitting > most:
        yield f"{where or '/'}: too many items are as `contains` describes them"


def _unevaluated(word: str, kind: type[Any], seen: Callable[..., frozenset[Any]]) -> Junction:
    def join(judge: Judge, schema: Schema, value: Any, where: str, _: Refs) -> Iterator[str]:
        if not isinstance(value, kind) or not _is_schema(schema[word]):
            return
        judged = seen(schema, value, judge.root, judge.fits)
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for name, below in pairs:
            if name not in judged:
                yield from judge.problems(schema[word], below, f"{where}/{name}", frozenset())

    return join


_JUNCTIONS: dict[str, Junction] = {
    "$ref": _ref,
    "allOf": _all,
    "anyOf": _alternatives("anyOf"),
    "oneOf": _alternatives("oneOf"),
    "not": _not,
    "if": _if,
    "dependencies": _dependents("dependencies"),
    "dependentSchemas": _dependents("dependentSchemas"),
    "contains": _contains,
    "unevaluatedProperties": _unevaluated("unevaluatedProperties", dict, members),
    "unevaluatedItems": _unevaluated("unevaluatedItems", list, items),
}
