"""Judging values: agreement with the reference validator, and reasons that say the place."""

from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from mockllm.schema import problem
from mockllm.schema.check import Judge
from tests.schema.schemas import schemas, values

TREE = {
    "$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "v": {"type": "integer"}}}},
    "$ref": "#/$defs/node",
}
WRONG: list[tuple[Any, Any, str]] = [
    ({"type": "integer"}, "x", "/: is a string where an integer is allowed"),
    ({"type": ["integer", "null"]}, 1.5, "/: is a number where an integer or null is allowed"),
    ({"properties": {"a": {"items": {"enum": ["b"]}}}}, {"a": ["c"]}, '/a/0: is not one of "b"'),
    ({"const": 1}, True, "/: is not 1"),
    ({"required": ["a"]}, {}, "/: lacks 'a'"),
    (False, 1, "/: nothing is allowed here"),
    ({"additionalProperties": False}, {"a": 1}, "/a: nothing is allowed here"),
    ({"patternProperties": {"^x": {"type": "string"}}}, {"xy": 1}, "/xy: is an integer where a string is allowed"),
    ({"propertyNames": {"maxLength": 1}}, {"ab": 1}, "/ab: has more characters than 1"),
    ({"minimum": 2}, 1, "/: is less than 2"),
    ({"exclusiveMaximum": 2}, 2, "/: is not less than 2"),
    ({"multipleOf": 0.01}, 0.075, "/: is not a multiple of 0.01"),
    ({"pattern": "^a$"}, "b", "/: does not match ^a$"),
    ({"format": "date"}, "2026-02-30", "/: is not of the format date"),
    ({"minItems": 1}, [], "/: has fewer items than 1"),
    ({"uniqueItems": True}, [1, 1.0], "/: has an item twice"),
    ({"contains": {"type": "string"}}, [1], "/: too few items are as `contains` wants them"),
    ({"contains": True, "maxContains": 1}, [1, 2], "/: too many items are as `contains` describes them"),
    ({"prefixItems": [True], "items": False}, [1, 2], "/1: nothing is allowed here"),
    ({"items": [True], "additionalItems": False}, [1, 2], "/1: nothing is allowed here"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1, "/: fits none of the 2 alternatives"),
    ({"oneOf": [True, {"type": "integer"}]}, 1, "/: fits 2 alternatives where one is allowed"),
    ({"not": {"type": "integer"}}, 1, "/: is what `not` rules out"),
    ({"if": {"minimum": 5}, "then": {"maximum": 6}}, 7, "/: is greater than 6"),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "/: has 'a' and lacks 'b'"),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, "/: lacks 'b'"),
    (TREE, {"next": {"next": {"v": "x"}}}, "/next/next/v: is a string where an integer is allowed"),
]


@pytest.mark.parametrize(("schema", "value", "why"), WRONG)
def test_what_is_wrong_is_said_with_its_place(schema: Any, value: Any, why: str) -> None:
    assert problem(schema, value) == why


@settings(max_examples=300, deadline=None)
@given(schemas(), values())
def test_the_judgement_is_that_of_the_reference_validator(schema: Any, value: Any) -> None:
    assert (problem(schema, value) is None) == Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"foo": "bar"},
        {"properties": {"a": "bar"}},
        {"properties": ["a"], "required": "a", "items": "b", "enum": 3, "type": {"a": 1}},
        {"type": "any", "minimum": "2", "pattern": "(", "allOf": 3, "anyOf": [], "not": 3, "if": "x", "$ref": 7},
        {"$ref": "#/nowhere"},
        {"$ref": "#"},
        {"multipleOf": 0, "minLength": -1, "maxItems": 1.5},
    ],
)
@pytest.mark.parametrize("value", [None, 1, "a", {"a": 1}, ["a"]])
def test_a_malformed_schema_says_nothing(schema: Any, value: Any) -> None:
    assert problem(schema, value) is None


def test_a_nullable_schema_allows_null() -> None:
    assert problem({"type": "string", "nullable": True}, None) is None


def test_judging_ends() -> None:
    twice = {"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}, {"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}
    judge = Judge(twice, steps=50)

    assert judge.fits({"$ref": "#/$defs/a"}, 1)
    assert judge.fits({"not": True}, 1) in {True, False}
