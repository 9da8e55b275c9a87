"""Calls that Prediction Guard makes of the tools of MCP servers itself: they are done when the answer comes.

Specification: https://docs.predictionguard.com/api-reference
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.ask import Ask, last_user
from mockllm.stamp import HEX
from mockllm.vendors.kinds import Said
from mockllm.wire import JsonObject
from mockllm.wire.tolerant import items, mapping, string, strings

__all__ = ["calls"]


def calls(said: Said) -> list[JsonObject]:
    """The calls of an answer: of each allowed tool that the prompt names, or that the request chooses."""
    return [_call(said, server, name, number) for number, (server, name) in enumerate(_used(said.ask))]


def _used(ask: Ask) -> Iterator[tuple[Mapping[str, Any], str]]:
    choice = ask.body.get("tool_choice")
    if choice == "none":
        return
    chosen, asked = mapping(choice), last_user(ask)
    for server in items(ask.body.get("tools")):
        for name in strings(server.get("allowed_tools")) if server.get("type") == "mcp" else ():
            if _chosen(chosen, server, name) if chosen else name in asked:
                yield server, name


def _chosen(chosen: Mapping[str, Any], server: Mapping[str, Any], name: str) -> bool:
    wanted = items(chosen.get("tools")) or [chosen]
    return any(
        each.get("type") == "mcp"
        and each.get("server_label") == server.get("server_label")
        and each.get("name") in {None, name}
        for each in wanted
    )


def _call(said: Said, server: Mapping[str, Any], name: str, number: int) -> JsonObject:
    label = string(server.get("server_label"))
    return {
        "type": f"{string(server.get('initials'), label)}_call",
        "call_id": said.stamp.id(f"guarded-mcp/{number}", "mcp_", HEX, 32),
        "status": "completed",
        "name": name,
        "arguments": json.dumps({"input": last_user(said.ask)}, ensure_ascii=False),
        "server_label": label,
        "output": f"{name} of {label} has answered.",
    }
