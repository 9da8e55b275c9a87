"""Asks as tests write them: a conversation, tools, and a stamp."""

from typing import Any

from mockllm.ask import Ask, Message, Model, Tool
from mockllm.stamp import Stamp
from mockllm.turn import Text

__all__ = [
    "DATE",
    "EMAIL",
    "FLAG",
    "INTEGER",
    "NUMBER",
    "STAMP",
    "STRING",
    "array",
    "asked",
    "enum",
    "function",
    "members",
    "stamp",
    "user",
]

STRING: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}
NUMBER: dict[str, Any] = {"type": "number"}
FLAG: dict[str, Any] = {"type": "boolean"}
DATE = {"type": "string", "format": "date"}
EMAIL = {"type": "string", "format": "email"}
STAMP = Stamp(b"0123456789abcdef", b"unique")


def enum(*values: str) -> dict[str, Any]:
    """The schema of one of these texts."""
    return {"type": "string", "enum": list(values)}


def array(items: Any) -> dict[str, Any]:
    """The schema of a list."""
    return {"type": "array", "items": items}


def stamp(seed: int) -> Stamp:
    """One of many stamps."""
    return Stamp(seed.to_bytes(16, "big"), b"unique")


def user(text: str) -> Message:
    """What the user says."""
    return Message("user", (Text(text),))


def asked(text: str, /, *tools: Tool, **more: Any) -> Ask:
    """An ask of one user message."""
    return Ask("v", "chat", "m", Model("m"), **{"messages": (user(text),), "tools": tools, "input_tokens": 5, **more})


def members(required: list[str] | None = None, /, **properties: Any) -> dict[str, Any]:
    """The schema of an object; all of its members are required unless `required` says which."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
    }


def function(name: str, description: str = "", required: list[str] | None = None, /, **properties: Any) -> Tool:
    """A function tool."""
    return Tool(name, description, members(required, **properties))
