"""Compaction: a long prompt is made short, and what lies before an earlier compaction is no longer read.

Specification: https://platform.claude.com/docs/en/build-with-claude/compaction
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Ask, InputPart, Message, text_of
from mockllm.turn import Other
from mockllm.wire.messages.iterations import COMPACTED, Compaction
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import integer, mapping, truth

__all__ = ["compacted"]

TRIGGER = 150_000
MOST_ENTRIES = 8
MOST_LETTERS = 120


def compacted(ask: Ask, edit: Mapping[str, Any]) -> Ask:
    """The ask from its last compaction on, and where it is longer than the edit allows, in short, with the summary."""
    ask = _with(ask, _since(ask.messages))
    value = integer(mapping(edit.get("trigger")).get("value"))
    users = [place for place, message in enumerate(ask.messages) if message.role == "user"]
    start = users[-1] if users else 0
    old = [message for message in ask.messages[:start] if message.role != "system"]
    if ask.input_tokens <= (TRIGGER if value is None else value) or not old:
        return ask
    part = Other("messages", {"type": "compaction", "content": _summary(old)})
    system = [message for message in ask.messages if message.role == "system"]
    rest = [message for message in ask.messages[start:] if message.role != "system"]
    short = _with(ask, (*system, Message("assistant", (part,)), *rest))
    found = Compaction(part, ask.input_tokens, truth(edit.get("pause_after_compaction")))
    return replace(short, found={**ask.found, COMPACTED: found})


def _with(ask: Ask, messages: tuple[Message, ...]) -> Ask:
    """The ask of other messages, counted anew where they are others."""
    if messages == ask.messages:
        return ask
    wanted = ask.format.schema if ask.format else None
    return replace(ask, messages=messages, input_tokens=prompt_tokens(messages, ask.tools, wanted))


def _summarizes(part: InputPart) -> bool:
    return isinstance(part, Other) and part.data.get("type") == "compaction" and bool(part.data.get("content"))


def _since(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The system's messages, and all from the last compaction on."""
    place = max((n for n, message in enumerate(messages) if any(map(_summarizes, message.parts))), default=None)
    if place is None:
        return messages
    parts = messages[place].parts
    first = max(n for n, part in enumerate(parts) if _summarizes(part))
    system = (message for message in messages[:place] if message.role == "system")
    return (*system, replace(messages[place], parts=parts[first:], marks=()), *messages[place + 1 :])


def _summary(messages: Sequence[Message]) -> str:
    """What was said last, each in its first words."""
    said = [f"the {message.role} said: {_short(text_of(message))}" for message in messages[-MOST_ENTRIES:]]
    return f"Summary of {len(messages)} earlier messages; " + "; ".join(said)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_LETTERS else plain[:MOST_LETTERS].rsplit(" ", 1)[0] + " ..."
