"""Turns written as a response.

Specification: https://platform.openai.com/docs/api-reference/responses/object
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from mockllm.ask import Ask
from mockllm.stamp import Stamp
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn, stop_of, total
from mockllm.wire import JsonObject, moderation
from mockllm.wire.logprobs import as_bytes, likely
from mockllm.wire.responses import echo
from mockllm.wire.responses.ids import call_id, encrypted, item_id, response_id
from mockllm.wire.responses.offered import namespace

__all__ = [
    "Item",
    "Status",
    "annotation",
    "body",
    "call",
    "content_part",
    "message",
    "outline",
    "output",
    "raw",
    "reasoning_item",
    "response",
    "scores",
]

Status = Literal["completed", "incomplete", "in_progress", "failed", "queued", "cancelled"]
REASONS = {"length": "max_output_tokens", "context": "max_output_tokens", "content_filter": "content_filter"}
ORDER: JsonObject = dict.fromkeys((
    "id", "object", "created_at", "status", "background", "billing", "completed_at", "conversation", "error",
    "frequency_penalty", "incomplete_details", "instructions", "max_output_tokens", "max_tool_calls", "model",
    "moderation", "output", "parallel_tool_calls", "presence_penalty", "previous_response_id", "prompt",
    "prompt_cache_diagnostics", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning",
    "safety_identifier", "service_tier", "store", "temperature", "text", "tool_choice", "tool_usage", "tools",
    "top_logprobs", "top_p", "truncation", "usage", "user", "metadata",
))  # fmt: skip


class Item(Struct, frozen=True):
    """One output item before it is written: parts that share it, its place, and whether it was cut."""

    parts: tuple[Part, ...]
    index: int
    status: Literal["completed", "incomplete"]


def body(ask: Ask, turns: Sequence[Turn], stamp: Stamp, when: str = "done") -> JsonObject:
    """The whole answer as one JSON object; `when` tells apart the times at which reasoning is encrypted."""
    turn = turns[0] if turns else Turn()
    reason = REASONS.get(stop_of(turn))
    done = _begun(ask, stamp, "incomplete" if reason else "completed", output(ask, turn, stamp, when))
    used = total(turns)
    return _ordered(
        done
        | {
            "billing": {"payer": "developer"},
            "completed_at": None if reason else stamp.at(1),
            "incomplete_details": {"reason": reason} if reason else None,
            "moderation": moderation.response(ask, turn) if moderation.wanted(ask) else None,
            "service_tier": echo.final_tier(ask),
            "tool_usage": echo.tool_usage(sum(item.get("type") == "web_search_call" for item in done["output"])),
            "usage": {
                "input_tokens": used.input,
                "input_tokens_details": {"cache_write_tokens": used.written, "cached_tokens": used.cached},
                "output_tokens": used.output,
                "output_tokens_details": {"reasoning_tokens": used.reasoning},
                "total_tokens": used.input + used.output,
            },
        }
    )


def response(ask: Ask, stamp: Stamp, status: Status, items: list[JsonObject]) -> JsonObject:
    """A response in some state, without its usage."""
    return _ordered(_begun(ask, stamp, status, items))


def _ordered(fields: JsonObject) -> JsonObject:
    shown = ORDER | fields
    for name in ORDER.keys() - fields.keys():
        del shown[name]
    return shown


def _begun(ask: Ask, stamp: Stamp, status: Status, items: list[JsonObject]) -> JsonObject:
    return echo.echoed(ask) | {
        "id": response_id(stamp, stored=ask.store),
        "object": "response",
        "created_at": stamp.at(),
        "status": status,
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "model": ask.card.id,
        "moderation": None,
        "output": items,
        "service_tier": echo.asked_tier(ask),
        "tool_usage": echo.tool_usage(),
        "usage": None,
    }


def outline(turn: Turn) -> Iterator[Item]:
    """The output items of a turn: texts that follow each other share a message."""
    groups: list[list[Part]] = []
    for part in turn.parts:
        if isinstance(part, Other) and part.shape != "responses":
            continue
        shared = isinstance(part, Text | Json | Refusal) and groups and not isinstance(groups[-1][0], ALONE)
        if shared:
            groups[-1].append(part)
        else:
            groups.append([part])
    cut = stop_of(turn) in REASONS
    for index, group in enumerate(groups):
        last = index == len(groups) - 1
        yield Item(tuple(group), index, "incomplete" if cut and last else "completed")


ALONE = (Reasoning, ToolCall, Other)


def output(ask: Ask, turn: Turn, stamp: Stamp, when: str) -> list[JsonObject]:
    """The output items as they stand when the answer is done."""
    return [_whole(ask, item, stamp, when) for item in outline(turn)]


def _whole(ask: Ask, item: Item, stamp: Stamp, when: str) -> JsonObject:
    first = item.parts[0]
    match first:
        case Reasoning():
            return reasoning_item(ask, first, item, stamp, when)
        case ToolCall():
            return call(ask, first, item, stamp, item.status, first.arguments)
        case Other():
            return raw(ask, first, item, stamp)
        case Text() | Json() | Refusal():
            parts = [content_part(ask, part, stamp, f"{item.index}/{n}") for n, part in enumerate(item.parts)]
            return message(ask, item, stamp, item.status, parts)


def message(ask: Ask, item: Item, stamp: Stamp, status: str, parts: list[JsonObject]) -> JsonObject:
    """A message item; newer models say which phase it is of."""
    shown: JsonObject = {
        "id": item_id(stamp, "msg", str(item.index), stored=ask.store),
        "type": "message",
        "status": status,
        "content": parts,
    }
    if "phase" in ask.card.traits:
        shown["phase"] = "final_answer"
    return shown | {"role": "assistant"}


def content_part(ask: Ask, part: Part, stamp: Stamp, label: str) -> JsonObject:
    """One part of a message's content."""
    if isinstance(part, Refusal):
        return {"type": "refusal", "refusal": part.text}
    assert isinstance(part, Text | Json)
    noted = [annotation(each) for each in part.citations] if isinstance(part, Text) else []
    return {
        "type": "output_text",
        "annotations": noted,
        "logprobs": scores(ask, part.text, stamp, label),
        "text": part.text,
    }


