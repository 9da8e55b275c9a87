"""What is unevaluated is judged as the reference validator judges it."""

from itertools import product
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockllm.schema import problem
from mockllm.schema.evaluated import items, members

INTEGER: dict[str, Any] = {"type": "integer"}
A, B = {"properties": {"a": INTEGER}}, {"properties": {"b": INTEGER}}
CLOSED = {"unevaluatedProperties": False}
ENDED = {"unevaluatedItems": False}
SCHEMAS: list[dict[str, Any]] = [
    {**A, **CLOSED},
    {"allOf": [A, B], **CLOSED},
    {"anyOf": [{**A, "required": ["a"]}, {**B, "required": ["b"]}], **CLOSED},
    {"oneOf": [{**A, "required": ["a"]}, {**B, "required": ["b"]}], **CLOSED},
    {"if": {**A, "required": ["a"]}, "then": B, "else": {"patternProperties": {"^c": True}}, **CLOSED},
    {"$ref": "#/$defs/a", "$defs": {"a": A}, **CLOSED},
    {"dependentSchemas": {"a": B}, **A, **CLOSED},
    {"allOf": [{**A, "additionalProperties": INTEGER}], **CLOSED},
    {"allOf": [{**A, **CLOSED}], **B},
    {"allOf": [{**A, "unevaluatedProperties": INTEGER}], **CLOSED},
    {**A, "unevaluatedProperties": {"type": "string"}},
    {"not": A, **CLOSED},
    {"prefixItems": [INTEGER], **ENDED},
    {"allOf": [{"prefixItems": [INTEGER, True]}], "prefixItems": [True], **ENDED},
    {"contains": {"type": "string"}, **ENDED},
    {"items": INTEGER, **ENDED},
    {"anyOf": [{"prefixItems": [INTEGER]}, {"prefixItems": [True, True]}], **ENDED},
    {"prefixItems": [True], "unevaluatedItems": INTEGER},
]
OBJECTS = [dict(zip("abc", each, strict=True)) for each in product((1, "x"), repeat=3)]
VALUES: list[Any] = [
    *({name: each[name] for name in names} for each in OBJECTS for names in ("", "a", "b", "ab", "ac", "abc")),
    *([*each] for size in range(4) for each in product((1, "x"), repeat=size)),
    "text",
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_values_are_judged_as_the_reference_validator_does(schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema)

    for value in VALUES:
        assert (problem(schema, value) is None) == validator.is_valid(value), value


def test_a_reference_to_itself_ends() -> None:
    assert members({"$ref": "#"}, {"a": 1}, {"$ref": "#"}, lambda *_: True) == frozenset()
    assert items({"allOf": [{"$ref": "#"}]}, [1], {"$ref": "#"}, lambda *_: True) == frozenset()
