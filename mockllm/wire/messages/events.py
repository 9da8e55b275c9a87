"""Turns written as message events.

Specification: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from collections.abc import Iterator, Sequence

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Stamp
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, JsonObject, layout
from mockllm.wire.messages.body import block, blocks, citation, first_usage, head, last_usage, signature, stop, thought

__all__ = ["PING", "events", "padded"]

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
    """An event's JSON text with up to 15 spaces before its last brace; a ping has none."""
    if isinstance(event.data, str):
        return event.data
    text = layout.text(event.data)
    width = stamp.text[index % len(stamp.text)] + 7 * index
    return f"{text[:-1]}{' ' * (width % 16)}}}"


def _event(kind: str, fields: JsonObject, said: str = "", shown: str = "") -> Event:
    return Event({"type": kind, **fields}, kind, tokens.count(said) if said else 0, shown)


def _block(part: Part, turn: Turn, stamp: Stamp, index: int) -> Iterator[Event]:
    place: JsonObject = {"index": index}
    yield _event("content_block_start", {**place, "content_block": _empty(part, stamp, index)})
    for delta, said in _deltas(part, turn, stamp, index):
        shown = said if delta["type"] == "text_delta" else ""
        yield _event("content_block_delta", {**place, "delta": delta}, said, shown)
    yield _event("content_block_stop", place)


def _empty(part: Part, stamp: Stamp, index: int) -> JsonObject:
    match part:
        case Text(citations=noted):
            return {**({"citations": []} if noted else {}), "type": "text", "text": ""}
        case Json() | Refusal():
            return {"type": "text", "text": ""}
        case Reasoning(redacted=False):
            return {"type": "thinking", "thinking": "", "signature": ""}
        case ToolCall():
            return {**block(part, stamp, index), "input": {}}
        case Reasoning() | Other():
            return block(part, stamp, index)


def _texts(text: str, turn: Turn) -> Iterator[tuple[JsonObject, str]]:
    return (({"type": "text_delta", "text": piece}, piece) for piece in tokens.pieces(text, turn.deltas))


def _deltas(part: Part, turn: Turn, stamp: Stamp, index: int) -> Iterator[tuple[JsonObject, str]]:
    match part:
        case Text(text=text, citations=noted):
            for number, each in enumerate(noted):
                yield {"type": "citations_delta", "citation": citation(each, text, stamp, index, number)}, ""
            yield from _texts(text, turn)
        case Json(text=text) | Refusal(text=text):
            yield from _texts(text, turn)
        case Reasoning(redacted=False):
            thoughts = tokens.pieces(thought(part), turn.deltas)
            yield from (({"type": "thinking_delta", "thinking": piece}, piece) for piece in thoughts)
            yield {"type": "signature_delta", "signature": signature(part, stamp, index)}, ""
        case ToolCall(arguments=arguments):
            yield {"type": "input_json_delta", "partial_json": ""}, ""
            fragments = tokens.pieces("" if arguments == "{}" else arguments, turn.deltas)
            yield from (({"type": "input_json_delta", "partial_json": piece}, piece) for piece in fragments)
        case Reasoning() | Other():
            return
