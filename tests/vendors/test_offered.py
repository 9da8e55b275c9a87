"""Choices of tools that are not there."""

from typing import Any

import pytest

from mockllm.checks import About
from mockllm.vendors.offered import choice_offered, name_of

CHAT = {"type": "function", "function": {"name": "look"}}
RESPONSES = {"type": "function", "name": "look"}
NO_TOOLS = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."


def _said(choice: Any, *tools: Any) -> str | None:
    failure = choice_offered({"tool_choice": choice, "tools": list(tools)}, About({}, None, frozenset()))
    return None if failure is None else failure.message


@pytest.mark.parametrize("form", [CHAT, RESPONSES])
def test_what_is_named_must_be_on_offer(form: dict[str, Any]) -> None:
    assert _said(form, form) is None
    other = {"type": "function", "function": {"name": "leap"}}
    assert _said(form, other) == "Tool choice 'look' not found in 'tools' parameter."
    assert _said(form) == NO_TOOLS


def test_what_is_required_needs_a_tool() -> None:
    assert _said("required", {"type": "web_search"}) is None
    assert _said("required") == NO_TOOLS


@pytest.mark.parametrize("choice", [None, "none", "auto", {"type": "web_search"}, {"type": "mcp", "name": "look"}])
def test_other_choices_need_none(choice: Any) -> None:
    assert _said(choice) is None


def test_what_has_no_name_of_the_clients_has_none() -> None:
    assert name_of(CHAT) == name_of(RESPONSES) == "look"
    assert name_of({"type": "custom", "custom": {"name": "draw"}}) == "draw"
    assert name_of("look") is name_of({"type": "mcp", "name": "look"}) is name_of({"type": "function"}) is None
