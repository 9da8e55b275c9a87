"""What the Responses API asks of its input items as a whole: calls with outputs, reasoning with what follows it."""

from collections.abc import Mapping
from typing import Any

from mockllm.ask import Ask, Body, ToolResult
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.turn import ToolCall
from mockllm.vendors.brackets import refused

__all__ = ["continued", "linked", "reasoning_followed", "unrepeated"]

CALLS = {"function_call": "function call", "custom_tool_call": "custom tool call"}
OUTPUTS = {"function_call_output": "function_call", "custom_tool_call_output": "custom_tool_call"}


def _items(body: Body) -> list[Mapping[str, Any]]:
    items = body.get("input")
    return items if isinstance(items, list) else []


def unrepeated(body: Body, _: About) -> Failure | None:
    """No two items have the same id."""
    seen: set[str] = set()
    for item in _items(body):
        name = item.get("id")
        if name is None or item.get("type") == "item_reference":
            continue
        if name in seen:
            text = f"Duplicate item found with id {name}. Remove duplicate items from your input and try again."
            return refused(text, "input")
        seen.add(name)
    return None


def reasoning_followed(body: Body, _: About) -> Failure | None:
    """A reasoning item with an id is followed by what it led to; a message must then be the one that was answered."""
    items = _items(body)
    for item, after in zip(items, [*items[1:], {"role": "user"}], strict=False):
        if item.get("type") != "reasoning" or item.get("id") is None:
            continue
        said = (after.get("type") or "message") == "message"
        if said and (after.get("role") != "assistant" or after.get("id") is None):
            text = f"Item '{item['id']}' of type 'reasoning' was provided without its required following item."
            return refused(text, "input")
    return None


def linked(body: Body, _: About) -> Failure | None:
    """Every call has an output, and every output a call, unless that may lie in what the service remembers."""
    items = _items(body)
    called = {item["call_id"]: item["type"] for item in items if item.get("type") in CALLS}
    answered = {item["call_id"] for item in items if item.get("type") in OUTPUTS}
    for call, kind in called.items():
        if call not in answered:
            return refused(f"No tool output found for {CALLS[kind]} {call}.", "input")
    referred = any(item.get("type") == "item_reference" or item.keys() == {"id"} for item in items)
    if referred or body.get("previous_response_id") is not None or body.get("conversation") is not None:
        return None
    for item in items:
        kind = OUTPUTS.get(item.get("type", ""))
        if kind and item["call_id"] not in called:
            text = f"No tool call found for {CALLS[kind]} output with call_id {item['call_id']}."
            return refused(text, "input")
    return None


def continued(ask: Ask) -> Failure | None:
    """The same of a conversation with what the service remembers in front of the input."""
    parts = [part for message in ask.messages for part in message.parts]
    called = {part.id: part for part in parts if isinstance(part, ToolCall)}
    answered = [part.call_id for part in parts if isinstance(part, ToolResult)]
    for name, call in called.items():
        if name not in answered:
            return refused(f"No tool output found for {_kind(custom=call.custom)} {name}.", "input")
    for name in answered:
        if name not in called:
            custom = any(item.get("call_id") == name and "custom" in item["type"] for item in _items(ask.body))
            return refused(f"No tool call found for {_kind(custom=custom)} output with call_id {name}.", "input")
    return None


def _kind(*, custom: bool) -> str:
    return CALLS["custom_tool_call" if custom else "function_call"]
