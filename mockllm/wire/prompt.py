"""How many tokens a prompt has: one rule for every shape."""

from collections.abc import Iterable, Sequence
from typing import Any

from mockllm import tokens
from mockllm.ask import File, Image, InputPart, Message, Tool, ToolResult
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall
from mockllm.wire import layout
from mockllm.wire.sound import is_sound, sound_tokens

__all__ = [
    "PER_IMAGE",
    "PER_MESSAGE",
    "document_tokens",
    "message_tokens",
    "part_tokens",
    "prompt_tokens",
    "tool_tokens",
]

PER_MESSAGE = 4
PER_IMAGE = 85
PER_REQUEST = 3


def document_tokens(value: Any) -> int:
    """The tokens of a JSON value."""
    return tokens.count(layout.text(value)) if value is not None else 0


def message_tokens(message: Message) -> int:
    """The tokens of one message with its framing."""
    return PER_MESSAGE + sum(map(part_tokens, message.parts))


def tool_tokens(tools: Iterable[Tool]) -> int:
    """The tokens of the tools on offer."""
    return sum(map(_one_tool_tokens, tools))


def _one_tool_tokens(tool: Tool) -> int:
    return PER_MESSAGE + tokens.count(tool.name) + tokens.count(tool.description) + document_tokens(tool.schema)


def prompt_tokens(messages: Sequence[Message], tools: Iterable[Tool], wanted: Any = None) -> int:
    """The tokens of a whole prompt: its messages, its tools and the schema of a wanted document."""
    return PER_REQUEST + sum(map(message_tokens, messages)) + tool_tokens(tools) + document_tokens(wanted)


def part_tokens(part: InputPart) -> int:
    """The tokens of one part of a message."""
    match part:
        case Text(text=text) | Refusal(text=text) | Json(text=text) | Reasoning(text=text):
            return tokens.count(text)
        case ToolCall(name=name, arguments=arguments):
            return tokens.count(name) + tokens.count(arguments)
        case ToolResult(text=text, images=images):
            return tokens.count(text) + PER_IMAGE * len(images)
        case Image():
            return PER_IMAGE
        case File():
            return _file_tokens(part)
        case Other(data=data):
            return document_tokens(dict(data))


def _file_tokens(file: File) -> int:
    if is_sound(file):
        return sound_tokens(file)
    return tokens.count(file.text) if file.text else len(file.data or "") // 16 + PER_IMAGE
