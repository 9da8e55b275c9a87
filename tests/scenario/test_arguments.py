from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.scenario.arguments import declared, refusals
from mockllm.turn import ToolCall


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}},
        {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}},
        {"name": "f", "description": "d", "input_schema": {"type": "object"}},
    ],
)
def test_tools_are_declared_in_any_shape(definition: dict[str, Any]) -> None:
    assert declared([definition]) == {"f": Tool("f", "d", {"type": "object"})}


def test_a_custom_tool_takes_any_text() -> None:
    assert refusals(ToolCall("f", "text"), declared([{"type": "custom", "name": "f"}])) == []


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$ref": "https://example.com/elsewhere.json"}, "the schema itself is broken: Unresolvable"),
        ({"type": "wrong"}, "the schema itself is broken: 'wrong' is not valid"),
        ({"required": ["a", "b"]}, "'a' is a required property"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_fetched(schema: Any, reason: str) -> None:
    found = refusals(ToolCall("f", "{}"), {"f": Tool("f", schema=schema)})

    assert reason in found[0]


def test_a_reference_inside_the_schema_is_followed() -> None:
    schema = {"$defs": {"x": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x"}}}

    assert refusals(ToolCall("f", '{"a": 1}'), {"f": Tool("f", schema=schema)}) == []
    assert refusals(ToolCall("f", '{"a": "1"}'), {"f": Tool("f", schema=schema)}) == [
        "calls f with arguments that its schema refuses: $.a: '1' is not of type 'integer'"
    ]
