"""Turns written as response events.

Specification: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Noise, Stamp
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, JsonObject, Run, layout
from mockllm.wire.event import More
from mockllm.wire.responses.body import (
    Item,
    body,
    call,
    content_part,
    message,
    outline,
    raw,
    reasoning_item,
    response,
)
from mockllm.wire.responses.hosted import begun, stages
from mockllm.wire.tolerant import mapping, string, truth

__all__ = ["COUNTS", "event", "events", "failing", "next_number", "unpadded", "wants_obfuscation"]

COUNTS = "sequence_number"
"""The member that holds the number of an event."""
PLAIN_ONLY = ("billing",)
WHOLE = Turn(deltas="whole")
SHOWN = frozenset({"response.output_text.delta", "response.refusal.delta"})

Make = Callable[[str], JsonObject]
MORE: tuple[More, ...] = (
    lambda noise, pieces, numbers: noise.paddings(numbers, map(len, pieces)),
    lambda _, __, numbers: numbers,
)
"""The padding of a delta and its number."""
Step = tuple[str, JsonObject | Make, Sequence[str]]
"""The type of an event, its fields, what it says; or the type of deltas, what makes their fields, and their pieces."""


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream, numbered from 0."""
    found: list[Event] = []
    noise = stamp.noise()
    deltas = (turns[0] if turns else Turn()).deltas
    for kind, fields, pieces in _events(ask, turns, stamp):
        if callable(fields):
            run = _run(kind, fields, noise)
            weights = tokens.weights(pieces, deltas if len(pieces) > 1 else "whole")
            found += run.events(pieces, weights, count(len(found)))
        else:
            found.append(event(kind, fields, len(found), "".join(pieces)))
    return iter(found)


def event(kind: str, fields: JsonObject, number: int, said: str = "") -> Event:
    """One event: its type first, then its fields by name, its number among them."""
    return Event(_numbered(kind, fields, number), kind, tokens.count(said) if said else 0)


def _numbered(kind: str, fields: JsonObject, number: int) -> JsonObject:
    return {"type": kind, **dict(sorted({**fields, COUNTS: number}.items()))}


def _run(kind: str, make: Make, noise: Noise) -> Run:
    return Run(
        lambda piece, padding, number: _numbered(kind, {**make(piece), "obfuscation": padding}, number),
        kind,
        MORE,
        noise,
        shown=kind in SHOWN,
    )


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


def _events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Step]:
    turn = turns[0] if turns else Turn()
    background = truth(ask.body.get("background"))
    fresh = response(ask, stamp, "in_progress", [])
    if background:
        queued = {"response": {**fresh, "status": "queued"}}
        yield "response.created", queued, ()
        yield "response.queued", queued, ()
    else:
        yield "response.created", {"response": fresh}, ()
    yield "response.in_progress", {"response": fresh}, ()
    for item in outline(turn):
        yield from _item(ask, turn, item, stamp)
    # Opaque reasoning is encrypted anew each time it is shown.
    done = body(ask, turns, stamp, "completed")
    for key in PLAIN_ONLY:
        del done[key]
    yield f"response.{done['status']}", {"response": done}, ()


def _item(ask: Ask, turn: Turn, item: Item, stamp: Stamp) -> Iterator[Step]:
    first = item.parts[0]
    place: JsonObject = {"output_index": item.index}
    match first:
        case Reasoning():
            yield "response.output_item.added", {"item": _empty(ask, first, item, stamp), **place}, ()
            done = reasoning_item(ask, first, item, stamp, "done")
            yield from _thought(done, turn, item)
            yield from _summary(done, turn, item)
        case ToolCall():
            added = call(ask, first, item, stamp, "in_progress", "")
            yield "response.output_item.added", {"item": added, **place}, ()
            done = call(ask, first, item, stamp, item.status, first.arguments)
            yield from _arguments(first, turn, done["id"], item)
        case Other():
            done = raw(ask, first, item, stamp)
            yield "response.output_item.added", {"item": begun(done), **place}, ()
            yield from _hosted(done, {"item_id": done["id"], **place})
        case Text() | Json() | Refusal():
            added = message(ask, item, stamp, "in_progress", [])
            yield "response.output_item.added", {"item": added, **place}, ()
            parts: list[JsonObject] = []
            for index in range(len(item.parts)):
                yield from _content(ask, turn, item, index, added["id"], stamp, parts)
            done = message(ask, item, stamp, item.status, parts)
    yield "response.output_item.done", {"item": done, **place}, ()


def _hosted(done: JsonObject, place: JsonObject) -> Iterator[Step]:
    """How a tool of the service gets on, with the arguments of a remote one."""
    before, after = stages(done)
    yield from ((kind, place, ()) for kind in before)
    if done.get("type") == "mcp_call":
        yield _pieces("response.mcp_call_arguments.delta", string(done.get("arguments")), WHOLE, place)
        yield "response.mcp_call_arguments.done", {"arguments": done.get("arguments"), **place}, ()
    yield from ((kind, place, ()) for kind in after)


