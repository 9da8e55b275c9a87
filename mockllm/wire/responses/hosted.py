"""How a raw item of a tool that the service runs comes in a stream: begun, at work, done.

Specification: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.wire import JsonObject
from mockllm.wire.tolerant import mapping, string

__all__ = ["begun", "stages"]

Data = Mapping[str, Any]


def _search(item: Data) -> JsonObject:
    kind = mapping(item.get("action")).get("type")
    return {"status": "in_progress", **({"action": {"type": kind}} if kind else {})}


def _tools(_: Data) -> JsonObject:
    return {"tools": []}


def _call(_: Data) -> JsonObject:
    return {"status": "in_progress", "arguments": "", "error": None, "output": None}


BEGUN: Mapping[str, Callable[[Data], JsonObject]] = {
    "mcp_call": _call,
    "mcp_list_tools": _tools,
    "web_search_call": _search,
}
"""What is not yet known of an item when it begins."""


def begun(item: Data) -> JsonObject:
    """The item as it begins; one of another kind is there at once."""
    unknown = BEGUN.get(string(item.get("type")))
    fresh = unknown(item) if unknown is not None else {}
    return {key: fresh.get(key, value) for key, value in item.items()}


def stages(item: Data) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The types of the events between the item's begin and its end, before and after its arguments."""
    kind = string(item.get("type"))
    if kind not in BEGUN:
        return (), ()
    middle = ("searching",) if kind == "web_search_call" else ()
    end = "failed" if item.get("error") else "completed"
    names = [f"response.{kind}.{stage}" for stage in ("in_progress", *middle, end)]
    return tuple(names[:-1]), (names[-1],)
