"""A schema without its junctions: the plain schemas any of which is enough, each a conjunction worked out.

`$ref`, `allOf`, `anyOf`, `oneOf` and `if` are followed; what they ask together is merged, keyword by keyword.
"""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from mockllm.fake.negations import unless
from mockllm.schema import key, resolve
from mockllm.schema.keywords import GENERAL
from mockllm.schema.patterns import searches
from mockllm.schema.words import items_of, kinds, mapping, number, strings, tuple_of

__all__ = ["Plain", "branches", "height", "member"]

Plain = dict[str, Any]
"""A schema without junctions; `enum` stands for `const` too."""

_type = GENERAL["type"]
JUNCTIONS = frozenset({"$ref", "allOf", "anyOf", "oneOf", "if", "then", "else", "const", "$defs", "definitions"})
MOST_LOOKS = 500
Arrange = Callable[[list[Any]], list[Any]]


def branches(schema: Any, root: Any, arrange: Arrange, seen: frozenset[str] = frozenset()) -> Iterator[Plain]:
    """The plain schemas of `schema`, lazily.

    `arrange` puts alternatives into the order in which they are tried; it is called at each step, also where there is
    no choice, so that it may end the search by an exception.
    """
    if schema is False:
        return
    if not isinstance(schema, dict):
        yield {}
        return
    if JUNCTIONS.isdisjoint(schema) and "not" not in schema:
        yield _closed(schema)
        return
    plain = {word: value for word, value in schema.items() if word not in JUNCTIONS}
    if "const" in schema:
        merged = _merge(plain, {"enum": [schema["const"]]})
        if merged is None:
            return
        plain = merged
    ref = schema.get("$ref")
    choices: list[list[Any]] = unless(plain)
    if isinstance(ref, str) and ref not in seen:
        choices.append([resolve(root, ref)])
        seen |= {ref}
    choices.extend([sub] for sub in items_of(schema, "allOf"))
    choices.extend(list(schema[word]) for word in ("anyOf", "oneOf") if items_of(schema, word))
    if isinstance(schema.get("if"), dict | bool):
        choices.append(_conditions(schema))
    arranged = [arrange(choice) for choice in choices]
    yield from map(_closed, _joined(plain, arranged, lambda sub: branches(sub, root, arrange, seen)))


def _closed(plain: Plain) -> Plain:
    """Once all is merged, what is not yet judged is what is additional."""
    if "unevaluatedProperties" in plain and "additionalProperties" not in plain:
        plain = {**plain, "additionalProperties": plain["unevaluatedProperties"]}
    if "unevaluatedItems" in plain and "items" not in plain:
        plain = {**plain, "items": plain["unevaluatedItems"]}
    return plain


def _conditions(schema: Plain) -> list[Any]:
    return [
        {"allOf": [schema["if"], schema.get("then", True)]},
        {"allOf": [{"not": schema["if"]}, schema.get("else", True)]},
    ]


def _joined(plain: Plain, choices: list[list[Any]], split: Callable[[Any], Iterator[Plain]]) -> Iterator[Plain]:
    if not choices:
        yield plain
        return
    for choice in choices[0]:
        for flat in split(choice):
            merged = _merge(plain, flat)
            if merged is not None:
                yield from _joined(merged, choices[1:], split)


def member(schema: Plain, name: str) -> Any:
    """The schema of a member of that name."""
    found = [sub for pattern, sub in mapping(schema, "patternProperties").items() if searches(pattern, name)]
    properties = mapping(schema, "properties")
    if name in properties:
        found.insert(0, properties[name])
    elif not found:
        found = [schema.get("additionalProperties", True)]
    return found[0] if len(found) == 1 else {"allOf": found}


def height(schema: Any, root: Any) -> float:
    """How many levels the least value of a schema needs; infinite where it never ends."""
    return _height(schema, root, frozenset(), [MOST_LOOKS])


def _height(schema: Any, root: Any, seen: frozenset[str], looks: list[int]) -> float:
    looks[0] -= 1
    if not isinstance(schema, dict) or looks[0] < 0:
        return math.inf if schema is False else 0
    ref = schema.get("$ref")
    if isinstance(ref, str):
        return math.inf if ref in seen else _height(resolve(root, ref), root, seen | {ref}, looks)
    own = [_height(sub, root, seen, looks) for sub in items_of(schema, "allOf")]
    own += [
        min(_height(sub, root, seen, looks) for sub in schema[word])
        for word in ("anyOf", "oneOf")
        if items_of(schema, word)
    ]
    own += [
        1 + _height(mapping(schema, "properties").get(name, True), root, seen, looks)
        for name in strings(schema, "required")
    ]
    if (number(schema, "minItems") or 0) > 0:
        own.append(1 + _height(schema.get("items", True), root, seen, looks))
    return max(own, default=0)


