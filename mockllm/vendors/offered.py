"""The check that a choice of a tool can be met: what it names is on offer, and what it requires is there at all."""

from collections.abc import Mapping
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused
from mockllm.wire.tolerant import items

__all__ = ["choice_offered", "name_of"]

NAMED = frozenset({"function", "custom"})
"""The types of tools that a request names; the others are tools that the service runs."""


def choice_offered(body: Body, _: About) -> Failure | None:
    """The failure where `tool_choice` forces a call and no tool is there that could be called."""
    choice, tools = body.get("tool_choice"), items(body.get("tools"))
    name = name_of(choice)
    if name is None and choice != "required":
        return None
    if not tools:
        message = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."
        return refused(message, "tool_choice")
    if name is None or name in map(name_of, tools):
        return None
    return refused(f"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice")


def name_of(spec: Any) -> Any:
    """What a tool or a choice of one is called, in the words of Chat Completions or of Responses."""
    if not isinstance(spec, Mapping) or spec.get("type") not in NAMED:
        return None
    inner = spec.get(spec["type"])
    return (inner if isinstance(inner, Mapping) else spec).get("name")
