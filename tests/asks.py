"""Asks for tests that need no socket: a conversation in a few words."""

from typing import Any

from mockllm.ask import Ask, Message, Model, Tool, ToolResult
from mockllm.turn import Text

__all__ = ["ask", "told", "tool"]


def ask(user: str = "Hello", system: str = "", **fields: Any) -> Ask:
    """An ask with one user message after its system text; `fields` replace those of the ask."""
    messages = [Message("system", (Text(system),))] if system else []
    given = {"vendor": "openai", "shape": "chat", "model": "gpt-5", **fields}
    return Ask(**{"card": Model(given["model"]), "messages": (*messages, Message("user", (Text(user),))), **given})


def told(user: str = "Hello", **texts: str) -> Ask:
    """An ask whose last messages are the results of tools, by name."""
    results = tuple(ToolResult(f"call_{name}", text, name) for name, text in texts.items())
    start = ask(user)
    asked = Message("assistant", (Text("Let me look."),))
    return ask(user, messages=(*start.messages, asked, Message("tool", results)))


def tool(name: str, **properties: Any) -> Tool:
    """A tool whose properties are all required."""
    return Tool(name, f"Does {name}.", {"type": "object", "properties": properties, "required": list(properties)})