def _merge(one: Plain, other: Plain) -> Plain | None:
    """Both at once; None where that cannot be."""
    if not one or not other:
        return one or other
    merged = {**other, **one}
    for word in one.keys() & other.keys() & _MERGES.keys():
        merged[word] = _MERGES[word](one[word], other[word])
    _types(merged, one, other)
    _objects(merged, one, other)
    _arrays(merged, one, other)
    if isinstance(merged.get("enum"), list) and "type" in merged:
        merged["enum"] = [each for each in merged["enum"] if not any(_type(merged, each))]
    never = merged.get("enum") == [] or merged.get("type") == [] or _contradicts(merged)
    return None if never else merged


def _contradicts(plain: Plain) -> bool:
    """Whether a member that must be there has no value left; many conditions on one field would not end otherwise."""
    properties = mapping(plain, "properties")
    return any(_listed(properties.get(name)) == [] for name in strings(plain, "required"))


def _types(merged: Plain, one: Plain, other: Plain) -> None:
    mine, theirs = kinds(one), kinds(other)
    if mine is None or theirs is None:
        if mine is None and theirs is not None:
            merged["type"] = sorted(theirs)
        return
    merged["type"] = sorted(_narrow(mine, theirs) | _narrow(theirs, mine))
    merged.pop("nullable", None)


def _narrow(mine: frozenset[str], theirs: frozenset[str]) -> set[str]:
    return {each for each in mine if each in theirs or (each == "integer" and "number" in theirs)}


def _objects(merged: Plain, one: Plain, other: Plain) -> None:
    names = {**mapping(one, "properties"), **mapping(other, "properties")}
    if names:
        merged["properties"] = {name: _both(member(one, name), member(other, name)) for name in names}


def _arrays(merged: Plain, one: Plain, other: Plain) -> None:
    mine, rest = tuple_of(one)
    theirs, beyond = tuple_of(other)
    longest = max(len(mine), len(theirs))
    if longest:
        padded = (mine + [rest] * (longest - len(mine)), theirs + [beyond] * (longest - len(theirs)))
        merged["prefixItems"] = [_both(here, there) for here, there in zip(*padded, strict=True)]
    if longest or "items" in merged:
        merged["items"] = _both(rest, beyond)


def _both(one: Any, other: Any) -> Any:
    if one is True or one == other:
        return other
    if other is True:
        return one
    return _named(one, other) or _named(other, one) or {"allOf": [one, other]}


def _named(wide: Any, narrow: Any) -> Plain | None:
    """Both at once where each names its values, and one of them does nothing else."""
    mine, theirs = _listed(wide), _listed(narrow)
    if mine is None or theirs is None or len(narrow) > 1:
        return None
    return {**{word: value for word, value in wide.items() if word != "const"}, "enum": _common(mine, theirs)}


def _listed(schema: Any) -> list[Any] | None:
    """The values that a schema names one by one; None where it does not."""
    if not isinstance(schema, dict) or {"const", "enum"} <= schema.keys():
        return None
    found = [schema["const"]] if "const" in schema else schema.get("enum")
    return found if isinstance(found, list) else None


def _either(one: Any, other: Any) -> Any:
    return {"anyOf": [one, other]}


def _more(one: Any, other: Any) -> Any:
    return max(one, other) if _numeric(one, other) else one


def _less(one: Any, other: Any) -> Any:
    return min(one, other) if _numeric(one, other) else one


def _numeric(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _common(one: Any, other: Any) -> Any:
    if not isinstance(one, list) or not isinstance(other, list):
        return one
    allowed = {key(each) for each in other}
    return [each for each in one if key(each) in allowed]


def _multiple(one: Any, other: Any) -> Any:
    if not _numeric(one, other) or one <= 0 or other <= 0:
        return one
    a, b = Fraction(str(one)), Fraction(str(other))
    whole = Fraction(math.lcm(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)
    return whole.numerator if whole.denominator == 1 else float(whole)


def _union(one: Any, other: Any) -> Any:
    return [*one, *other] if isinstance(one, list) and isinstance(other, list) else one


def _all_of(one: Any, other: Any) -> Any:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one
    return {name: _both(one.get(name, True), other.get(name, True)) for name in {**one, **other}}


_MERGES: dict[str, Callable[[Any, Any], Any]] = {
    "enum": _common,
    "not": _either,
    "multipleOf": _multiple,
    "required": _union,
    "uniqueItems": lambda one, other: one is True or other is True,
    "patternProperties": _all_of,
    "dependentSchemas": _all_of,
    "additionalProperties": _both,
    "propertyNames": _both,
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"), _more),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"), _less),
}
