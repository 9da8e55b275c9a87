"""Whether a scripted tool call is one that the tools on offer allow."""

import json
from collections.abc import Mapping
from typing import Any

from mockllm.ask import Tool
from mockllm.schema import problem
from mockllm.turn import ToolCall

__all__ = ["declared", "refusal"]


def declared(definitions: list[Any]) -> dict[str, Tool]:
    """The tools of a list of definitions in any shape, by name. Raises ValueError for one without a name."""
    found: dict[str, Tool] = {}
    for definition in definitions:
        inner = definition.get("function", definition)
        name = inner.get("name") if isinstance(inner, dict) else None
        if not isinstance(name, str):
            raise ValueError("a tool definition needs a name")  # noqa: TRY004 - it is the document that is wrong
        schema = inner.get("parameters", inner.get("input_schema"))
        custom = definition.get("type") == "custom" and schema is None
        found[name] = Tool(name, str(inner.get("description", "")), schema, "custom" if custom else "function")
    return found


def refusal(call: ToolCall, offered: Mapping[str, Tool]) -> str | None:
    """Why a call does not fit the tools on offer, in one sentence; None if it does."""
    tool = offered.get(call.name)
    if tool is None:
        names = ", ".join(offered) or "none"
        return f"calls the tool {call.name}, which the request does not offer (offered: {names})"
    if tool.kind == "custom" or tool.schema is None:
        return None
    try:
        arguments = json.loads(call.arguments)
    except (ValueError, RecursionError):
        return f"calls {call.name} with arguments that are not JSON: {call.arguments[:80]!r}"
    found = problem(tool.schema, arguments)
    return None if found is None else f"calls {call.name} with arguments that its schema refuses: {found}"
