"""A stream's events put together to the message that they tell.

Specification: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mockllm.wire import JsonObject
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["APPENDED", "assemble"]

APPENDED = {
    "text_delta": ("text", "text"),
    "thinking_delta": ("thinking", "thinking"),
    "signature_delta": ("signature", "signature"),
    "compaction_delta": ("content", "content"),
    "input_json_delta": ("partial_json", "partial_json"),
}
"""What a delta brings, and the field of its block that grows by it."""


def assemble(events: Iterable[Mapping[str, Any]]) -> JsonObject:
    """The message; empty where none has started.

    The input of a block that was streamed stays beside it as the JSON text `partial_json`.
    """
    whole: JsonObject = {}
    blocks: dict[int, JsonObject] = {}
    for event in events:
        kind, index = event.get("type"), integer(event.get("index")) or 0
        if kind == "message_start":
            whole = dict(mapping(event.get("message")))
        elif kind == "content_block_start":
            blocks[index] = dict(mapping(event.get("content_block")))
        elif kind == "content_block_delta" and index in blocks:
            _grow(blocks[index], mapping(event.get("delta")))
        elif kind == "message_delta":
            _close(whole, event)
    if whole:
        whole["content"] = [*items(whole.get("content")), *(blocks[index] for index in sorted(blocks))]
    return whole


def _grow(block: JsonObject, delta: Mapping[str, Any]) -> None:
    kind = string(delta.get("type"))
    if kind == "citations_delta":
        block["citations"] = [*items(block.get("citations")), mapping(delta.get("citation"))]
    elif kind in APPENDED:
        source, field = APPENDED[kind]
        block[field] = string(block.get(field)) + string(delta.get(source))


def _close(whole: JsonObject, event: Mapping[str, Any]) -> None:
    whole.update(mapping(event.get("delta")))
    told = {key: value for key, value in mapping(event.get("usage")).items() if value is not None}
    whole["usage"] = {**mapping(whole.get("usage")), **told}
