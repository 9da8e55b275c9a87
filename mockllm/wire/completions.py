"""Legacy completions, a shape like the three: parse, body, events, read.

Specification: https://platform.openai.com/docs/api-reference/completions
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockllm import tokens
from mockllm.ask import Ask, Body, Headers, Message, Model, text_of
from mockllm.stamp import BASE62, Stamp
from mockllm.turn import Stop, Text, Turn, said, stop_of, total
from mockllm.wire import Event, JsonObject
from mockllm.wire.logprobs import MOST_ALTERNATIVES, MOST_CHOICES, Likely, likely
from mockllm.wire.sse import decode
from mockllm.wire.tolerant import few, integer, items, mapping, string, strings, truth

__all__ = ["DONE", "body", "events", "name", "parse", "prompts", "read", "talk"]

name = "completions"
talk = "prompt"
DONE = "[DONE]"
LIMIT = 16
"""How many tokens an answer has where `max_tokens` says nothing."""

SAMPLING = ("temperature", "top_p", "seed", "frequency_penalty", "presence_penalty", "logit_bias")
FINISH: dict[Stop, str] = {"length": "length", "context": "length", "content_filter": "content_filter"}
STOP: dict[str, Stop] = {"stop": "end", "length": "length", "content_filter": "content_filter"}


def prompts(value: Any) -> tuple[str, ...]:
    """The prompts: a string, strings, token ids or arrays of them. Ids are not of our tokenizer: each is a word."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not value:
        return ("",)
    if isinstance(value[0], int):
        return (_words(value),)
    return tuple(each if isinstance(each, str) else _words(each) for each in value)


def parse(body: Body, headers: Headers, vendor: str, model: Model) -> Ask:
    """The ask in a request body: a user's message for each prompt, `n` of turns for all of them together."""
    texts = prompts(body.get("prompt"))
    limit, suffix = integer(body.get("max_tokens")), string(body.get("suffix"))
    return Ask(
        vendor=vendor,
        shape=name,
        model=string(body.get("model")),
        card=model,
        messages=tuple(Message("user", (Text(text),)) for text in texts),
        limit=LIMIT if limit is None else limit,
        stop=strings(body.get("stop")),
        n=_best_of(body) * len(texts),
        logprobs=None if integer(body.get("logprobs")) is None else few(body["logprobs"], MOST_ALTERNATIVES),
        stream=truth(body.get("stream")),
        sampling={key: body[key] for key in SAMPLING if body.get(key) is not None},
        user=string(body.get("user")) or None,
        input_tokens=sum(map(tokens.count, texts)) + tokens.count(suffix),
        headers=headers,
        body=body,
    )


