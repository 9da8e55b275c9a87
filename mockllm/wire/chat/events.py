"""Turns written as chat completion chunks.

Specification: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Noise, Stamp
from mockllm.turn import Json, Other, Part, Refusal, Text, ToolCall, Turn, calls, said
from mockllm.wire import Event, JsonObject, Run, Tail, moderation
from mockllm.wire.chat.body import (
    call_id,
    choice_logprobs,
    citations,
    fingerprint,
    finish,
    head,
    legacy,
    shows_logprobs,
    tier,
    usage,
)
from mockllm.wire.tolerant import mapping, truth

__all__ = ["DONE", "events", "obfuscation", "wants_obfuscation", "wants_usage"]

DONE = "[DONE]"
ERROR = '{"error":'
"""How a chunk begins that ends a stream with a failure."""
Make = Callable[[str], JsonObject]
Delta = tuple[JsonObject | Make, str]
"""A delta; or what makes those of a text or of arguments, and these."""


def wants_usage(ask: Ask) -> bool:
    """Whether the stream ends with a usage chunk."""
    return truth(mapping(ask.body.get("stream_options")).get("include_usage"))


def wants_obfuscation(ask: Ask) -> bool:
    """Whether chunks are padded against reading their sizes."""
    return truth(mapping(ask.body.get("stream_options")).get("include_obfuscation"), default=True)


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream: every choice's chunks in turn, the usage, the moderation, `[DONE]`."""
    shared = _shared(ask, stamp)
    used = wants_usage(ask)
    streams = [_choice(ask, turn, stamp, index, shared) for index, turn in enumerate(turns)]
    found = streams[0] if len(streams) == 1 else [event for row in zip_longest(*streams) for event in row if event]
    if used:
        found.append(Event({**shared, "choices": [], "usage": usage(ask, turns)}))
    if moderation.wanted(ask):
        told: JsonObject = {"choices": [], "moderation": moderation.completion(ask, turns)}
        found.append(Event({**shared, **told, **({"usage": None} if used else {})}))
    found.append(Event(DONE))
    return iter(found)


def _shared(ask: Ask, stamp: Stamp) -> JsonObject:
    """What every chunk begins with."""
    return {
        "id": head(stamp),
        "object": "chat.completion.chunk",
        "created": stamp.at(),
        "model": ask.card.id,
        "service_tier": tier(ask),
        "system_fingerprint": fingerprint(ask),
    }


def obfuscation(noise: Noise) -> Tail:
    """Padding that makes the length of a chunk's JSON in characters one more than a multiple of 16.

    Errors have none.
    """
    return Tail(noise.paddings, ',"obfuscation":"', '"', ERROR)


def _choice(ask: Ask, turn: Turn, stamp: Stamp, index: int, shared: JsonObject) -> list[Event]:
    used = wants_usage(ask)
    first = len(calls(turn)) > 1 and not said(turn)
    likely = choice_logprobs(ask, turn, stamp, index) or {}
    scored = iter(likely.get("content") or likely.get("refusal") or ())
    kind = "refusal" if likely.get("refusal") else "content"

    def chunk(delta: JsonObject, text: str = "", reason: str | None = None) -> JsonObject:
        choice: JsonObject = {"index": index, "delta": delta}
        if ask.logprobs is not None:
            choice["logprobs"] = None if reason else _scores(scored, text, kind, delta)
        elif shows_logprobs(ask):
            choice["logprobs"] = None
        choice["finish_reason"] = reason
        rest: JsonObject = {"choices": [choice]}
        if used:
            # With several calls the service writes the usage before the choices, until the reason.
            rest = {"usage": None, **rest} if first and not reason else {**rest, "usage": None}
        return {**shared, **rest}

    found: list[Event] = []
    for delta, text in _deltas(ask, turn, stamp, index):
        if callable(delta):
            found += _told(chunk, delta, tokens.pieces(text, turn.deltas), turn, alike=ask.logprobs is None)
        else:
            found.append(Event(chunk(delta)))
    found.append(Event(chunk({}, reason=finish(ask, turn))))
    return found


