"""Schemas made plain."""

from typing import Any

import pytest

from mockllm.fake.merge import merged, resolved

ROOT: dict[str, Any] = {
    "$defs": {"a/b": {"type": "string"}, "loop": {"$ref": "#/$defs/loop"}, "list": [{"const": 1}, {"const": 2}]}
}


@pytest.mark.parametrize(
    ("ref", "plain"),
    [
        ("#/$defs/a~1b", {"type": "string"}),
        ("#/$defs/a%7E1b", {"type": "string"}),
        ("#/$defs/list/1", {"const": 2}),
        ("#/$defs/list/9", {}),
        ("#/$defs/none", {}),
        ("#/$defs/a~1b/type/x", {}),
        ("other.json", {}),
        ("#/$defs/loop", {}),
    ],
)
def test_references_are_followed_as_far_as_they_lead(ref: str, plain: dict[str, Any]) -> None:
    assert resolved({"$ref": ref}, ROOT) == plain


def test_what_stands_beside_a_reference_counts_too() -> None:
    assert resolved({"$ref": "#/$defs/a~1b", "minLength": 2}, ROOT) == {"type": "string", "minLength": 2}


@pytest.mark.parametrize("schema", [True, None, 3, []])
def test_what_is_no_schema_allows_anything(schema: Any) -> None:
    assert resolved(schema, {}) == {}


def test_nullable_is_a_type() -> None:
    assert resolved({"type": "string", "nullable": True}, {})["type"] == ["string", "null"]


def test_a_condition_is_taken_to_hold() -> None:
    schema = {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}

    assert resolved(schema, {}) == {"required": ["a", "b"]}


def test_all_of_is_one_schema() -> None:
    left = {"type": "object", "properties": {"a": {"minimum": 1}}, "required": ["a"]}
    right = {"properties": {"a": {"minimum": 2}, "b": {}}, "required": ["a", "b"]}

    assert resolved({"allOf": [left, right]}, {}) == {
        "type": "object",
        "properties": {"a": {"minimum": 2}, "b": {}},
        "required": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("word", "one", "other", "both"),
    [
        ("type", ["string", "null"], "string", ["string"]),
        ("type", "integer", "number", ["integer"]),
        ("minimum", 1, 3, 3),
        ("maxLength", 9, 4, 4),
        ("enum", [1, 2, 3], [3, 2], [2, 3]),
        ("additionalProperties", True, False, False),
        ("items", {"minimum": 1}, {"maximum": 2}, {"minimum": 1, "maximum": 2}),
        ("description", "a", "b", "b"),
        ("anyOf", [{"a": 1}], [{"b": 1}, {"c": 1}], [{"allOf": [{"a": 1}, {"b": 1}]}, {"allOf": [{"a": 1}, {"c": 1}]}]),
    ],
)
def test_each_word_has_what_both_allow(word: str, one: Any, other: Any, both: Any) -> None:
    assert merged({word: one}, {word: other}, {}) == {word: both}