def _empty(ask: Ask, part: Reasoning, item: Item, stamp: Stamp) -> JsonObject:
    return {**reasoning_item(ask, part, item, stamp, "added"), "content": [], "summary": []}


def _thought(done: JsonObject, turn: Turn, item: Item) -> Iterator[Step]:
    """The text of reasoning, as services stream it that show it; it is never padded."""
    for index, part in enumerate(done["content"]):
        place: JsonObject = {"content_index": index, "item_id": done["id"], "output_index": item.index}
        yield "response.content_part.added", {"part": {**part, "text": ""}, **place}, ()
        for piece in tokens.pieces(part["text"], turn.deltas):
            yield "response.reasoning_text.delta", {"delta": piece, **place}, (piece,)
        yield "response.reasoning_text.done", {"text": part["text"], **place}, ()
        yield "response.content_part.done", {"part": part, **place}, ()


def _summary(done: JsonObject, turn: Turn, item: Item) -> Iterator[Step]:
    for index, part in enumerate(done["summary"]):
        place: JsonObject = {"item_id": done["id"], "output_index": item.index, "summary_index": index}
        yield "response.reasoning_summary_part.added", {"part": {**part, "text": ""}, **place}, ()
        yield _pieces("response.reasoning_summary_text.delta", part["text"], turn, place)
        yield "response.reasoning_summary_text.done", {"text": part["text"], **place}, ()
        yield "response.reasoning_summary_part.done", {"part": part, **place}, ()


def _arguments(part: ToolCall, turn: Turn, id_: str, item: Item) -> Iterator[Step]:
    kind, field = ("custom_tool_call_input", "input") if part.custom else ("function_call_arguments", "arguments")
    place: JsonObject = {"item_id": id_, "output_index": item.index}
    yield _pieces(f"response.{kind}.delta", part.arguments, turn, place)
    yield f"response.{kind}.done", {field: part.arguments, **place}, ()


def _content(
    ask: Ask, turn: Turn, item: Item, index: int, id_: str, stamp: Stamp, parts: list[JsonObject]
) -> Iterator[Step]:
    part = item.parts[index]
    done = content_part(ask, part, stamp, f"{item.index}/{index}")
    place: JsonObject = {"content_index": index, "item_id": id_, "output_index": item.index}
    if isinstance(part, Refusal):
        yield "response.content_part.added", {"part": {"type": "refusal", "refusal": ""}, **place}, ()
        yield _pieces("response.refusal.delta", part.text, turn, place)
        yield "response.refusal.done", {"refusal": part.text, **place}, ()
    else:
        yield (
            "response.content_part.added",
            {"part": {**done, "annotations": [], "logprobs": [], "text": ""}, **place},
            (),
        )
        yield from _text(turn, done, place)
    yield "response.content_part.done", {"part": done, **place}, ()
    parts.append(done)


def _pieces(kind: str, text: str, turn: Turn, place: JsonObject) -> Step:
    """The deltas of a text, which differ in their piece of it only."""

    def fields(piece: str) -> JsonObject:
        return {"delta": piece, **place}

    return kind, fields, tokens.pieces(text, turn.deltas)


def _text(turn: Turn, done: JsonObject, place: JsonObject) -> Iterator[Step]:
    if done["annotations"]:
        yield from _cited(list(enumerate(done["annotations"])), _said(turn, done, place), place)
    else:
        yield from _said(turn, done, place)
    yield "response.output_text.done", {"logprobs": done["logprobs"], "text": done["text"], **place}, ()


def _cited(noted: list[tuple[int, JsonObject]], steps: Iterator[Step], place: JsonObject) -> Iterator[Step]:
    """The deltas of a text, with each of its sources once the words that cite it are told."""
    length = 0
    for kind, fields, pieces in steps:
        for piece in pieces:
            yield kind, fields, (piece,)
            length += len(piece)
            while noted and 0 < noted[0][1].get("end_index", 0) <= length:
                yield _note(*noted.pop(0), place)
    yield from (_note(index, each, place) for index, each in noted)


def _said(turn: Turn, done: JsonObject, place: JsonObject) -> Iterator[Step]:
    if not done["logprobs"]:
        yield _pieces("response.output_text.delta", done["text"], turn, {**place, "logprobs": []})
        return
    scored = iter(done["logprobs"])
    for piece in tokens.pieces(done["text"], turn.deltas):
        shown: list[Any] = [each for _, each in zip(tokens.tokens(piece), scored, strict=False)]
        yield _pieces("response.output_text.delta", piece, WHOLE, {**place, "logprobs": shown})


def _note(index: int, annotation: JsonObject, place: JsonObject) -> Step:
    return "response.output_text.annotation.added", {"annotation": annotation, "annotation_index": index, **place}, ()


def unpadded(data: JsonObject) -> str:
    """The JSON text of an event without the padding of a delta."""
    return layout.text({key: value for key, value in data.items() if key != "obfuscation"})


def wants_obfuscation(ask: Ask) -> bool:
    """Whether deltas are padded against reading their sizes; never in the background."""
    wanted = truth(mapping(ask.body.get("stream_options")).get("include_obfuscation"), default=True)
    return wanted and not truth(ask.body.get("background"))
