"""A response's bytes read back to a turn.

Specification: https://platform.openai.com/docs/api-reference/responses/object
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mockllm.turn import Citation, Other, Part, Reasoning, Refusal, Stop, Text, ToolCall, Turn, Usage, stop_of
from mockllm.wire import JsonObject, received
from mockllm.wire.responses.assemble import Assembly
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["read"]

CUT: dict[str, Stop] = {"max_output_tokens": "length", "content_filter": "content_filter"}
FINISHED = frozenset({"completed", "complete"})
ENDS = frozenset({"response.completed", "response.incomplete", "response.failed"})


def read(body: bytes, *, stream: bool) -> tuple[Turn, ...]:
    """The one turn in an answer's bytes.

    What has not ended, or failed, has no stop. Raises ValueError where the bytes are no response.
    """
    whole = _assembled(received.stream(body)) if stream else received.document(body)
    match whole:
        case {"output": list(output)}:
            parts = tuple(part for item in items(output) for part in _parts(item))
            return (Turn(parts, _stop(whole, parts), usage=_usage(mapping(whole.get("usage")))),)
        case _:
            raise ValueError("the answer is not a response: it has no `output`")


def _assembled(events: Iterable[Mapping[str, Any]]) -> JsonObject:
    """The response as its last event tells it, with the items that were streamed where that has none."""
    whole: JsonObject = {}
    streamed = Assembly()
    for event in events:
        streamed.take(event)
        told = mapping(event.get("response"))
        if told and (string(event.get("type")) in ENDS or not whole):
            whole = dict(told)
    if whole and not whole.get("output"):
        whole["output"] = [streamed.items[index] for index in sorted(streamed.items)]
    return whole


def _stop(whole: Mapping[str, Any], parts: tuple[Part, ...]) -> Stop | None:
    status = string(whole.get("status"))
    if status == "incomplete":
        return CUT.get(string(mapping(whole.get("incomplete_details")).get("reason")), "length")
    return stop_of(Turn(parts)) if status in FINISHED else None


def _parts(item: Mapping[str, Any]) -> Iterator[Part]:
    match item:
        case {"type": "message", "content": list(content)}:
            for part in items(content):
                yield _said(part)
        case {"type": "reasoning"}:
            yield _thought(item)
        case {"type": "function_call", "name": str(name), "arguments": str(arguments)}:
            yield ToolCall(name, arguments or "{}", string(item.get("call_id")) or None)
        case {"type": "custom_tool_call", "name": str(name), "input": str(given)}:
            yield ToolCall(name, given, string(item.get("call_id")) or None, custom=True)
        case _:
            yield Other("responses", item)


def _said(part: Mapping[str, Any]) -> Part:
    match part:
        case {"type": "output_text", "text": str(text)}:
            return Text(text, tuple(_citation(each) for each in items(part.get("annotations"))))
        case {"type": "refusal", "refusal": str(text)}:
            return Refusal(text)
        case _:
            return Other("responses", {"type": "message", "role": "assistant", "content": [part]})


def _citation(each: Mapping[str, Any]) -> Citation:
    """A source; a file has its name as title and one place in the text."""
    place = integer(each.get("index")) or 0
    return Citation(
        url=string(each.get("url")),
        title=string(each.get("title")) or string(each.get("filename")),
        start=integer(each.get("start_index")) or place,
        end=integer(each.get("end_index")) or place,
    )


def _thought(item: Mapping[str, Any]) -> Reasoning:
    return Reasoning(
        "".join(string(part.get("text")) for part in items(item.get("content"))),
        tuple(string(part.get("text")) for part in items(item.get("summary"))),
        string(item.get("encrypted_content")) or None,
    )


def _usage(told: Mapping[str, Any]) -> Usage | None:
    if not told:
        return None
    before = mapping(told.get("input_tokens_details"))
    return Usage(
        input=integer(told.get("input_tokens")) or 0,
        output=integer(told.get("output_tokens")) or 0,
        reasoning=integer(mapping(told.get("output_tokens_details")).get("reasoning_tokens")) or 0,
        cached=integer(before.get("cached_tokens")) or 0,
        written=integer(before.get("cache_write_tokens")) or 0,
    )
