"""Turns written as chat completion chunks.

Specification: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat, zip_longest

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Noise, Stamp
from mockllm.turn import Json, Other, Part, Refusal, Text, ToolCall, Turn, calls, said
from mockllm.wire import Event, JsonObject, Run, moderation
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

__all__ = ["DONE", "events", "obfuscated", "wants_obfuscation", "wants_usage"]

DONE = "[DONE]"
Make = Callable[[str], JsonObject]
Delta = tuple[JsonObject | Make, str]
"""A delta, or what makes one and others like it, and the text or arguments that it carries."""


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
    if len(streams) == 1:
        yield from streams[0]
    else:
        yield from (event for row in zip_longest(*streams) for event in row if event is not None)
    if used:
        yield Event({**shared, "choices": [], "usage": usage(ask, turns)})
    if moderation.wanted(ask):
        told: JsonObject = {"choices": [], "moderation": moderation.completion(ask, turns)}
        yield Event({**shared, **told, **({"usage": None} if used else {})})
    yield Event(DONE)


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


def obfuscated(text: str, noise: Noise, index: int) -> str:
    """A chunk's JSON text with padding that makes its length in characters one more than a multiple of 16."""
    return f'{text[:-1]},"obfuscation":"{noise.padding(index, -len(text) % 16)}"}}'


def _choice(ask: Ask, turn: Turn, stamp: Stamp, index: int, shared: JsonObject) -> Iterator[Event]:
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

    runs: dict[Make, Run] = {}
    for delta, text in _deltas(ask, turn, stamp, index):
        weight = tokens.count(text) if text else 0
        if not callable(delta):
            yield Event(chunk(delta, text), tokens=weight)
        elif ask.logprobs is not None:
            yield Event(chunk(delta(text), text), tokens=weight, text=_shown(delta, text))
        else:
            run = runs.get(delta) or runs.setdefault(delta, _run(chunk, delta))
            yield Event(None, None, weight, _shown(delta, text), run, (text,))
    yield Event(chunk({}, reason=finish(ask, turn)))


def _run(chunk: Callable[[JsonObject], JsonObject], delta: Make) -> Run:
    return Run(lambda text: chunk(delta(text)))


def _content(text: str) -> JsonObject:
    return {"content": text}


def _refusal(text: str) -> JsonObject:
    return {"refusal": text}


def _shown(delta: Make, text: str) -> str:
    """The text, where it is for the user and no arguments of a call."""
    return text if delta in (_content, _refusal) else ""


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
        yield from _fragments(ask, call, 0, turn)
        return
    yield opening, ""
    number = 0
    for part in parts:
        match part:
            case Text(text=text) | Json(text=text):
                yield from zip(repeat(_content), tokens.pieces(text, turn.deltas), strict=False)
            case Refusal(text=text):
                yield from zip(repeat(_refusal), tokens.pieces(text, turn.deltas), strict=False)
            case ToolCall():
                yield _head(ask, part, stamp, choice, number), ""
                yield from _fragments(ask, part, number, turn)
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


def _fragments(ask: Ask, call: ToolCall, index: int, turn: Turn) -> Iterator[Delta]:
    kind, field = ("custom", "input") if call.custom else ("function", "arguments")

    def called(piece: str) -> JsonObject:
        if legacy(ask):
            return {"function_call": {field: piece}}
        return {"tool_calls": [{"index": index, kind: {field: piece}}]}

    yield from zip(repeat(called), tokens.pieces(call.arguments, turn.deltas), strict=False)
