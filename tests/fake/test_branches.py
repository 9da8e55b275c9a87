"""Junctions worked out: what is left is plain and means the same."""

import math
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from mockllm.fake.branches import JUNCTIONS, branches, height, member
from tests.schema.schemas import schemas, values

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def flat(schema: Any) -> list[Any]:
    return list(branches(schema, schema, lambda found: found))


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (True, [{}]),
        (False, []),
        (3, [{}]),
        ({"$ref": "#/$defs/a", "$defs": {"a": STRING}}, [STRING]),
        ({"$ref": "#"}, [{}]),
        ({"const": 1}, [{"enum": [1]}]),
        ({"anyOf": [STRING, False, INTEGER]}, [STRING, INTEGER]),
        ({"allOf": [{"minimum": 1, "maximum": 9}, {"minimum": 3}]}, [{"minimum": 3, "maximum": 9}]),
        ({"allOf": [STRING, INTEGER]}, []),
        ({"allOf": [{"type": "number"}, INTEGER]}, [{"type": ["integer"]}]),
        ({"allOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]}, [{"enum": [2]}]),
        ({"allOf": [{"enum": [1]}, {"const": 3}]}, []),
        ({"allOf": [{"multipleOf": 4}, {"multipleOf": 6}]}, [{"multipleOf": 12}]),
        ({"allOf": [{"multipleOf": 0.5}, {"multipleOf": 0.75}]}, [{"multipleOf": 1.5}]),
        ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{"required": ["a", "b"]}]),
        ({"not": STRING}, [{"not": STRING, "type": ["array", "boolean", "integer", "null", "number", "object"]}]),
        ({"not": {"not": STRING}}, [STRING]),
        ({"not": {"anyOf": [{"enum": [1]}, {"enum": [2]}]}}, [{"not": {"anyOf": [{"enum": [1]}, {"enum": [2]}]}}]),
        ({"if": STRING, "then": {"minLength": 1}, "else": False}, [{**STRING, "minLength": 1}]),
    ],
)
def test_junctions_are_worked_out(schema: Any, found: list[Any]) -> None:
    assert flat(schema) == found


@given(schemas())
def test_nothing_is_left_to_follow(schema: Any) -> None:
    for _, plain in zip(range(20), branches(schema, schema, lambda found: found), strict=False):
        assert not plain.keys() & JUNCTIONS


@given(schemas(), values())
def test_a_value_of_the_schema_is_a_value_of_a_branch(schema: Any, value: Any) -> None:
    if Draft202012Validator(schema).is_valid(value):
        assert any(Draft202012Validator(plain).is_valid(value) for plain in flat(schema))


def test_closed_objects_close_each_other() -> None:
    closed = {"type": "object", "properties": {"a": STRING}, "additionalProperties": False}
    (both,) = flat({"allOf": [closed, {"properties": {"a": {"minLength": 1}, "b": INTEGER}}]})

    assert member(both, "a") == {"allOf": [STRING, {"minLength": 1}]}
    assert flat(member(both, "b")) == []
    assert member(both, "c") is False


def test_tuples_are_joined_item_by_item() -> None:
    (both,) = flat({"allOf": [{"prefixItems": [STRING], "items": INTEGER}, {"items": {"minimum": 1}}]})

    assert both["prefixItems"] == [{"allOf": [STRING, {"minimum": 1}]}]
    assert both["items"] == {"allOf": [INTEGER, {"minimum": 1}]}


def test_a_member_has_the_schemas_of_its_name_and_its_patterns() -> None:
    schema = {
        "properties": {"ab": STRING},
        "patternProperties": {"^a": {"minLength": 1}},
        "additionalProperties": INTEGER,
    }

    assert member(schema, "ab") == {"allOf": [STRING, {"minLength": 1}]}
    assert member(schema, "a") == {"minLength": 1}
    assert member(schema, "x") == INTEGER
    assert member({}, "x") is True


def test_alternatives_are_tried_in_the_order_given() -> None:
    found = list(branches({"anyOf": [STRING, INTEGER]}, {}, lambda found: found[::-1]))

    assert found == [INTEGER, STRING]


def test_the_height_is_that_of_the_least_value() -> None:
    node: dict[str, Any] = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["next"]}
    root = {"$defs": {"node": node}}

    assert height(STRING, root) == 0
    assert height({"required": ["a"], "properties": {"a": {"required": ["b"]}}}, root) == 2
    assert height({"anyOf": [{"minItems": 1}, {"$ref": "#/$defs/node"}]}, root) == 1
    assert height({"allOf": [{"minItems": 1}, STRING]}, root) == 1
    assert height({"$ref": "#/$defs/node"}, root) == math.inf
    assert height(False, root) == math.inf


def test_the_height_of_a_web_of_references_is_found_in_time() -> None:
    links = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 3} for n in range(40)}

    assert height({"$ref": "#/$defs/d0"}, {"$defs": links}) == 0
