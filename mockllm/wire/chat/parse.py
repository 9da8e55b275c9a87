"""A Chat Completions request read into an ask.

Specification: https://platform.openai.com/docs/api-reference/chat/create
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from mockllm.ask import (
    Ask,
    Body,
    Choice,
    File,
    Headers,
    Image,
    InputPart,
    Mark,
    Message,
    Model,
    Role,
    Thinking,
    Tool,
    ToolResult,
)
from mockllm.turn import Other, Refusal, Text, ToolCall
from mockllm.wire.chosen import choice, document
from mockllm.wire.logprobs import MOST_ALTERNATIVES, MOST_CHOICES
from mockllm.wire.marks import kept, marks
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import (
    Single,
    few,
    integer,
    items,
    mapping,
    members,
    sampled,
    string,
    strings,
    text,
    truth,
)

__all__ = ["parse"]

ROLES: dict[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool",
    "function": "tool",
}
SINGLE: Single = {
    "n": ("n", lambda value: max(1, few(value, MOST_CHOICES))),
    "parallel_tool_calls": ("parallel", lambda value: truth(value, default=True)),
    "response_format": ("format", lambda value: document(mapping(value))),
    "stop": ("stop", strings),
    "store": ("store", truth),
    "stream": ("stream", truth),
    "user": ("user", text),
}
"""Members that say one thing of the ask each: which, and how it is read."""
OFFERS = frozenset({"tools", "functions"})
CHOOSES = frozenset({"tool_choice", "function_call"})
LIMITS = frozenset({"max_completion_tokens", "max_tokens"})
THINKS = frozenset({"reasoning", "reasoning_effort", "include_reasoning"})
ANY = Choice()
SAMPLING = ("temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "logit_bias")


def parse(body: Body, headers: Headers, vendor: str, model: Model) -> Ask:
    """The ask in a request body. Total: whatever the body holds, there is an ask."""
    messages = _messages(body.get("messages"))
    tools = () if OFFERS.isdisjoint(body) else _tools(body)
    said = members(body, SINGLE)
    wanted = said.get("format")
    return Ask(
        vendor=vendor,
        shape="chat",
        model=string(body.get("model")),
        card=model,
        messages=messages,
        tools=tools,
        choice=ANY if CHOOSES.isdisjoint(body) else _choice(body),
        limit=None if LIMITS.isdisjoint(body) else _limit(body),
        logprobs=_logprobs(body) if "logprobs" in body else None,
        thinking=_thinking(body, model) if model.reasoning or not THINKS.isdisjoint(body) else None,
        sampling=sampled(body, SAMPLING),
        cached=kept(body),
        input_tokens=prompt_tokens(messages, tools, wanted.schema if wanted else None),
        headers=headers,
        body=body,
        **said,
    )


def _choice(body: Body) -> Choice:
    chosen = body.get("tool_choice")
    return choice(body.get("function_call") if chosen is None else chosen)


def _limit(body: Body) -> int | None:
    limit = integer(body.get("max_completion_tokens"))
    return limit if limit is not None else integer(body.get("max_tokens"))


def _messages(value: Any) -> tuple[Message, ...]:
    names: dict[str, str] = {}
    found = []
    for entry in items(value):
        message = _message(entry, names)
        if message.role == "assistant":
            names.update({part.id: part.name for part in message.parts if isinstance(part, ToolCall) and part.id})
        found.append(message)
    return tuple(found)


def _message(entry: Mapping[str, Any], names: Mapping[str, str]) -> Message:
    role = ROLES.get(string(entry.get("role")), "user")
    parts = _content(entry.get("content"))
    if role == "tool":
        call_id = string(entry.get("tool_call_id"), string(entry.get("name")))
        text = "".join(part.text for part in parts if isinstance(part, Text))
        name = names.get(call_id, string(entry.get("name")) or None)
        images = tuple(part for part in parts if isinstance(part, Image))
        return Message("tool", (ToolResult(call_id, text, name, images=images),), _marks(entry, 1))
    if role == "assistant":
        if isinstance(entry.get("refusal"), str):
            parts.append(Refusal(entry["refusal"]))
        parts.extend(_call(call) for call in items(entry.get("tool_calls")))
        legacy = mapping(entry.get("function_call"))
        if legacy:
            name = string(legacy.get("name"))
            parts.append(ToolCall(name, string(legacy.get("arguments")), name))
    return Message(role, tuple(parts), _marks(entry, len(parts)))


def _marks(entry: Mapping[str, Any], parts: int) -> tuple[Mark, ...]:
    """The breakpoints of a message, which may carry one itself: that is after all its parts."""
    whole = kept(entry)
    if whole is None and not isinstance(entry.get("content"), list):
        return ()
    found = tuple(Mark(min(mark.parts, parts), mark.ttl) for mark in marks(items(entry.get("content"))))
    return found if whole is None else (*found, Mark(parts, whole))


def _content(value: Any) -> list[InputPart]:
    if isinstance(value, str):
        return [Text(value)]
    return [_part(part) for part in items(value)]


def _part(part: Mapping[str, Any]) -> InputPart:
    match part.get("type"):
        case "text":
            return Text(string(part.get("text")))
        case "refusal":
            return Refusal(string(part.get("refusal")))
        case "image_url":
            return Image(url=string(mapping(part.get("image_url")).get("url")))
        case "input_audio":
            audio = mapping(part.get("input_audio"))
            return File(media_type=f"audio/{string(audio.get('format'), 'wav')}", data=string(audio.get("data")))
        case "file":
            file = mapping(part.get("file"))
            return File(string(file.get("filename")) or None, data=string(file.get("file_data")) or None)
        case _:
            return Other("chat", part)


def _call(call: Mapping[str, Any]) -> ToolCall:
    custom = mapping(call.get("custom"))
    if custom:
        return ToolCall(string(custom.get("name")), string(custom.get("input")), string(call.get("id")), custom=True)
    function = mapping(call.get("function"))
    return ToolCall(string(function.get("name")), string(function.get("arguments")), string(call.get("id")))


def _tools(body: Body) -> tuple[Tool, ...]:
    found = []
    for entry in items(body.get("tools")):
        kind = string(entry.get("type"), "function")
        inner = mapping(entry.get(kind))
        if kind == "function":
            found.append(replace(_function(inner, "function"), cached=kept(entry) or kept(inner)))
        elif kind == "custom":
            found.append(Tool(string(inner.get("name")), string(inner.get("description")), kind="custom"))
        else:
            found.append(Tool(kind, kind="hosted"))
    found.extend(_function(entry, "legacy") for entry in items(body.get("functions")))
    return tuple(found)


def _function(entry: Mapping[str, Any], kind: Any) -> Tool:
    schema = entry.get("parameters")
    return Tool(
        string(entry.get("name")),
        string(entry.get("description")),
        schema if schema is not None else {"type": "object", "properties": {}},
        kind,
        strict=truth(entry.get("strict")),
    )


def _logprobs(body: Body) -> int | None:
    return few(body.get("top_logprobs"), MOST_ALTERNATIVES) if body.get("logprobs") is True else None


def _thinking(body: Body, model: Model) -> Thinking | None:
    wanted = mapping(body.get("reasoning"))
    effort = wanted.get("effort") or body.get("reasoning_effort")
    budget = integer(wanted.get("max_tokens"))
    asked = bool(effort or budget or wanted.get("enabled") or body.get("include_reasoning"))
    if effort == "none" or wanted.get("enabled") is False or not (asked or model.reasoning):
        return None
    shown = wanted.get("exclude") is not True and body.get("include_reasoning") is not False
    sized = string(effort) or (None if budget else "medium")
    return Thinking(sized, budget, text=shown and bool(wanted or body.get("include_reasoning")))
