"""Context edits: old tool results and thoughts that a request wants left out of its prompt.

Specification: https://platform.claude.com/docs/en/build-with-claude/context-editing
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from mockllm.ask import Ask, InputPart, Message, ToolResult
from mockllm.turn import Reasoning, ToolCall
from mockllm.vendors.anthropic.compacting import compacted
from mockllm.vendors.kinds import Said
from mockllm.wire import Event, JsonObject
from mockllm.wire.messages.iterations import COMPACTS
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import integer, items, mapping, string, strings

__all__ = ["dress", "edited", "stream"]

FOUND = "context_management"
CLEARED = "[cleared]"
"""What stands in place of a result."""
TRIGGER = 100_000
KEEP = 3
TURNS = 1


def edited(ask: Ask) -> Ask:
    """The ask without what its edits clear, and with the edits that were applied."""
    wanted = ask.body.get(FOUND)
    if not isinstance(wanted, Mapping):
        return ask
    applied: list[JsonObject] = []
    for edit in items(wanted.get("edits")):
        if edit.get("type") == COMPACTS:
            ask = compacted(ask, edit)
            continue
        make = EDITS.get(string(edit.get("type")))
        if make is None:
            continue
        messages, told = make(ask, edit)
        fresh = replace(ask, messages=messages, input_tokens=_tokens(ask, messages))
        gone = ask.input_tokens - fresh.input_tokens
        if gone > 0 and gone >= (integer(mapping(edit.get("clear_at_least")).get("value")) or 0):
            applied.append({"type": edit["type"], **told, "cleared_input_tokens": gone})
            ask = fresh
    return replace(ask, found={**ask.found, FOUND: {"applied_edits": applied}})


def dress(said: Said, body: JsonObject) -> JsonObject:
    """The message with the edits that were applied."""
    return {**body, FOUND: said.ask.found[FOUND]} if FOUND in said.ask.found else body


def stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The events, the edits at the end of the last but one."""
    return (_noted(said, event) for event in events) if FOUND in said.ask.found else events


def _noted(said: Said, event: Event) -> Event:
    if event.name == "message_delta" and isinstance(event.data, dict):
        return Event(dress(said, event.data), event.name)
    return event


Thing = TypeVar("Thing")
Edited = tuple[tuple[Message, ...], JsonObject]


def _tokens(ask: Ask, messages: tuple[Message, ...]) -> int:
    return prompt_tokens(messages, ask.tools, ask.format.schema if ask.format else None)


def _clear_tools(ask: Ask, edit: Mapping[str, Any]) -> Edited:
    """Results of the oldest uses, beyond those that are kept; perhaps their inputs, too."""
    uses = [part for message in ask.messages for part in message.parts if isinstance(part, ToolResult)]
    kept = integer(mapping(edit.get("keep")).get("value"))
    old = _but(uses, KEEP if kept is None else kept) if _triggered(ask, edit, len(uses)) else []
    spared = set(strings(edit.get("exclude_tools")))
    gone = {each.call_id for each in old if each.name not in spared}
    inputs = edit.get("clear_tool_inputs")
    named = set(strings(inputs)) if isinstance(inputs, list) else None

    def clear(part: InputPart) -> InputPart:
        if isinstance(part, ToolResult) and part.call_id in gone:
            return replace(part, text=CLEARED, images=())
        if isinstance(part, ToolCall) and part.id in gone and (inputs is True or (named and part.name in named)):
            return replace(part, arguments="{}")
        return part

    messages = tuple(replace(each, parts=tuple(map(clear, each.parts))) for each in ask.messages)
    return messages, {"cleared_tool_uses": len(gone)}


def _but(things: list[Thing], last: int) -> list[Thing]:
    """All but the last so many."""
    return things[: max(0, len(things) - last)]


def _triggered(ask: Ask, edit: Mapping[str, Any], uses: int) -> bool:
    trigger = mapping(edit.get("trigger"))
    value = integer(trigger.get("value"))
    if trigger.get("type") == "tool_uses":
        return uses > (value or 0)
    return ask.input_tokens > (TRIGGER if value is None else value)


def _clear_thoughts(ask: Ask, edit: Mapping[str, Any]) -> Edited:
    """The thoughts of all turns but the latest ones."""
    keep = edit.get("keep")
    turns = [number for number, each in enumerate(ask.messages) if any(isinstance(p, Reasoning) for p in each.parts)]
    everything = keep == "all" or mapping(keep).get("type") == "all"
    kept = integer(mapping(keep).get("value"))
    gone = set() if everything else set(_but(turns, TURNS if kept is None else kept))
    messages = tuple(
        replace(each, parts=tuple(part for part in each.parts if not isinstance(part, Reasoning)), marks=())
        if number in gone
        else each
        for number, each in enumerate(ask.messages)
    )
    return messages, {"cleared_thinking_turns": len(gone)}


EDITS: Mapping[str, Callable[[Ask, Mapping[str, Any]], Edited]] = {
    "clear_tool_uses_20250919": _clear_tools,
    "clear_thinking_20251015": _clear_thoughts,
}
