"""Tools and the choice among them."""

from typing import Any

import pytest

from mockllm.vendors.anthropic.tool_fields import TOOL, TOOL_CHOICE
from mockllm.vendors.dots import say

CUSTOM: Any = {"name": "f", "input_schema": {"type": "object"}}
SEARCH: Any = {"type": "web_search_20250305", "name": "web_search"}


@pytest.mark.parametrize(
    ("tool", "message"),
    [
        ({}, "custom.name: Field required"),
        ({"name": "f"}, "custom.input_schema: Field required"),
        ({"name": "f", "input_schema": {}}, "custom.input_schema.type: Field required"),
        (
            {"name": "f", "input_schema": {"type": "array"}},
            "custom.input_schema.type: Input should be 'object'",
        ),
        ({**CUSTOM, "foo": 1}, "custom.foo: Extra inputs are not permitted"),
        ({**CUSTOM, "name": "a b"}, "custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"),
        ({**CUSTOM, "name": "n" * 129}, "custom.name: String should have at most 128 characters"),
        ({**SEARCH, "name": "search"}, "web_search_20250305.name: Input should be 'web_search'"),
        (
            {**SEARCH, "max_uses": 0},
            "web_search_20250305.max_uses: Input should be greater than or equal to 1",
        ),
        (
            {**SEARCH, "user_location": {"type": "approximate", "country": "Germany"}},
            "web_search_20250305.user_location.country: String should have at most 2 characters",
        ),
        (
            {"type": "computer_20250124", "name": "computer"},
            "computer_20250124.display_width_px: Field required",
        ),
    ],
)
def test_a_tool_is_refused(tool: Any, message: str) -> None:
    found = TOOL.look(tool)
    assert found is not None
    assert say(found).message == message


def test_a_tool_of_an_unknown_type_is_refused() -> None:
    found = TOOL.look({"type": "function", "function": {}})
    assert found is not None
    said = say(found).message or ""
    assert said.startswith("Input tag 'function' found using 'type' does not match any of the expected tags: 'advisor_")


@pytest.mark.parametrize(
    "tool",
    [
        CUSTOM,
        {**CUSTOM, "type": "custom", "strict": True, "defer_loading": False},
        {**CUSTOM, "type": None, "cache_control": {"type": "ephemeral"}},
        {**SEARCH, "allowed_domains": None, "max_uses": None},
        {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"},
        {"type": "browser_toolset_20260801"},
        {"type": "mcp_toolset", "mcp_server_name": "s"},
    ],
)
def test_a_tool_is_accepted(tool: Any) -> None:
    assert TOOL.look(tool) is None


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"type": "tool"}, "tool.name: Field required"),
        (
            {"type": "none", "disable_parallel_tool_use": True},
            "none.disable_parallel_tool_use: Extra inputs are not permitted",
        ),
        ("auto", "Input does not match the expected shape."),
    ],
)
def test_a_choice_is_refused(choice: Any, message: str) -> None:
    found = TOOL_CHOICE.look(choice)
    assert found is not None
    assert say(found).message == message


def test_a_choice_is_accepted() -> None:
    assert TOOL_CHOICE.look({"type": "any", "disable_parallel_tool_use": True}) is None
