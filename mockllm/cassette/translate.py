"""Finding a recording of another shape by its conversation, and its answer as turns."""

import json
from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, File, Image, InputPart, ToolResult
from mockllm.cassette.index import Found, Index
from mockllm.cassette.shapes import ask_of, shape_of, turns_of
from mockllm.errors import Miss
from mockllm.exchange import Answer
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn

__all__ = ["Translated", "Translator", "conversation"]

Line = tuple[str, str, str]
"""Who, what kind of part, its text."""


class Translated(Struct, frozen=True):
    """Recordings of the same conversation in the shape that is named."""

    shape: str
    found: Found


class Translator:
    """The conversations of an index. They are read when the first request of another shape asks."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, ask: Ask) -> Translated | None:
        """The recordings of an ask's conversation in another shape; None where there are none."""
        digest = conversation(ask)
        for name, conversations in self._shapes.items():
            if name != ask.shape and digest in conversations:
                return Translated(name, Found(digest, conversations[digest]))
        return None

    def answer(self, position: int, why: str) -> Answer | Miss:
        """The recorded answer as turns, without the ids of its shape; a miss where it cannot be read."""
        exchange = self._index.exchanges[position]
        try:
            turns = turns_of(exchange)
        except ValueError as error:
            return Miss((f"{exchange.place} has this conversation, but cannot be translated: {error}.",))
        return Answer(turns=tuple(map(_bare, turns)), source="cassette", why=(why,), translated=True)

    @cached_property
    def _shapes(self) -> dict[str, dict[bytes, list[int]]]:
        found: dict[str, dict[bytes, list[int]]] = {}
        for position, exchange in enumerate(self._index.exchanges):
            name = shape_of(exchange.request)
            ask = ask_of(exchange)
            if name is not None and ask is not None:
                found.setdefault(name, {}).setdefault(conversation(ask), []).append(position)
        return found


def conversation(ask: Ask) -> bytes:
    """The digest of what was said and which tools were offered, whatever the shape; ids and reasoning do not count."""
    tools = sorted(tool.name for tool in ask.tools if tool.kind != "hosted")
    told = json.dumps([list(_joined(_lines(ask))), tools]).encode()
    return blake2b(told, digest_size=16).digest()


def _lines(ask: Ask) -> Iterator[Line]:
    for message in ask.messages:
        for part in message.parts:
            kind, text = _part(part)
            if kind:
                yield ("tool" if isinstance(part, ToolResult) else message.role), kind, text


def _part(part: InputPart) -> tuple[str, str]:
    match part:
        case Text(text) | Refusal(text) | Json(text):
            return "text", text
        case ToolCall(name=name, arguments=arguments):
            return "call", f"{name} {_arguments(arguments)}"
        case ToolResult(text=text):
            return "result", text
        case Image(url=url, data=data):
            return "image", data or url or ""
        case File(name=name, url=url, data=data, text=text):
            return "file", data or text or url or name or ""
        case Reasoning() | Other():
            return "", ""


def _arguments(text: str) -> str:
    try:
        return json.dumps(json.loads(text or "{}"), sort_keys=True)
    except ValueError:
        return text


def _joined(lines: Iterator[Line]) -> Iterator[Line]:
    """Texts of one speaker that follow each other as one."""
    held: Line | None = None
    for line in lines:
        if held is not None and line[:2] == held[:2] and line[1] == "text":
            held = (*held[:2], held[2] + line[2])
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _bare(turn: Turn) -> Turn:
    return replace(turn, parts=tuple(map(_without_ids, turn.parts)), extra={})


def _without_ids(part: Part) -> Part:
    match part:
        case ToolCall():
            return replace(part, id=None)
        case Reasoning():
            return replace(part, signature=None)
        case Text() | Refusal() | Json() | Other():
            return part