def _told(
    chunk: Callable[[JsonObject, str], JsonObject], delta: Make, pieces: Sequence[str], turn: Turn, *, alike: bool
) -> Iterator[Event]:
    """The chunks of a text or of arguments, which are `alike` where they differ in nothing but their piece of it."""
    weights, shown = tokens.weights(pieces, turn.deltas), delta in SHOWN
    if alike:
        return Run(lambda piece: chunk(delta(piece), piece), shown=shown).events(pieces, weights)
    told = zip(pieces, weights, strict=True)
    return (Event(chunk(delta(piece), piece), None, weight, piece if shown else "") for piece, weight in told)


def _content(text: str) -> JsonObject:
    return {"content": text}


def _refusal(text: str) -> JsonObject:
    return {"refusal": text}


SHOWN: tuple[Make, ...] = (_content, _refusal)
"""Deltas of what is for the user and no arguments of a call."""


def _scores(scored: Iterator[JsonObject], text: str, kind: str, delta: JsonObject) -> JsonObject | None:
    if "content" not in delta and "refusal" not in delta:
        return None
    found = [each for _, each in zip(tokens.tokens(text), scored, strict=False)] if text else []
    return {"content": None, "refusal": found} if kind == "refusal" else {"content": found, "refusal": None}


def _deltas(ask: Ask, turn: Turn, stamp: Stamp, choice: int) -> Iterator[Delta]:
    parts = [part for part in turn.parts if isinstance(part, Text | Json | Refusal | ToolCall)]
    alone = len(parts) == 1 and isinstance(parts[0], ToolCall)
    opening = _opening(parts)
    if alone or (legacy(ask) and isinstance(next(iter(parts), None), ToolCall)):
        call = parts[0]
        assert isinstance(call, ToolCall)
        yield {**opening, **_head(ask, call, stamp, choice, 0), "refusal": None}, ""
        yield _fragments(ask, call, 0), call.arguments
        return
    yield opening, ""
    number = 0
    for part in parts:
        match part:
            case Text(text=text) | Json(text=text):
                yield _content, text
            case Refusal(text=text):
                yield _refusal, text
            case ToolCall():
                yield _head(ask, part, stamp, choice, number), ""
                yield _fragments(ask, part, number), part.arguments
                number += 1
    yield from _rest(turn)


def _rest(turn: Turn) -> Iterator[Delta]:
    noted = citations(turn)
    if noted:
        yield {"annotations": noted}, ""
    for part in turn.parts:
        if isinstance(part, Other) and part.shape == "chat":
            yield dict(part.data), ""


def _opening(parts: Sequence[Part]) -> JsonObject:
    first = next(iter(parts), None)
    match first:
        case ToolCall():
            return {"role": "assistant", "content": None}
        case Refusal():
            return {"role": "assistant", "content": None, "refusal": ""}
        case _:
            return {"role": "assistant", "content": "", "refusal": None}


def _head(ask: Ask, call: ToolCall, stamp: Stamp, choice: int, index: int) -> JsonObject:
    if legacy(ask):
        return {"function_call": {"name": call.name, "arguments": ""}}
    begun: JsonObject = {"index": index, "id": call_id(call, stamp, choice, index)}
    if call.custom:
        begun |= {"type": "custom", "custom": {"name": call.name, "input": ""}}
    else:
        begun |= {"type": "function", "function": {"name": call.name, "arguments": ""}}
    return {"tool_calls": [begun]}


def _fragments(ask: Ask, call: ToolCall, index: int) -> Make:
    kind, field = ("custom", "input") if call.custom else ("function", "arguments")

    def called(piece: str) -> JsonObject:
        if legacy(ask):
            return {"function_call": {field: piece}}
        return {"tool_calls": [{"index": index, kind: {field: piece}}]}

    return called
