"""The tools on offer as a response repeats them: with defaults, and those that were loaded on demand in a place apart.

Specification: https://platform.openai.com/docs/guides/tools-tool-search
"""

from collections.abc import Mapping
from typing import Any

from mockllm.ask import Ask
from mockllm.wire import JsonObject
from mockllm.wire.responses.served import ordered, served
from mockllm.wire.tolerant import items, mapping, string, truth

__all__ = ["namespace", "tools"]

LOADERS = frozenset({"additional_tools", "tool_search_output"})
PLACES = {"function": 0, "custom": 0, "tool_search": 2}
Tool = Mapping[str, Any]


def tools(ask: Ask) -> list[JsonObject]:
    """The tools: those that the request offers or adds, the search for others, the namespaces of those it found."""
    offered = items(ask.body.get("tools"))
    apart, joined = _loaded(ask, beside=False), _loaded(ask, beside=True)
    sent = {string(tool.get("name")) for tool in offered}
    kept = [joined.get(string(tool.get("name")), tool) if _defers(tool) else tool for tool in offered]
    kept += [tool for name, tool in joined.items() if name not in sent]
    kept = [tool for tool in kept if not (string(tool.get("name")) in apart and _is_function(tool))]
    return [*map(_tool, sorted(kept, key=_place)), *map(_namespace, apart.values())]


def namespace(ask: Ask, name: str) -> str | None:
    """The namespace in which a function is called: its own name, where it had to be found first."""
    late = any(_defers(tool) and tool.get("name") == name for tool in items(ask.body.get("tools")))
    found = name in _loaded(ask, beside=False) or (late and name not in _loaded(ask, beside=True))
    return name if found else None


def _loaded(ask: Ask, *, beside: bool) -> dict[str, Tool]:
    """The functions that the input loads, by name: beside those on offer, or apart from them.

    The newest models take what the client adds as if it had been on offer.
    """
    return {
        string(tool.get("name")): {key: value for key, value in tool.items() if key != "defer_loading"}
        for item in items(ask.body.get("input"))
        if string(item.get("type")) in LOADERS
        and beside == ("tools_join" in ask.card.traits and item.get("execution") != "server")
        for tool in items(item.get("tools"))
        if _is_function(tool)
    }


def _place(tool: Tool) -> int:
    """Tools that the client runs stand first, the search for others last."""
    return PLACES.get(string(tool.get("type")), 1)


def _is_function(tool: Tool) -> bool:
    return tool.get("type") == "function"


def _defers(tool: Tool) -> bool:
    return _is_function(tool) and truth(tool.get("defer_loading"))


def _namespace(tool: Tool) -> JsonObject:
    return {
        "type": "namespace",
        "description": tool.get("description"),
        "name": tool.get("name"),
        "tools": [_function(tool)],
    }


def _tool(tool: Tool) -> JsonObject:
    match tool.get("type"):
        case "function":
            return _function(tool)
        case "custom":
            return {
                "type": "custom",
                "description": tool.get("description"),
                "format": ordered(mapping(tool.get("format")) or {"type": "text"}),
                "name": tool.get("name"),
            }
        case "namespace":
            within = [_tool(each) for each in items(tool.get("tools"))]
            return {**served({**tool, "tools": None}), "tools": within}
        case _:
            return served(tool)


def _function(tool: Tool) -> JsonObject:
    strict = truth(tool.get("strict"), default=True)
    schema = tool.get("parameters")
    if tool.get("strict") is None and isinstance(schema, Mapping) and "additionalProperties" not in schema:
        schema = {**schema, "additionalProperties": False}
    return {
        "type": "function",
        **({"defer_loading": True} if _defers(tool) else {}),
        "description": tool.get("description"),
        "name": tool.get("name"),
        "output_schema": tool.get("output_schema"),
        "parameters": schema,
        "strict": strict,
    }
