"""The rules for schemas, loose and strict."""

from typing import Any

import pytest

from mockllm.vendors.openai.schemas import fault

A: Any = {"type": "string"}
GOOD: Any = {"type": "object", "properties": {"a": A}, "required": ["a"], "additionalProperties": False}
CLOSED = "'additionalProperties' is required to be supplied and to be false."
ALL = "'required' is required to be supplied and to be an array including every key in properties. Missing '{}'."


def test_any_object_will_do_where_it_is_not_strict() -> None:
    assert fault({}, strict=False) is None
    assert fault({"type": "object"}, strict=False) is None


@pytest.mark.parametrize("strict", [True, False])
def test_the_root_is_an_object(*, strict: bool) -> None:
    text = "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{}\"'."
    assert fault({"type": "array"}, strict=strict) == text.format("array")
    assert fault({"properties": {}}, strict=strict) == text.format("None")
    assert fault(None, strict=strict) == text.format("None")


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (GOOD, None),
        ({**GOOD, "additionalProperties": True}, f"In context=(), {CLOSED}"),
        ({"type": "object", "properties": {"b": A}}, f"In context=(), {CLOSED}"),
        ({**GOOD, "required": []}, f"In context=(), {ALL.format('a')}"),
        ({**GOOD, "properties": {"a": A, "b": A}}, f"In context=(), {ALL.format('b')}"),
        ({**GOOD, "required": None}, f"In context=(), {ALL.format('a')}"),
        ({**GOOD, "properties": {"a": {"type": "object"}}}, f"In context=('properties', 'a'), {CLOSED}"),
        (
            {**GOOD, "properties": {"a": {"type": "array", "items": {"type": ["object", "null"]}}}},
            f"In context=('properties', 'a', 'items'), {CLOSED}",
        ),
        ({**GOOD, "$defs": {"d": {"type": "object"}}}, f"In context=('$defs', 'd'), {CLOSED}"),
        (
            {**GOOD, "properties": {"a": {"anyOf": [A, {**GOOD, "required": []}]}}},
            f"In context=('properties', 'a', 'anyOf', '1'), {ALL.format('a')}",
        ),
        ({**GOOD, "properties": {"a": True}}, None),
    ],
)
def test_strict_objects_are_closed_and_require_all(schema: Any, text: str | None) -> None:
    assert fault(schema, strict=True) == text
