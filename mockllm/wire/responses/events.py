"""Turns written as response events.

Specification: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from collections.abc import Iterator, Sequence
from typing import Any

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import BASE62, Stamp
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, JsonObject
from mockllm.wire.responses.body import (
    Item,
    body,
    call,
    content_part,
    message,
    outline,
    output,
    raw,
    reasoning_item,
    response,
)
from mockllm.wire.tolerant import mapping, truth

__all__ = ["event", "events", "failing", "next_number", "obfuscated", "wants_obfuscation"]

STREAM_ONLY = frozenset({"billing"})


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream, numbered from 0."""
    for number, (kind, fields, said) in enumerate(_events(ask, turns, stamp)):
        yield event(kind, fields, number, said)


def event(kind: str, fields: JsonObject, number: int, said: str = "") -> Event:
    """One event: its type first, then its fields by name, its number among them."""
    ordered = dict(sorted({**fields, "sequence_number": number}.items()))
    shown = said if kind in {"response.output_text.delta", "response.refusal.delta"} else ""
    return Event({"type": kind, **ordered}, kind, tokens.count(said) if said else 0, shown)


def next_number(before: Sequence[Event]) -> int:
    """The number after the events so far."""
    numbers = [each.data["sequence_number"] for each in before if isinstance(each.data, dict)]
    return numbers[-1] + 1 if numbers else 0


def failing(ask: Ask, stamp: Stamp, before: Sequence[Event], told: JsonObject, form: Any = None) -> Iterator[Event]:
    """The events that end a stream with an error: an `error` event, then the response as failed with its items so far.

    `told` holds the error's type, code, message and param; `form` "error" or "failed" leaves out the other of the two.
    """
    number = next_number(before)
    if form != "failed":
        yield Event({"type": "error", "sequence_number": number, "error": told}, "error")
        number += 1
    if form == "error":
        return
    done = [
        each.data["item"] for each in before if isinstance(each.data, dict) and each.name == "response.output_item.done"
    ]
    final = response(ask, stamp, "failed", done)
    final["error"] = {"code": told["code"], "message": told["message"]}
    yield event("response.failed", {"response": final}, number)


Step = tuple[str, JsonObject, str]


def _events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Step]:
    turn = turns[0] if turns else Turn()
    background = truth(ask.body.get("background"))
    begun = response(ask, stamp, "in_progress", [])
    if background:
        queued = {"response": {**begun, "status": "queued"}}
        yield "response.created", queued, ""
        yield "response.queued", queued, ""
    else:
        yield "response.created", {"response": begun}, ""
    yield "response.in_progress", {"response": begun}, ""
    for item in outline(turn):
        yield from _item(ask, turn, item, stamp)
    done = {key: value for key, value in body(ask, turns, stamp).items() if key not in STREAM_ONLY}
    # Opaque reasoning is encrypted anew each time it is shown.
    done["output"] = output(ask, turn, stamp, "completed")
    yield f"response.{done['status']}", {"response": done}, ""


def _item(ask: Ask, turn: Turn, item: Item, stamp: Stamp) -> Iterator[Step]:
    first = item.parts[0]
    place: JsonObject = {"output_index": item.index}
    match first:
        case Reasoning():
            yield "response.output_item.added", {"item": _empty(ask, first, item, stamp), **place}, ""
            done = reasoning_item(ask, first, item, stamp, "done")
            yield from _thought(done, turn, item)
            yield from _summary(done, turn, item)
        case ToolCall():
            added = call(ask, first, item, stamp, "in_progress", "")
            yield "response.output_item.added", {"item": added, **place}, ""
            done = call(ask, first, item, stamp, item.status, first.arguments)
            yield from _arguments(first, turn, done["id"], item)
        case Other():
            done = raw(ask, first, item, stamp)
            yield "response.output_item.added", {"item": done, **place}, ""
        case Text() | Json() | Refusal():
            added = message(ask, item, stamp, "in_progress", [])
            yield "response.output_item.added", {"item": added, **place}, ""
            parts: list[JsonObject] = []
            for index in range(len(item.parts)):
                yield from _content(ask, turn, item, index, added["id"], stamp, parts)
            done = message(ask, item, stamp, item.status, parts)
    yield "response.output_item.done", {"item": done, **place}, ""


def _empty(ask: Ask, part: Reasoning, item: Item, stamp: Stamp) -> JsonObject:
    return {**reasoning_item(ask, part, item, stamp, "added"), "content": [], "summary": []}


