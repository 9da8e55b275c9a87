"""Turns written as message events.

Specification: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Stamp
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, JsonObject, Run, layout
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

__all__ = ["PING", "events", "padded"]

Make = Callable[[str], JsonObject]
Delta = tuple[JsonObject | Make, str]
"""A delta, or what makes one and others like it, and the text, thought or arguments that it carries."""

PING = '{"type": "ping"}'


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream: one ping after the first block has started, or before the end where there is none."""
    turn = turns[0] if turns else Turn()
    nothing = {"stop_reason": None, "stop_sequence": None, "stop_details": None}
    begun = {**head(ask, stamp), "content": [], **nothing, "usage": first_usage(ask, turn)}
    yield _event("message_start", {"message": begun})
    pinged = False
    for index, part in enumerate(blocks(ask, turn)):
        for event in _block(part, turn, stamp, index):
            yield event
            if not pinged:
                pinged = True
                yield Event(PING, "ping")
    if not pinged:
        yield Event(PING, "ping")
    yield _event("message_delta", {"delta": stop(turn), "usage": last_usage(ask, turn)})
    yield _event("message_stop", {})


def padded(event: Event, index: int, stamp: Stamp) -> str:
    """An event's JSON text with up to 15 spaces before its last brace."""
    text = event.json(layout.text)
    width = stamp.text[index % len(stamp.text)] + 7 * index
    return f"{text[:-1]}{' ' * (width % 16)}}}"


def _event(kind: str, fields: JsonObject) -> Event:
    return Event({"type": kind, **fields}, kind)


def _run(place: JsonObject, delta: Make) -> Run:
    return Run(lambda piece: {"type": "content_block_delta", **place, "delta": delta(piece)})


def _block(part: Part, turn: Turn, stamp: Stamp, index: int) -> Iterator[Event]:
    place: JsonObject = {"index": index}
    yield _event("content_block_start", {**place, "content_block": _empty(part, stamp, index)})
    runs: dict[Make, Run] = {}
    for delta, said in _deltas(part, turn, stamp, index):
        if callable(delta):
            run = runs.get(delta) or runs.setdefault(delta, _run(place, delta))
            shown = said if delta is _text else ""
            yield Event(None, "content_block_delta", tokens.count(said), shown, run, (said,))
        else:
            yield _event("content_block_delta", {**place, "delta": delta})
    yield _event("content_block_stop", place)


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


def _pieces(make: Make, text: str, turn: Turn) -> Iterator[Delta]:
    return zip(repeat(make), tokens.pieces(text, turn.deltas), strict=False)


def _deltas(part: Part, turn: Turn, stamp: Stamp, index: int) -> Iterator[Delta]:
    match part:
        case Text(text=text):
            for each in citations(part, stamp, index):
                yield {"type": "citations_delta", "citation": each}, ""
            yield from _pieces(_text, text, turn)
        case Json(text=text) | Refusal(text=text):
            yield from _pieces(_text, text, turn)
        case Reasoning(redacted=False):
            yield from _pieces(_thinking, thought(part), turn)
            yield {"type": "signature_delta", "signature": signature(part, stamp, index)}, ""
        case ToolCall(arguments=arguments):
            yield _input(""), ""
            yield from _pieces(_input, "" if arguments == "{}" else arguments, turn)
        case Other():
            yield from _raw(part, turn)
        case Reasoning():
            return


def _raw(part: Other, turn: Turn) -> Iterator[Delta]:
    data = part.data
    if hosted(data):
        yield _input(""), ""
        # Here the model writes a space after each colon and comma.
        yield from _pieces(_input, json.dumps(data["input"], ensure_ascii=False) if data["input"] else "", turn)
    elif is_compaction(part):
        yield {"type": "compaction_delta", "content": data.get("content")}, ""
