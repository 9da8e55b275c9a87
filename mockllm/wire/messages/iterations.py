"""The usage of an answer by iterations: compactions and advisors apart from what the model said between them.

Specification: https://platform.claude.com/docs/en/build-with-claude/compaction
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from msgspec import Struct

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.turn import Other, Part, Turn, Usage
from mockllm.wire.event import JsonObject
from mockllm.wire.prompt import part_tokens
from mockllm.wire.tolerant import items, mapping, string

__all__ = ["COMPACTED", "COMPACTS", "Compaction", "created", "is_compaction", "iterations"]

COMPACTED = "compaction"
"""What an ask finds where its prompt was compacted: a `Compaction`."""
COMPACTS = "compact_20260112"
"""The context edit that compacts."""
ADVICE = "advisor_tool_result"
LETTERS = 4
"""Characters of hidden advice to a token."""


class Compaction(Struct, frozen=True):
    """A prompt of `read` tokens made shorter: the block that tells of it, and whether the answer ends with that."""

    part: Other
    read: int
    pause: bool = False


def is_compaction(part: Part) -> bool:
    """Whether a part is the summary of an earlier prompt."""
    return isinstance(part, Other) and part.data.get("type") == "compaction"


def iterations(ask: Ask, turn: Turn) -> JsonObject:
    """The member `iterations` of the usage; nothing where neither the request nor the answer calls for it."""
    advised = any(_kind(part) == ADVICE for part in turn.parts)
    compacted = any(map(is_compaction, turn.parts))
    edits = items(mapping(ask.body.get("context_management")).get("edits"))
    if not (advised or compacted or any(edit.get("type") == COMPACTS for edit in edits)):
        return {}
    told = [_compaction(ask, part) for part in turn.parts if isinstance(part, Other) and is_compaction(part)]
    return {"iterations": [*told, *_messages(ask, turn)]}


def _kind(part: Part) -> str:
    return string(part.data.get("type")) if isinstance(part, Other) else ""


def _compaction(ask: Ask, part: Other) -> JsonObject:
    found = ask.found.get(COMPACTED)
    read = found.read if isinstance(found, Compaction) else ask.input_tokens
    return _told(Usage(read, tokens.count(string(part.data.get("content")))), "compaction")


def _messages(ask: Ask, turn: Turn) -> list[JsonObject]:
    """What the model said, in pieces between the advice that it got; they add up to the usage of the turn."""
    pieces: list[list[Part]] = [[]]
    advice: list[Other] = []
    for part in turn.parts:
        if isinstance(part, Other) and _kind(part) == ADVICE:
            advice.append(part)
            pieces.append([])
        elif not is_compaction(part):
            pieces[-1].append(part)
    pieces = [piece for piece in pieces if piece]
    if not pieces and any(map(is_compaction, turn.parts)):
        return []
    pieces = pieces or [[]]
    shares = _shares(turn.usage or Usage(), [max(1, sum(map(part_tokens, piece))) for piece in pieces])
    told: list[JsonObject] = []
    for number, share in enumerate(shares):
        told.append(_told(share, "message"))
        if number < len(advice):
            told.append(_advice(ask, advice[number], share))
    return told


def _shares(used: Usage, weights: Sequence[int]) -> list[Usage]:
    """The usage in as many pieces: the input evenly, the output by weight."""
    count = len(weights)
    output = [used.output * part // sum(weights) for part in accumulate(weights, initial=0)]

    def evenly(total: int, place: int) -> int:
        return total * (place + 1) // count - total * place // count

    names = ("input", "cached", "written", "written_1h")
    return [
        Usage(**{name: evenly(getattr(used, name), place) for name in names}, output=end - start)
        for place, (start, end) in enumerate(pairwise(output))
    ]


def _advice(ask: Ask, part: Other, before: Usage) -> JsonObject:
    content = mapping(part.data.get("content"))
    text = string(content.get("text"))
    said = tokens.count(text) if text else len(string(content.get("encrypted_content"))) // LETTERS
    tool: Any = next((each for each in items(ask.body.get("tools")) if each.get("name") == "advisor"), {})
    return {**_told(Usage(before.input + before.output, said), "advisor_message"), "model": string(tool.get("model"))}


def _told(used: Usage, kind: str) -> JsonObject:
    return {
        "input_tokens": max(0, used.input - used.cached - used.written),
        "output_tokens": used.output,
        "cache_read_input_tokens": used.cached,
        "cache_creation_input_tokens": used.written,
        **created(used),
        "type": kind,
    }


def created(used: Usage) -> JsonObject:
    """What was written to the cache, by how long it is kept."""
    return {
        "cache_creation": {
            "ephemeral_5m_input_tokens": used.written - used.written_1h,
            "ephemeral_1h_input_tokens": used.written_1h,
        }
    }