def annotation(citation: Citation) -> JsonObject:
    """A url citation."""
    return {
        "type": "url_citation",
        "end_index": citation.end,
        "start_index": citation.start,
        "title": citation.title,
        "url": citation.url,
    }


def scores(ask: Ask, text: str, stamp: Stamp, label: str) -> list[JsonObject]:
    """The log probabilities of a text; none where they were not asked for."""
    if ask.logprobs is None:
        return []
    return [
        {
            "bytes": each.bytes_of(),
            "logprob": each.logprob,
            "token": each.token,
            "top_logprobs": [{"bytes": as_bytes(t), "logprob": p, "token": t} for t, p in each.others],
        }
        for each in likely(text, ask.logprobs, stamp, label)
    ]


def reasoning_item(ask: Ask, part: Reasoning, item: Item, stamp: Stamp, when: str) -> JsonObject:
    """A reasoning item: its text where that is shown, its summary where asked for, its opaque form where included."""
    shown: JsonObject = {
        "id": item_id(stamp, "rs", str(item.index), stored=ask.store),
        "type": "reasoning",
        "content": [{"type": "reasoning_text", "text": part.text}] if _open(ask, part) else [],
    }
    if ask.thinking is not None and ask.thinking.encrypted:
        shown["encrypted_content"] = encrypted(stamp, f"{when}/{item.index}")
    shown["summary"] = [{"type": "summary_text", "text": text} for text in _summary(ask, part)]
    return shown


def _open(ask: Ask, part: Reasoning) -> bool:
    return ask.thinking is not None and ask.thinking.text and bool(part.text) and not part.redacted


def _summary(ask: Ask, part: Reasoning) -> tuple[str, ...]:
    if part.redacted or ask.thinking is None or ask.thinking.summary is None:
        return ()
    return part.summary or ((part.text,) if part.text else ())


def call(ask: Ask, part: ToolCall, item: Item, stamp: Stamp, status: str, arguments: str) -> JsonObject:
    """A call of a function or a custom tool."""
    prefix, kind = ("ctc", "custom_tool_call") if part.custom else ("fc", "function_call")
    shown: JsonObject = {
        "id": item_id(stamp, prefix, str(item.index), stored=ask.store),
        "type": kind,
        "status": status,
    }
    named = part.id or call_id(stamp, item.index)
    if part.custom:
        return shown | {"call_id": named, "input": arguments, "name": part.name}
    shown |= {"arguments": arguments, "call_id": named, "name": part.name}
    apart = namespace(ask, part.name)
    return shown | {"namespace": apart} if apart else shown


def raw(ask: Ask, part: Other, item: Item, stamp: Stamp) -> JsonObject:
    """A raw item; it gets an id where it has none."""
    shown: dict[str, Any] = dict(part.data)
    return shown if "id" in shown else {"id": item_id(stamp, "item", str(item.index), stored=ask.store), **shown}
