"""A chat completion's bytes read back to turns, whoever served it.

Specification: https://platform.openai.com/docs/api-reference/chat/object
Beside OpenAI's own fields it knows those that other vendors add: reasoning in three ways, content as a list.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Stop, Text, ToolCall, Turn, Usage, stop_of
from mockllm.wire import layout, received
from mockllm.wire.chat.assemble import assemble
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["read"]

STOP: dict[str, Stop] = {
    "length": "length",
    "tool_calls": "tool",
    "function_call": "tool",
    "content_filter": "content_filter",
}
"""Finish reasons that say all; every other one, `stop` above all, means what follows from the parts."""

UNFINISHED = frozenset({"", "error"})
KNOWN = frozenset(
    {
        "annotations",
        "content",
        "function_call",
        "reasoning",
        "reasoning_content",
        "reasoning_details",
        "refusal",
        "role",
        "tool_calls",
    }
)


def read(body: bytes, *, stream: bool) -> tuple[Turn, ...]:
    """The turns in an answer's bytes, one for each choice; the first has the usage of all.

    What was cut off in the middle has no stop. Raises ValueError where the bytes are no chat completion.
    """
    whole = assemble(received.stream(body)) if stream else received.document(body)
    match whole:
        case {"choices": list(choices)} if all(_has_message(choice) for choice in choices):
            used = _usage(whole.get("usage"))
            others = None if used is None else Usage()
            return tuple(_turn(choice, others if number else used) for number, choice in enumerate(choices))
        case _:
            raise ValueError("the answer is not a chat completion: it has no `choices` with a message each")


def _has_message(choice: Any) -> bool:
    return isinstance(choice, dict) and isinstance(choice.get("message"), dict)


def _turn(choice: Mapping[str, Any], used: Usage | None) -> Turn:
    parts = tuple(_parts(choice["message"]))
    reason = string(choice.get("finish_reason"))
    stop = None if reason in UNFINISHED else STOP.get(reason) or stop_of(Turn(parts))
    return Turn(parts, stop, usage=used)


def _usage(value: Any) -> Usage | None:
    told = mapping(value)
    if not told:
        return None
    prompt, completion = mapping(told.get("prompt_tokens_details")), mapping(told.get("completion_tokens_details"))
    return Usage(
        input=integer(told.get("prompt_tokens")) or 0,
        output=integer(told.get("completion_tokens")) or 0,
        reasoning=integer(completion.get("reasoning_tokens")) or 0,
        cached=integer(prompt.get("cached_tokens")) or integer(told.get("prompt_cache_hit_tokens")) or 0,
        written=integer(prompt.get("cache_write_tokens")) or 0,
    )


def _parts(message: Mapping[str, Any]) -> Iterator[Part]:
    yield from _reasoning(message)
    noted = items(message.get("annotations"))
    yield from _content(message.get("content"), tuple(_citations(noted)))
    others = [each for each in noted if each.get("type") != "url_citation"]
    if others:
        yield Other("chat", {"annotations": others})
    extra = {
        key: value for key, value in message.items() if key not in KNOWN and isinstance(value, dict | list) and value
    }
    if extra:
        yield Other("chat", extra)
    if string(message.get("refusal")):
        yield Refusal(message["refusal"])
    yield from _calls(message)


def _content(content: Any, citations: tuple[Citation, ...]) -> Iterator[Part]:
    if isinstance(content, str):
        if content:
            yield Text(content, citations)
    elif isinstance(content, dict):
        yield Json(layout.text(content))
    else:
        yield from _merged(_part(each) for each in items(content))


def _part(each: Mapping[str, Any]) -> Part:
    match each:
        case {"type": "text", "text": str(text)}:
            return Text(text)
        case {"type": "refusal", "refusal": str(text)}:
            return Refusal(text)
        case {"type": "thinking", "thinking": list(thoughts)}:
            return Reasoning("".join(string(thought.get("text")) for thought in items(thoughts)))
        case _:
            return Other("chat", {"content": [each]})


def _merged(parts: Iterator[Part]) -> list[Part]:
    """Texts and thoughts that follow each other as one: a stream brings them in pieces."""
    found: list[Part] = []
    for part in parts:
        match (found[-1] if found else None), part:
            case Text(text=before), Text(text=text):
                found[-1] = Text(before + text)
            case Reasoning(text=before), Reasoning(text=text):
                found[-1] = Reasoning(before + text)
            case _:
                found.append(part)
    return found


def _citations(noted: list[Mapping[str, Any]]) -> Iterator[Citation]:
    for each in noted:
        if each.get("type") == "url_citation":
            cited = mapping(each.get("url_citation"))
            yield Citation(
                url=string(cited.get("url")),
                title=string(cited.get("title")),
                start=integer(cited.get("start_index")) or 0,
                end=integer(cited.get("end_index")) or 0,
            )


def _reasoning(message: Mapping[str, Any]) -> Iterator[Reasoning]:
    """The thought: in detail where the message has details, else as the text that vendors put beside the content."""
    plain = string(message.get("reasoning_content")) or string(message.get("reasoning"))
    details = items(message.get("reasoning_details"))
    text = "".join(string(each.get("text")) for each in details)
    summary = tuple(each["summary"] for each in details if string(each.get("summary")))
    sealed = [each["data"] for each in details if string(each.get("data"))]
    signed = [each["signature"] for each in details if string(each.get("signature"))]
    thought = text or ("" if summary else plain)
    if thought or summary or sealed:
        yield Reasoning(
            thought,
            summary,
            signature=next(iter(signed + sealed), None),
            redacted=not (thought or summary),
        )


def _calls(message: Mapping[str, Any]) -> Iterator[ToolCall]:
    old = mapping(message.get("function_call"))
    if string(old.get("name")):
        yield ToolCall(old["name"], _arguments(old.get("arguments")))
    for call in items(message.get("tool_calls")):
        custom, function = mapping(call.get("custom")), mapping(call.get("function"))
        named = string(call.get("id")) or None
        if custom:
            yield ToolCall(string(custom.get("name")), string(custom.get("input")), named, custom=True)
        else:
            yield ToolCall(string(function.get("name")), _arguments(function.get("arguments")), named)


def _arguments(value: Any) -> str:
    return string(value) or layout.text(mapping(value))
