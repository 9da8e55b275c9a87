"""A stream's events put together to the output items that they tell.

Specification: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockllm.wire import JsonObject
from mockllm.wire.tolerant import integer, mapping, string

__all__ = ["NESTED", "PARTS", "WHOLE", "Assembly", "Nested"]


class Nested(Struct, frozen=True):
    """Where text grows inside an item: in the list `within`, at the event's `index`, in `field`."""

    within: str
    index: str
    field: str


NESTED = {
    "response.output_text": Nested("content", "content_index", "text"),
    "response.refusal": Nested("content", "content_index", "refusal"),
    "response.reasoning_text": Nested("content", "content_index", "text"),
    "response.reasoning_summary_text": Nested("summary", "summary_index", "text"),
}
PARTS = {
    "response.content_part": Nested("content", "content_index", ""),
    "response.reasoning_summary_part": Nested("summary", "summary_index", ""),
}
WHOLE = {
    "response.function_call_arguments": "arguments",
    "response.mcp_call_arguments": "arguments",
    "response.custom_tool_call_input": "input",
    "response.code_interpreter_call_code": "code",
}
"""Text that grows as a field of the item itself."""


class Assembly:
    """Give it the events of a stream in order; `items` are the output items so far, by output index."""

    def __init__(self) -> None:
        self.items: dict[int, JsonObject] = {}

    def take(self, event: Mapping[str, Any]) -> None:
        """Take in an event; one that adds nothing, or to nothing, is passed over."""
        kind, _, what = string(event.get("type")).rpartition(".")
        if kind == "response.output_item" and what in {"added", "done"}:
            self.items[self._place(event)] = dict(mapping(event.get("item")))
        elif kind in PARTS and what in {"added", "done"}:
            self.put(event, PARTS[kind], mapping(event.get("part")))
        elif kind in NESTED and what == "delta":
            part = self.part(event, NESTED[kind])
            part[NESTED[kind].field] = string(part.get(NESTED[kind].field)) + string(event.get("delta"))
            self.put(event, NESTED[kind], part)
        elif kind in WHOLE and what == "delta":
            item = self.item(event)
            item[WHOLE[kind]] = string(item.get(WHOLE[kind])) + string(event.get("delta"))
        elif kind == "response.output_text.annotation" and what == "added":
            part = self.part(event, NESTED["response.output_text"])
            part["annotations"] = [*part.get("annotations", []), event.get("annotation")]
            self.put(event, NESTED["response.output_text"], part)

    def item(self, event: Mapping[str, Any]) -> JsonObject:
        """The item that an event is about; an empty one where there is none."""
        return self.items.get(self._place(event), {})

    def part(self, event: Mapping[str, Any], where: Nested) -> JsonObject:
        """A copy of the part of an item that an event is about; an empty one where there is none."""
        parts = self.item(event).get(where.within)
        index = integer(event.get(where.index)) or 0
        return dict(mapping(parts[index])) if isinstance(parts, list) and 0 <= index < len(parts) else {}

    def put(self, event: Mapping[str, Any], where: Nested, part: Mapping[str, Any]) -> None:
        """Set the part of an item that an event is about; beyond the end it is the next one."""
        item = self.item(event)
        known = item.get(where.within)
        parts = list(known) if isinstance(known, list) else []
        index = integer(event.get(where.index)) or 0
        parts[index : index + 1] = [dict(part)]
        item[where.within] = parts

    def _place(self, event: Mapping[str, Any]) -> int:
        return integer(event.get("output_index")) or 0
