"""Turns written as a message.

Specification: https://platform.claude.com/docs/en/api/messages
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.stamp import BASE58, Stamp
from mockllm.turn import (
    Citation,
    Json,
    Other,
    Part,
    Passage,
    Reasoning,
    Refusal,
    Stop,
    Text,
    ToolCall,
    Turn,
    Unit,
    Usage,
    stop_of,
)
from mockllm.wire import JsonObject
from mockllm.wire.messages.iterations import created, is_compaction, iterations

__all__ = [
    "LOCATIONS",
    "STOP",
    "block",
    "blocks",
    "body",
    "citations",
    "counts",
    "first_usage",
    "head",
    "hosted",
    "last_usage",
    "signature",
    "stop",
    "thought",
]

STOP: dict[Stop, str] = {
    "end": "end_turn",
    "length": "max_tokens",
    "stop_sequence": "stop_sequence",
    "tool": "tool_use",
    "refusal": "refusal",
    "content_filter": "refusal",
    "pause": "pause_turn",
    "context": "model_context_window_exceeded",
}
HOSTED = frozenset({"mcp_tool_use", "server_tool_use"})


def body(ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> JsonObject:
    """The whole answer as one JSON object."""
    turn = turns[0] if turns else Turn()
    content = [block(part, stamp, index) for index, part in enumerate(blocks(ask, turn))]
    container: JsonObject = {"container": None} if "container_null" in ask.card.traits else {}
    return {**head(ask, stamp), "content": content, **container, **stop(turn), "usage": _usage(ask, turn)}


def head(ask: Ask, stamp: Stamp) -> JsonObject:
    """What a message begins with."""
    return {
        "model": ask.card.id,
        "id": stamp.id("msg", "msg_01", BASE58, 22),
        "type": "message",
        "role": "assistant",
    }


def blocks(ask: Ask, turn: Turn) -> Iterator[Part]:
    """The parts that are content blocks here. A refusal's text is one; without text it is none.

    Thoughts that are not to be seen leave an empty block.
    """
    seen = ask.thinking is not None and ask.thinking.text
    for part in turn.parts:
        if _shows(part, ask):
            hidden = isinstance(part, Reasoning) and not seen
            yield replace(part, text="", summary=()) if hidden else part


def _shows(part: Part, ask: Ask) -> bool:
    match part:
        case Reasoning():
            return ask.thinking is not None or part.redacted or "thinks_unasked" in ask.card.traits
        case Other():
            return part.shape == "messages"
        case Text(text=text) | Json(text=text) | Refusal(text=text):
            return bool(text)
        case ToolCall():
            return True


def block(part: Part, stamp: Stamp, index: int) -> JsonObject:
    """One whole content block."""
    match part:
        case Text(text=text):
            noted = citations(part, stamp, index)
            return {**({"citations": noted} if noted else {}), "type": "text", "text": text}
        case Json(text=text) | Refusal(text=text):
            return {"type": "text", "text": text}
        case Reasoning(redacted=True):
            return {"type": "redacted_thinking", "data": _opaque(stamp, f"redacted/{index}", 210)}
        case Reasoning():
            return {"type": "thinking", "thinking": thought(part), "signature": signature(part, stamp, index)}
        case ToolCall():
            return _tool_use(part, stamp, index)
        case Other(data=data):
            return dict(data)


def thought(part: Reasoning) -> str:
    """The text of a thinking block."""
    return part.text or "\n\n".join(part.summary)


def signature(part: Reasoning, stamp: Stamp, index: int) -> str:
    """The signature of a thinking block."""
    return part.signature or _opaque(stamp, f"signature/{index}", 240)


def stop(turn: Turn) -> JsonObject:
    """How the message ended."""
    why = stop_of(turn)
    refused = next((part for part in turn.parts if isinstance(part, Refusal)), None)
    details = None
    if STOP[why] == "refusal":
        explanation = refused.text if refused and refused.text else None
        details = {"type": "refusal", "category": refused.category if refused else None, "explanation": explanation}
    paused = why == "pause" and bool(turn.parts) and all(map(is_compaction, turn.parts))
    reason = "compaction" if paused else STOP[why]
    return {"stop_reason": reason, "stop_sequence": turn.stop_sequence, "stop_details": details}


def counts(used: Usage) -> JsonObject:
    """The input side of the usage: what was neither read from the cache nor written to it comes first."""
    return {
        "input_tokens": used.input - used.cached - used.written,
        "cache_creation_input_tokens": used.written,
        "cache_read_input_tokens": used.cached,
    }


def first_usage(ask: Ask, turn: Turn) -> JsonObject:
    """The usage at the start of a stream."""
    used = turn.usage or Usage()
    return {**counts(used), **created(used), "output_tokens": min(used.output, 1), **_place(ask)}


def last_usage(ask: Ask, turn: Turn) -> JsonObject:
    """The usage at the end of a stream."""
    used = turn.usage or Usage()
    told = {**counts(used), "output_tokens": used.output, **_details(ask, used), **_served(turn)}
    return {**told, **iterations(ask, turn)}


def _usage(ask: Ask, turn: Turn) -> JsonObject:
    used = turn.usage or Usage()
    told = {**counts(used), **created(used), **iterations(ask, turn), "output_tokens": used.output}
    return {**told, **_details(ask, used), **_place(ask), **_served(turn)}


def hosted(data: Mapping[str, Any]) -> bool:
    """Whether a raw block is a call of a tool that the service runs, whose input comes in pieces."""
    return str(data.get("type")) in HOSTED and isinstance(data.get("input"), Mapping)


def _served(turn: Turn) -> JsonObject:
    """How often the service searched and fetched, where it ran any tool."""
    raw = [part.data for part in turn.parts if isinstance(part, Other) and part.shape == "messages"]
    kinds = [str(data.get("type")) for data in raw]
    if not any(kind in HOSTED or kind.endswith("_tool_result") for kind in kinds):
        return {}
    named = [data.get("name") for data, kind in zip(raw, kinds, strict=True) if kind == "server_tool_use"]
    # A pause may part a call from its result.
    return {
        "server_tool_use": {
            f"{tool}_requests": max(named.count(tool), kinds.count(f"{tool}_tool_result"))
            for tool in ("web_search", "web_fetch")
        }
    }


def _details(ask: Ask, used: Usage) -> JsonObject:
    if "output_details" not in ask.card.traits and ask.thinking is None:
        return {}
    return {"output_tokens_details": {"thinking_tokens": used.reasoning}}


def _place(ask: Ask) -> JsonObject:
    where = ask.body.get("inference_geo") or ("global" if "geo_global" in ask.card.traits else "not_available")
    speed = ask.body.get("speed")
    return {"service_tier": "standard", "inference_geo": where, **({"speed": speed} if speed else {})}


def _tool_use(part: ToolCall, stamp: Stamp, index: int) -> JsonObject:
    return {
        "type": "tool_use",
        "id": part.id or stamp.id(f"toolu/{index}", "toolu_01", BASE58, 22),
        "name": part.name,
        "input": _input(part.arguments),
        "caller": {"type": "direct"},
    }


def _input(arguments: str) -> Any:
    """The arguments as an object; a call that was cut in the middle has none."""
    try:
        value = json.loads(arguments)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def citations(part: Text, stamp: Stamp, index: int) -> list[JsonObject]:
    """What a text cites: sources on the web, then passages of the request."""
    web = [_web(each, part.text, stamp, index, number) for number, each in enumerate(part.citations)]
    return [*web, *map(_location, part.passages)]


LOCATIONS: dict[Unit, tuple[str, str, str]] = {
    "character": ("char_location", "start_char_index", "end_char_index"),
    "page": ("page_location", "start_page_number", "end_page_number"),
    "block": ("content_block_location", "start_block_index", "end_block_index"),
    "result": ("search_result_location", "start_block_index", "end_block_index"),
}
"""What a passage is counted in, its type, and the names of its first and last."""


def _location(each: Passage) -> JsonObject:
    kind, first, last = LOCATIONS[each.unit]
    if each.unit == "result":
        place = {"search_result_index": each.source, "source": each.url or "", "title": each.title}
    else:
        place = {"document_index": each.source, "document_title": each.title}
    return {"type": kind, "cited_text": each.text, **place, first: each.start, last: each.end}


def _web(each: Citation, text: str, stamp: Stamp, index: int, number: int) -> JsonObject:
    return {
        "type": "web_search_result_location",
        "cited_text": each.quoted or text[each.start : each.end],
        "url": each.url,
        "title": each.title,
        "encrypted_index": _opaque(stamp, f"citation/{index}/{number}", 60),
    }


def _opaque(stamp: Stamp, label: str, size: int) -> str:
    """Base64 that looks like the real thing and means nothing."""
    # A protobuf field: its tag, its length in groups of seven bits, its bytes.
    length = bytes((size % 128 | 128, size // 128)) if size >= 128 else bytes((size,))
    return base64.b64encode(b"\x12" + length + stamp.filler(label, BASE58, size).encode()).decode("ascii")
