"""A message's bytes read back to a turn.

Specification: https://platform.claude.com/docs/en/api/messages
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.turn import Citation, Other, Part, Passage, Reasoning, Refusal, Stop, Text, ToolCall, Turn, Usage
from mockllm.wire import layout, received
from mockllm.wire.messages.assemble import assemble
from mockllm.wire.messages.body import LOCATIONS
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["read"]

STOP: dict[str, Stop] = {
    "end_turn": "end",
    "max_tokens": "length",
    "stop_sequence": "stop_sequence",
    "tool_use": "tool",
    "refusal": "refusal",
    "pause_turn": "pause",
    "model_context_window_exceeded": "context",
    "compaction": "pause",
}


def read(body: bytes, *, stream: bool) -> tuple[Turn, ...]:
    """The one turn in an answer's bytes.

    A stream that was cut in the middle has no stop. Raises ValueError where the bytes are no message.
    """
    whole = assemble(received.stream(body)) if stream else received.document(body)
    if whole.get("type") != "message" or not isinstance(whole.get("content"), list):
        raise ValueError("the answer is not a message: it has no `content` or another `type`")
    parts = [_part(block) for block in items(whole["content"])]
    reason = whole.get("stop_reason")
    stop = STOP.get(reason, "end") if isinstance(reason, str) else None
    if stop == "refusal":
        parts = _refused(parts, mapping(whole.get("stop_details")))
    sequence = string(whole.get("stop_sequence")) or None
    return (Turn(tuple(parts), stop, sequence, _usage(mapping(whole.get("usage")))),)


def _part(block: Mapping[str, Any]) -> Part:
    match block:
        case {"type": "text", "text": str(text)}:
            noted = items(block.get("citations"))
            return Text(text, tuple(_citations(text, noted)), tuple(_passages(noted)))
        case {"type": "thinking", "thinking": str(text)}:
            return Reasoning(text, signature=string(block.get("signature")) or None)
        case {"type": "redacted_thinking", "data": str(data)}:
            return Reasoning(signature=data, redacted=True)
        case {"type": "tool_use", "name": str(name)}:
            return ToolCall(name, _arguments(block), string(block.get("id")) or None)
        case _:
            return Other("messages", _whole(block))


def _arguments(block: Mapping[str, Any]) -> str:
    return string(block.get("partial_json")) or layout.text(mapping(block.get("input")))


def _whole(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """A block as it is where it does not come in pieces: with its input as an object."""
    if "partial_json" not in block:
        return block
    whole = {key: value for key, value in block.items() if key != "partial_json"}
    try:
        told = received.loads(block["partial_json"])
    except ValueError:
        return whole
    return {**whole, "input": told}


def _citations(text: str, noted: list[Mapping[str, Any]]) -> Iterator[Citation]:
    """The sources of a block; each is cited by all of its text."""
    for each in noted:
        if each.get("type") not in UNITS:
            quoted = string(each.get("cited_text"))
            yield Citation(string(each.get("url")), string(each.get("title")), end=len(text), quoted=quoted)


UNITS = {row[0]: (unit, *row[1:]) for unit, row in LOCATIONS.items()}


def _passages(noted: list[Mapping[str, Any]]) -> Iterator[Passage]:
    for each in noted:
        if (row := UNITS.get(string(each.get("type")))) is None:
            continue
        unit, first, last = row
        yield Passage(
            string(each.get("cited_text")),
            unit,
            integer(each.get("document_index", each.get("search_result_index"))) or 0,
            integer(each.get(first)) or 0,
            integer(each.get(last)) or 0,
            string(each.get("title", each.get("document_title"))) or None,
            string(each.get("source")) or None,
        )


def _refused(parts: list[Part], details: Mapping[str, Any]) -> list[Part]:
    """The parts with the refusal among them, said once: its explanation may stand as the last text too."""
    explanation = string(details.get("explanation"))
    last = parts[-1] if parts else None
    kept = parts[:-1] if isinstance(last, Text) and last.text == explanation else parts
    return [*kept, Refusal(explanation, string(details.get("category")) or None)]


def _usage(told: Mapping[str, Any]) -> Usage | None:
    """The usage; `input_tokens` there leaves out what the cache took part in, ours does not."""
    if not told:
        return None
    cached = integer(told.get("cache_read_input_tokens")) or 0
    written = integer(told.get("cache_creation_input_tokens")) or 0
    return Usage(
        input=(integer(told.get("input_tokens")) or 0) + cached + written,
        output=integer(told.get("output_tokens")) or 0,
        reasoning=integer(mapping(told.get("output_tokens_details")).get("thinking_tokens")) or 0,
        cached=cached,
        written=written,
        written_1h=integer(mapping(told.get("cache_creation")).get("ephemeral_1h_input_tokens")) or 0,
    )
