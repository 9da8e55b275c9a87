"""Turns written as a chat completion.

Specification: https://platform.openai.com/docs/api-reference/chat/object
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from mockllm.ask import Ask, Body
from mockllm.stamp import BASE62, HEX, Stamp, letters
from mockllm.turn import Citation, Other, Refusal, Stop, Text, ToolCall, Turn, calls, said, stop_of, total
from mockllm.wire import JsonObject, moderation
from mockllm.wire.layout import utf8
from mockllm.wire.logprobs import Likely, as_bytes, likely
from mockllm.wire.sound import heard

__all__ = [
    "FINISH",
    "body",
    "call_id",
    "choice_logprobs",
    "citations",
    "fingerprint",
    "finish",
    "head",
    "legacy",
    "shows_logprobs",
    "tier",
    "usage",
]

FINISH: dict[Stop, str] = {
    "end": "stop",
    "length": "length",
    "stop_sequence": "stop",
    "tool": "tool_calls",
    "refusal": "stop",
    "content_filter": "content_filter",
    "pause": "stop",
    "context": "length",
}
TIERS = {"flex": "flex", "priority": "priority", "fast": "priority", "scale": "scale"}


def body(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> JsonObject:
    """The whole answer as one JSON object."""
    return {
        "id": head(stamp),
        "object": "chat.completion",
        "created": stamp.at(),
        "model": ask.card.id,
        "choices": [_choice(ask, turn, stamp, index) for index, turn in enumerate(turns)],
        **({"moderation": moderation.completion(ask, turns)} if moderation.wanted(ask) else {}),
        "usage": usage(ask, turns),
        **({} if "search_preview" in ask.card.traits else {"service_tier": tier(ask)}),
        "system_fingerprint": fingerprint(ask),
    }


def head(stamp: Stamp) -> str:
    """The completion's id."""
    return stamp.id("chat", "chatcmpl-", BASE62, 29)


def tier(ask: Ask) -> str:
    """The service tier that answers, for the one that was asked for."""
    return TIERS.get(str(ask.body.get("service_tier")), "default")


def fingerprint(ask: Ask) -> str | None:
    """The backend's fingerprint: one for each model; most reasoning models and the oldest show none."""
    traits = ask.card.traits
    if "search_preview" in traits:
        return ""
    if "no_fingerprint" in traits or (ask.card.reasoning and "fingerprint" not in traits):
        return None
    return _fingerprint(ask.card.id)


@lru_cache(maxsize=256)
def _fingerprint(model: str) -> str:
    return "fp_" + letters(utf8(model), HEX, 10)


def finish(ask: Ask, turn: Turn) -> str:
    """The finish reason."""
    stop = stop_of(turn)
    # A call that was asked for by name ends with "stop" on models that do not reason.
    if (
        stop == "tool"
        and not ask.card.reasoning
        and (_named(ask.body, "tool_choice") or _named(ask.body, "function_call"))
    ):
        return "stop"
    return "function_call" if stop == "tool" and legacy(ask) else FINISH[stop]


def _named(body: Body, field: str) -> bool:
    chosen = body.get(field)
    return isinstance(chosen, Mapping) and chosen.get("type") != "allowed_tools"


def legacy(ask: Ask) -> bool:
    """Whether calls are written as the one `function_call` of old."""
    return any(tool.kind == "legacy" for tool in ask.tools) and all(tool.kind == "legacy" for tool in ask.tools)


def call_id(call: ToolCall, stamp: Stamp, choice: int, index: int) -> str:
    """The id of a call."""
    return call.id or stamp.id(f"call/{choice}/{index}", "call_", BASE62, 24)


def usage(ask: Ask, turns: Sequence[Turn]) -> JsonObject:
    """The token counts."""
    used = total(turns)
    cached: JsonObject = {"cached_tokens": used.cached}
    if "cache_write" in ask.card.traits:
        cached["cache_write_tokens"] = used.written
    read: JsonObject = {}
    spoken: JsonObject = {}
    sounds = 0
    if "audio" in ask.card.traits:
        sounds = min(heard(ask.messages), used.input)
        # No sound is made: all that a model says is text.
        read, spoken = {"text_tokens": used.input - sounds, "image_tokens": 0}, {"text_tokens": used.output}
    return {
        "prompt_tokens": used.input,
        "completion_tokens": used.output,
        "total_tokens": used.input + used.output,
        "prompt_tokens_details": {**cached, "audio_tokens": sounds, **read},
        "completion_tokens_details": {
            "reasoning_tokens": used.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
            **spoken,
        },
    }


def citations(turn: Turn) -> list[JsonObject]:
    """The url citations of a turn's texts, as annotations."""
    return [_annotation(each) for part in turn.parts if isinstance(part, Text) for each in part.citations]


def choice_logprobs(ask: Ask, turn: Turn, stamp: Stamp, index: int) -> JsonObject | None:
    """The `logprobs` of a choice; None where they were not asked for."""
    if ask.logprobs is None:
        return None
    refused = _refusal(turn)
    if refused is not None:
        return {"content": None, "refusal": _listed(likely(refused, ask.logprobs, stamp, str(index)))}
    text = said(turn)
    return {"content": _listed(likely(text, ask.logprobs, stamp, str(index))) if text else None, "refusal": None}


def shows_logprobs(ask: Ask) -> bool:
    """Whether a choice has the key: models that think, speak or search have it only where it was asked for."""
    return ask.logprobs is not None or not (ask.card.reasoning or ask.card.traits & {"audio", "search_preview"})


def _choice(ask: Ask, turn: Turn, stamp: Stamp, index: int) -> JsonObject:
    choice: JsonObject = {"index": index, "message": _message(ask, turn, stamp, index)}
    if shows_logprobs(ask):
        choice["logprobs"] = choice_logprobs(ask, turn, stamp, index)
    choice["finish_reason"] = finish(ask, turn)
    return choice


def _message(ask: Ask, turn: Turn, stamp: Stamp, choice: int) -> JsonObject:
    refused = _refusal(turn)
    called = calls(turn)
    text = said(turn)
    content = text if text or not (called or refused is not None) else None
    message: JsonObject = {"role": "assistant", "content": content}
    if called and legacy(ask):
        message["function_call"] = {"name": called[0].name, "arguments": called[0].arguments}
    elif called:
        message["tool_calls"] = [_call(call, call_id(call, stamp, choice, n)) for n, call in enumerate(called)]
    message["refusal"] = refused
    message["annotations"] = citations(turn)
    for part in turn.parts:
        if isinstance(part, Other) and part.shape == "chat":
            message.update(part.data)
    return message


def _call(call: ToolCall, id_: str) -> JsonObject:
    if call.custom:
        return {"id": id_, "type": "custom", "custom": {"name": call.name, "input": call.arguments}}
    return {"id": id_, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _refusal(turn: Turn) -> str | None:
    refused = [part.text for part in turn.parts if isinstance(part, Refusal)]
    return "".join(refused) if refused else None


def _annotation(citation: Citation) -> JsonObject:
    place = {"start_index": citation.start, "end_index": citation.end, "url": citation.url, "title": citation.title}
    return {"type": "url_citation", "url_citation": place}


def _listed(found: list[Likely]) -> list[dict[str, Any]]:
    return [
        {
            "token": each.token,
            "logprob": each.logprob,
            "bytes": each.bytes_of(),
            "top_logprobs": [{"token": t, "logprob": p, "bytes": as_bytes(t)} for t, p in each.others],
        }
        for each in found
    ]
