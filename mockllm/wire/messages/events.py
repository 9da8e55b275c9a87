"""Turns written as message events.

Specification: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

import json
from collections.abc import Callable, Iterator, Sequence

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Stamp
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, JsonObject, Run, Tail
from mockllm.wire.messages.body import (
    block,
    blocks,
    citations,
    first_usage,
    head,
    hosted,
    last_usage,
    signature,
    stop,
    thought,
)
from mockllm.wire.messages.iterations import is_compaction

__all__ = ["PING", "events", "padding"]

Make = Callable[[str], JsonObject]
Delta = tuple[JsonObject | Make, str]
"""A delta; or what makes those of a text, thought or arguments, and these."""

PING = '{"type": "ping"}'
SPACES = " " * 15


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream: one ping after the first block has started, or before the end where there is none."""
    turn = turns[0] if turns else Turn()
    nothing = {"stop_reason": None, "stop_sequence": None, "stop_details": None}
    begun = {**head(ask, stamp), "content": [], **nothing, "usage": first_usage(ask, turn)}
    told: list[Event] = []
    for index, part in enumerate(blocks(ask, turn)):
        told += _block(part, turn, stamp, index)
    told.insert(1, Event(PING, "ping"))
    told.append(_event("message_delta", {"delta": stop(turn), "usage": last_usage(ask, turn)}))
    told.append(_event("message_stop", {}))
    return iter((_event("message_start", {"message": begun}), *told))


def padding(stamp: Stamp) -> Tail:
    """Up to 15 spaces before the last brace of an event's JSON."""
    widths, size = stamp.text, len(stamp.text)
    return Tail(lambda numbers, _: [SPACES[: (widths[index % size] + 7 * index) % 16] for index in numbers])


def _event(kind: str, fields: JsonObject) -> Event:
    return Event({"type": kind, **fields}, kind)


def _run(place: JsonObject, delta: Make) -> Run:
    kind = "content_block_delta"
    return Run(lambda piece: {"type": kind, **place, "delta": delta(piece)}, kind, shown=delta is _text)


def _block(part: Part, turn: Turn, stamp: Stamp, index: int) -> list[Event]:
    place: JsonObject = {"index": index}
    found = [_event("content_block_start", {**place, "content_block": _empty(part, stamp, index)})]
    for delta, said in _deltas(part, stamp, index):
        if callable(delta):
            pieces = tokens.pieces(said, turn.deltas)
            found += _run(place, delta).events(pieces, tokens.weights(pieces, turn.deltas))
        else:
            found.append(_event("content_block_delta", {**place, "delta": delta}))
    found.append(_event("content_block_stop", place))
    return found


def _empty(part: Part, stamp: Stamp, index: int) -> JsonObject:
    match part:
        case Text():
            noted = part.citations or part.passages
            return {**({"citations": []} if noted else {}), "type": "text", "text": ""}
        case Json() | Refusal():
            return {"type": "text", "text": ""}
        case Reasoning(redacted=False):
            return {"type": "thinking", "thinking": "", "signature": ""}
        case ToolCall():
            return {**block(part, stamp, index), "input": {}}
        case Other(data=data) if hosted(data) or is_compaction(part):
            return {**data, "input": {}} if hosted(data) else {**data, "content": None}
        case Reasoning() | Other():
            return block(part, stamp, index)


def _text(piece: str) -> JsonObject:
    return {"type": "text_delta", "text": piece}


def _thinking(piece: str) -> JsonObject:
    return {"type": "thinking_delta", "thinking": piece}


def _input(piece: str) -> JsonObject:
    return {"type": "input_json_delta", "partial_json": piece}


def _deltas(part: Part, stamp: Stamp, index: int) -> Iterator[Delta]:
    match part:
        case Text(text=text):
            for each in citations(part, stamp, index):
                yield {"type": "citations_delta", "citation": each}, ""
            yield _text, text
        case Json(text=text) | Refusal(text=text):
            yield _text, text
        case Reasoning(redacted=False):
            yield _thinking, thought(part)
            yield {"type": "signature_delta", "signature": signature(part, stamp, index)}, ""
        case ToolCall(arguments=arguments):
            yield _input(""), ""
            yield _input, "" if arguments == "{}" else arguments
        case Other():
            yield from _raw(part)
        case Reasoning():
            return


def _raw(part: Other) -> Iterator[Delta]:
    data = part.data
    if hosted(data):
        yield _input(""), ""
        # Here the model writes a space after each colon and comma.
        yield _input, json.dumps(data["input"], ensure_ascii=False) if data["input"] else ""
    elif is_compaction(part):
        yield {"type": "compaction_delta", "content": data.get("content")}, ""
