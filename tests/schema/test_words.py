"""The shared words: kinds, equality, keywords of the wrong kind."""

from typing import Any

import pytest

from mockllm.schema.words import (
    integral,
    items_of,
    key,
    kind_of,
    kinds,
    mapping,
    number,
    same,
    size,
    strings,
    tuple_of,
)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "number"),
        ("a", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_a_value_has_the_narrowest_kind(value: Any, kind: str) -> None:
    assert kind_of(value) == kind


def test_equality_is_that_of_json() -> None:
    assert same([1, {"a": 2.0}], [1.0, {"a": 2}])
    assert not same(1, True)
    assert key({"b": 1, "a": 2}) == key({"a": 2, "b": 1})


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({}, None),
        ({"type": "string"}, {"string"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"type": "string", "nullable": True}, {"string", "null"}),
        ({"type": "any"}, None),
        ({"type": ["string", 3]}, None),
        ({"type": {}}, None),
    ],
)
def test_the_kinds_of_a_schema_are_read_without_trust(schema: Any, found: set[str] | None) -> None:
    assert kinds(schema) == found


def test_keywords_of_the_wrong_kind_are_empty() -> None:
    wrong = {"a": 3, "b": True, "c": float("inf"), "d": -1, "e": ["x", 1, "x"]}

    assert (mapping(wrong, "a"), items_of(wrong, "a"), strings(wrong, "e")) == ({}, [], ["x"])
    assert (number(wrong, "b"), number(wrong, "c"), number(wrong, "a")) == (None, None, 3)
    assert (size(wrong, "d"), size(wrong, "a"), size({"a": 1.5}, "a")) == (None, 3, None)
    assert (integral(3), integral(3.0), integral(3.5)) == (True, True, False)


def test_tuples_of_both_drafts_are_read() -> None:
    assert tuple_of({"prefixItems": [1], "items": False}) == ([1], False)
    assert tuple_of({"items": [1], "additionalItems": False}) == ([1], False)
    assert tuple_of({}) == ([], True)
