"""Input items as the service keeps and lists them: every one with an id, texts as content parts.

Specification: https://platform.openai.com/docs/api-reference/responses/input-items
"""

from collections.abc import Mapping
from typing import Any

from mockllm.stamp import Stamp
from mockllm.wire import JsonObject
from mockllm.wire.responses.ids import encrypted, item_id
from mockllm.wire.tolerant import items, string

__all__ = ["compaction", "kept_items", "part", "prefix_of", "references"]

PREFIXES: Mapping[str, str] = {
    "apply_patch_call": "apc",
    "apply_patch_call_output": "apco",
    "code_interpreter_call": "ci",
    "compaction": "cmp",
    "computer_call": "cu",
    "computer_call_output": "cuo",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctco",
    "file_search_call": "fs",
    "function_call": "fc",
    "function_call_output": "fco",
    "image_generation_call": "ig",
    "local_shell_call": "lsh",
    "local_shell_call_output": "lsho",
    "mcp_approval_request": "mcpr",
    "mcp_approval_response": "mcprr",
    "mcp_call": "mcp",
    "mcp_list_tools": "mcpl",
    "message": "msg",
    "reasoning": "rs",
    "shell_call": "sh",
    "shell_call_output": "sho",
    "web_search_call": "ws",
}
"""What an item's id begins with, by its type."""

REFERENCE = "item_reference"
FILLED: Mapping[str, JsonObject] = {
    "input_file": {"file_id": None},
    "input_image": {"detail": "auto", "file_id": None, "image_url": None},
}
"""What content parts have that were sent without it."""
WITH_STATUS = frozenset(
    {"function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "web_search_call"}
)


def prefix_of(kind: str) -> str:
    """What the id of an item of this type begins with."""
    return PREFIXES.get(kind, "item")


def kept_items(value: Any, stamp: Stamp, start: int = 0) -> list[JsonObject]:
    """The items of an `input`, a string or an array, as they are kept; `start` numbers them on for their ids.

    References to other items stay what they are.
    """
    given = [{"role": "user", "content": value}] if isinstance(value, str) else items(value)
    return [_kept(each, stamp, start + number) for number, each in enumerate(given)]


def references(value: Any) -> tuple[str, ...]:
    """The ids of other items that an `input` refers to."""
    return tuple(string(each.get("id")) for each in items(value) if _is_reference(each))


def compaction(stamp: Stamp) -> JsonObject:
    """The item that stands for what was compacted."""
    return {
        "id": item_id(stamp, prefix_of("compaction"), "compaction", stored=False),
        "type": "compaction",
        "encrypted_content": encrypted(stamp, "compaction"),
    }


def _is_reference(item: Mapping[str, Any]) -> bool:
    return item.get("type") == REFERENCE or (item.get("type") is None and set(item) <= {"id", "type"} and "id" in item)


def _kept(item: Mapping[str, Any], stamp: Stamp, number: int) -> JsonObject:
    if _is_reference(item):
        return {"id": string(item.get("id")), "type": REFERENCE}
    kind = string(item.get("type"), "message")
    given = string(item.get("id"))
    head: JsonObject = {"id": given or item_id(stamp, prefix_of(kind), f"in/{number}", stored=True), "type": kind}
    if kind == "message":
        return {**head, **_message(item)}
    if kind in WITH_STATUS or item.get("status"):
        head["status"] = item.get("status") or "completed"
    return {**head, **{key: item[key] for key in sorted(item) if key not in head}}


def _message(item: Mapping[str, Any]) -> JsonObject:
    role = string(item.get("role"), "user")
    content = item.get("content")
    if isinstance(content, str):
        content = [{"type": "output_text" if role == "assistant" else "input_text", "text": content}]
    shown: JsonObject = {
        "status": item.get("status") or "completed",
        "content": [part(each) for each in items(content)],
    }
    if "phase" in item:
        shown["phase"] = item["phase"]
    return {**shown, "role": role}


def part(given: Mapping[str, Any]) -> JsonObject:
    """A content part as it is kept."""
    match given.get("type"):
        case "output_text":
            text = string(given.get("text"))
            return {
                "type": "output_text",
                "annotations": given.get("annotations") or [],
                "logprobs": given.get("logprobs") or [],
                "text": text,
            }
        case kind:
            said = {key: value for key, value in given.items() if value is not None and key != "type"}
            shown = {**FILLED.get(string(kind), {}), **said}
            return {"type": kind, **{key: shown[key] for key in sorted(shown)}}
