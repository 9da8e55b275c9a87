from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.scenario.arguments import declared, refusal
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
    assert refusal(ToolCall("f", "text"), declared([{"type": "custom", "name": "f"}])) is None


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("{", "calls f with arguments that are not JSON: '{'"),
        ("[" * 100_000, "calls f with arguments that are not JSON"),
        ("{}", "calls f with arguments that its schema refuses: /: lacks 'a'"),
        ('{"a": "1"}', "calls f with arguments that its schema refuses: /a: is a string where an integer is allowed"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(arguments: str, reason: str) -> None:
    schema = {"$defs": {"x": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x"}}, "required": ["a"]}
    offered = {"f": Tool("f", schema=schema)}

    assert (refusal(ToolCall("f", arguments), offered) or "").startswith(reason)
    assert refusal(ToolCall("f", '{"a": 1}'), offered) is None


def test_a_tool_that_is_not_offered_is_refused() -> None:
    assert refusal(ToolCall("g"), {"f": Tool("f")}) == (
        "calls the tool g, which the request does not offer (offered: f)"
    )
    assert refusal(ToolCall("g"), {}) == "calls the tool g, which the request does not offer (offered: none)"
