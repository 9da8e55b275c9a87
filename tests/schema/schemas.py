"""Strategies: schemas as people and generators write them, and small JSON values."""

from typing import Any

from hypothesis import strategies as st

__all__ = ["objects", "schemas", "values"]

NAMES = st.sampled_from(["a", "b", "city", "email", "price", "items"])
SMALL = st.integers(-20, 20)
PATTERNS = st.sampled_from(
    [
        "^a",
        "b$",
        "^[a-z]{2,4}$",
        "^[A-Z]{3}-\\d{4}$",
        "^(foo|bar)+$",
        "x?y",
        "^\\S+@\\S+$",
        "^(?:\\+1 )?[0-9]+$",
        "[^abc]",
    ]
)


def values() -> st.SearchStrategy[Any]:
    """Small JSON values."""
    scalars = st.none() | st.booleans() | SMALL | st.sampled_from([0.5, -1.25, 2.0]) | st.text("ab-é1", max_size=4)
    return st.recursive(
        scalars, lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3), max_leaves=6
    )


def _numbers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={
            "minimum": SMALL,
            "maximum": st.integers(10, 40) | st.sampled_from([10.5]),
            "exclusiveMinimum": SMALL,
            "exclusiveMaximum": st.integers(15, 60),
            "multipleOf": st.sampled_from([1, 2, 5, 0.5, 0.25]),
        },
    )


def _strings() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"minLength": st.integers(0, 8), "maxLength": st.integers(5, 60)}
    )
    matched = st.builds(lambda pattern: {"type": "string", "pattern": pattern}, PATTERNS)
    return plain | matched


def _scalars() -> st.SearchStrategy[Any]:
    enums = st.builds(lambda found: {"enum": found}, st.lists(values(), min_size=1, max_size=4))
    return st.one_of(
        st.booleans(),
        st.just({}),
        st.just({"type": "boolean"}),
        st.just({"type": "null"}),
        st.builds(lambda found: {"const": found}, values()),
        enums,
        _numbers(),
        _strings(),
        st.just({"type": ["string", "null"]}),
    )


def objects(below: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of objects."""
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(NAMES, below, max_size=3)},
        optional={
            "required": st.lists(NAMES, max_size=2, unique=True),
            "additionalProperties": below,
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "e", "^x-"]), below, max_size=1),
            "minProperties": st.integers(0, 3),
            "maxProperties": st.integers(2, 5),
            "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=1),
            "propertyNames": st.just({"maxLength": 6}),
            "unevaluatedProperties": st.booleans() | below,
        },
    )


def _arrays(below: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": below,
            "prefixItems": st.lists(below, min_size=1, max_size=2),
            "minItems": st.integers(0, 3),
            "maxItems": st.integers(2, 5),
            "uniqueItems": st.booleans(),
            "contains": below,
        },
    )


def _joined(below: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(below, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda found: {"anyOf": found}, several),
        st.builds(lambda found: {"oneOf": found}, several),
        st.builds(lambda found: {"allOf": found}, several),
        st.builds(lambda found: {"not": found}, below),
        st.builds(lambda one, two, three: {"if": one, "then": two, "else": three}, below, below, below),
    )


def schemas() -> st.SearchStrategy[Any]:
    """Schemas of every kind, nested a few levels deep."""
    return st.recursive(_scalars(), lambda below: objects(below) | _arrays(below) | _joined(below), max_leaves=6)