def body(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> JsonObject:
    """The whole answer as one JSON object: of `best_of` turns for each prompt, the first `n`."""
    choices = [
        {
            "text": _prefix(ask, index) + said(turn),
            "index": index,
            "logprobs": _scores(ask, turn, stamp, index),
            "finish_reason": FINISH.get(stop_of(turn), "stop"),
        }
        for index, turn in enumerate(_chosen(ask, turns))
    ]
    return {**_head(stamp), "model": ask.card.id, "choices": choices, "usage": _usage(turns)}


def events(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
    """The answer as a stream. A cut shows on the last chunk of text, an end in an empty chunk of its own."""
    for index, turn in enumerate(_chosen(ask, turns)):
        yield from _choice(ask, turn, stamp, index)
    if _wants_usage(ask):
        yield Event({**_head(stamp), "model": ask.card.id, "usage": _usage(turns), "choices": []})
    yield Event(DONE)


def read(body: bytes, *, stream: bool) -> tuple[Turn, ...]:
    """The turns in an answer's bytes. Raises ValueError where they are not of this shape."""
    if stream:
        chunks = [json.loads(each.data) for each in decode(body) if each.data and each.data != DONE]
    else:
        chunks = [json.loads(body)]
    texts: dict[int, str] = {}
    ends: dict[int, str] = {}
    for chunk in chunks:
        if mapping(chunk).get("object") != "text_completion":
            raise ValueError("not a legacy completion")
        for choice in items(chunk.get("choices")):
            index = integer(choice.get("index")) or 0
            texts[index] = texts.get(index, "") + string(choice.get("text"))
            ends[index] = string(choice.get("finish_reason"), ends.get(index, "stop"))
    return tuple(Turn((Text(texts[index]),), STOP.get(ends[index], "end")) for index in sorted(texts))


def _words(ids: Any) -> str:
    return " ".join(str(each) for each in ids) if isinstance(ids, list) else ""


def _best_of(body: Body) -> int:
    return max(1, few(body.get("n"), MOST_CHOICES), few(body.get("best_of"), MOST_CHOICES))


def _chosen(ask: Ask, turns: Sequence[Turn]) -> list[Turn]:
    each, shown = _best_of(ask.body), max(1, few(ask.body.get("n"), MOST_CHOICES))
    return [turn for number, turn in enumerate(turns) if number % each < shown]


def _prefix(ask: Ask, index: int) -> str:
    """What `echo` puts before a choice: its prompt."""
    if not truth(ask.body.get("echo")) or not ask.messages:
        return ""
    shown = max(1, few(ask.body.get("n"), MOST_CHOICES))
    return text_of(ask.messages[min(index // shown, len(ask.messages) - 1)])


def _head(stamp: Stamp) -> JsonObject:
    return {
        "id": stamp.id(name, "cmpl-", BASE62, 29),
        "object": "text_completion",
        "created": stamp.at(),
    }


def _usage(turns: Sequence[Turn]) -> JsonObject:
    used = total(turns)
    return {
        "prompt_tokens": used.input,
        "completion_tokens": used.output,
        "total_tokens": used.input + used.output,
    }


def _wants_usage(ask: Ask) -> bool:
    return truth(mapping(ask.body.get("stream_options")).get("include_usage"))


def _choice(ask: Ask, turn: Turn, stamp: Stamp, index: int) -> Iterator[Event]:
    prefix = _prefix(ask, index)
    pieces = [*([prefix] if prefix else []), *tokens.pieces(said(turn), turn.deltas)]
    finish = FINISH.get(stop_of(turn), "stop")
    scores = _pieces_of(_scores(ask, turn, stamp, index), pieces)
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1 and finish == "length"
        yield _chunk(ask, stamp, index, piece, scores[number], finish if last else None)
    if finish != "length" or not pieces:
        yield _chunk(ask, stamp, index, "", None, finish)


def _chunk(ask: Ask, stamp: Stamp, index: int, text: str, scores: JsonObject | None, finish: str | None) -> Event:
    choice = {"text": text, "index": index, "logprobs": scores, "finish_reason": finish}
    data: JsonObject = {**_head(stamp), "choices": [choice], "model": ask.card.id}
    if _wants_usage(ask):
        data["usage"] = None
    return Event(data, tokens=tokens.count(text) if text else 0, text=text)


def _scores(ask: Ask, turn: Turn, stamp: Stamp, index: int) -> JsonObject | None:
    """The log probabilities of a choice, its prompt's too where that is echoed; the first token of all has none."""
    if ask.logprobs is None:
        return None
    prefix = _prefix(ask, index)
    found = likely(prefix + said(turn), max(1, ask.logprobs), stamp, str(index))
    shown = _listed(found, ask.logprobs)
    if prefix and found:
        shown["token_logprobs"][0] = shown["top_logprobs"][0] = None
    return shown


def _listed(found: Sequence[Likely], most: int) -> JsonObject:
    offsets, place = [], 0
    for each in found:
        offsets.append(place)
        place += len(each.token)
    tops: list[Mapping[str, float] | None] = [dict(each.others[:most]) for each in found]
    return {
        "tokens": [each.token for each in found],
        "token_logprobs": [each.logprob for each in found],
        "top_logprobs": tops,
        "text_offset": offsets,
    }


def _pieces_of(scores: JsonObject | None, pieces: Sequence[str]) -> list[JsonObject | None]:
    """The scores of each piece; a piece has as many tokens as fit into it."""
    if scores is None:
        return [None] * len(pieces)
    shares: list[JsonObject | None] = []
    start = place = 0
    for piece in pieces:
        place += len(piece)
        end = start
        while end < len(scores["tokens"]) and scores["text_offset"][end] < place:
            end += 1
        shares.append({key: column[start:end] for key, column in scores.items()})
        start = end
    return shares