def _thought(done: JsonObject, turn: Turn, item: Item) -> Iterator[Step]:
    """The text of reasoning, as services stream it that show it; it is never padded."""
    for index, part in enumerate(done["content"]):
        place: JsonObject = {"content_index": index, "item_id": done["id"], "output_index": item.index}
        yield "response.content_part.added", {"part": {**part, "text": ""}, **place}, ""
        for piece in tokens.pieces(part["text"], turn.deltas):
            yield "response.reasoning_text.delta", {"delta": piece, **place}, piece
        yield "response.reasoning_text.done", {"text": part["text"], **place}, ""
        yield "response.content_part.done", {"part": part, **place}, ""


def _summary(done: JsonObject, turn: Turn, item: Item) -> Iterator[Step]:
    for index, part in enumerate(done["summary"]):
        place: JsonObject = {"item_id": done["id"], "output_index": item.index, "summary_index": index}
        yield "response.reasoning_summary_part.added", {"part": {**part, "text": ""}, **place}, ""
        for piece in tokens.pieces(part["text"], turn.deltas):
            yield "response.reasoning_summary_text.delta", {"delta": piece, "obfuscation": "", **place}, piece
        yield "response.reasoning_summary_text.done", {"text": part["text"], **place}, ""
        yield "response.reasoning_summary_part.done", {"part": part, **place}, ""


def _arguments(part: ToolCall, turn: Turn, id_: str, item: Item) -> Iterator[Step]:
    kind, field = ("custom_tool_call_input", "input") if part.custom else ("function_call_arguments", "arguments")
    place: JsonObject = {"item_id": id_, "output_index": item.index}
    for piece in tokens.pieces(part.arguments, turn.deltas):
        yield f"response.{kind}.delta", {"delta": piece, "obfuscation": "", **place}, piece
    yield f"response.{kind}.done", {field: part.arguments, **place}, ""


def _content(
    ask: Ask, turn: Turn, item: Item, index: int, id_: str, stamp: Stamp, parts: list[JsonObject]
) -> Iterator[Step]:
    part = item.parts[index]
    done = content_part(ask, part, stamp, f"{item.index}/{index}")
    place: JsonObject = {"content_index": index, "item_id": id_, "output_index": item.index}
    if isinstance(part, Refusal):
        yield "response.content_part.added", {"part": {"type": "refusal", "refusal": ""}, **place}, ""
        for piece in tokens.pieces(part.text, turn.deltas):
            yield "response.refusal.delta", {"delta": piece, "obfuscation": "", **place}, piece
        yield "response.refusal.done", {"refusal": part.text, **place}, ""
    else:
        yield (
            "response.content_part.added",
            {"part": {**done, "annotations": [], "logprobs": [], "text": ""}, **place},
            "",
        )
        yield from _text(turn, done, place)
    yield "response.content_part.done", {"part": done, **place}, ""
    parts.append(done)


def _text(turn: Turn, done: JsonObject, place: JsonObject) -> Iterator[Step]:
    scored = iter(done["logprobs"])
    for piece in tokens.pieces(done["text"], turn.deltas):
        shown: list[Any] = (
            [each for _, each in zip(tokens.tokens(piece), scored, strict=False)] if done["logprobs"] else []
        )
        yield "response.output_text.delta", {"delta": piece, "logprobs": shown, "obfuscation": "", **place}, piece
    for index, each in enumerate(done["annotations"]):
        fields = {"annotation": each, "annotation_index": index, **place}
        yield "response.output_text.annotation.added", fields, ""
    yield "response.output_text.done", {"logprobs": done["logprobs"], "text": done["text"], **place}, ""


def obfuscated(event: Event, index: int, stamp: Stamp, *, wanted: bool) -> JsonObject:
    """An event's JSON with the padding of its delta filled in, so that both together are a multiple of 16 long."""
    data = event.data
    assert isinstance(data, dict)
    if "obfuscation" not in data:
        return data
    if not wanted:
        return {key: value for key, value in data.items() if key != "obfuscation"}
    padding = stamp.filler(f"obfuscation/{index}", BASE62, 16)[: -len(data["delta"]) % 16]
    return {**data, "obfuscation": padding}


def wants_obfuscation(ask: Ask) -> bool:
    """Whether deltas are padded against reading their sizes; never in the background."""
    wanted = truth(mapping(ask.body.get("stream_options")).get("include_obfuscation"), default=True)
    return wanted and not truth(ask.body.get("background"))
