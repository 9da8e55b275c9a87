"""A Responses request read into an ask.

Specification: https://platform.openai.com/docs/api-reference/responses/create
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.ask import (
    Ask,
    Body,
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
from mockllm.turn import Other, Reasoning, Refusal, Text, ToolCall
from mockllm.wire.chosen import choice, document
from mockllm.wire.logprobs import MOST_ALTERNATIVES
from mockllm.wire.marks import marks
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

__all__ = ["input_messages", "parse"]

ROLES: dict[str, Role] = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}
SAMPLING = ("temperature", "top_p", "frequency_penalty", "presence_penalty")
SCORED = frozenset({"include", "top_logprobs"})


def parse(body: Body, headers: Headers, vendor: str, model: Model) -> Ask:
    """The ask in a request body. Total: whatever the body holds, there is an ask."""
    messages = input_messages(body.get("input"))
    if isinstance(body.get("instructions"), str):
        messages = (Message("system", (Text(body["instructions"]),)), *messages)
    said = members(body, SINGLE)
    wanted = said.get("format")
    return Ask(
        vendor=vendor,
        shape="responses",
        model=string(body.get("model")),
        card=model,
        messages=messages,
        logprobs=None if SCORED.isdisjoint(body) else _logprobs(body),
        thinking=_thinking(body, model) if model.reasoning or "reasoning" in body else None,
        sampling=sampled(body, SAMPLING),
        input_tokens=prompt_tokens(messages, said.get("tools", ()), wanted.schema if wanted else None),
        headers=headers,
        body=body,
        **{"store": True, **said},
    )


def input_messages(value: Any) -> tuple[Message, ...]:
    """The conversation in `input`, a string or an array of items."""
    if isinstance(value, str):
        return (Message("user", (Text(value),)),)
    names: dict[str, str] = {}
    return tuple(_item(item, names) for item in items(value))


def _item(item: Mapping[str, Any], names: dict[str, str]) -> Message:
    kind = string(item.get("type"), "message")
    if kind == "message" or ("role" in item and kind not in ITEMS):
        role = ROLES.get(string(item.get("role")), "user")
        return Message(role, tuple(_content(item.get("content"))), marks(items(item.get("content"))))
    read = ITEMS.get(kind)
    return read(item, names) if read else Message("assistant", (Other("responses", item),))


def _called(item: Mapping[str, Any], names: dict[str, str]) -> Message:
    custom = item.get("type") == "custom_tool_call"
    name, call_id = string(item.get("name")), string(item.get("call_id"))
    names[call_id] = name
    call = ToolCall(name, string(item.get("input" if custom else "arguments")), call_id, custom=custom)
    return Message("assistant", (call,))


def _returned(item: Mapping[str, Any], names: dict[str, str]) -> Message:
    call_id = string(item.get("call_id"))
    parts = _content(item.get("output"))
    text = "".join(part.text for part in parts if isinstance(part, Text))
    images = tuple(part for part in parts if isinstance(part, Image))
    name = names.get(call_id, string(item.get("name")) or None)
    inner = marks(items(item.get("output")))
    own = (Mark(1, inner[-1].ttl),) if inner else ()
    return Message("tool", (ToolResult(call_id, text, name, images=images),), own)


def _thought(item: Mapping[str, Any], _: dict[str, str]) -> Message:
    summary = tuple(string(part.get("text")) for part in items(item.get("summary")))
    text = "".join(string(part.get("text")) for part in items(item.get("content")))
    return Message("assistant", (Reasoning(text, summary),))


ITEMS: dict[str, Callable[[Mapping[str, Any], dict[str, str]], Message]] = {
    "function_call": _called,
    "custom_tool_call": _called,
    "function_call_output": _returned,
    "custom_tool_call_output": _returned,
    "reasoning": _thought,
}


def _content(value: Any) -> list[InputPart]:
    if isinstance(value, str):
        return [Text(value)]
    return [_part(part) for part in (items(value) or [mapping(value)]) if part]


def _part(part: Mapping[str, Any]) -> InputPart:
    match part.get("type"):
        case "input_text" | "output_text" | "text":
            return Text(string(part.get("text")))
        case "refusal":
            return Refusal(string(part.get("refusal")))
        case "input_image":
            return Image(url=string(part.get("image_url")) or None)
        case "input_file":
            return File(
                string(part.get("filename")) or None,
                url=string(part.get("file_url")) or None,
                data=string(part.get("file_data")) or None,
            )
        case _:
            return Other("responses", part)


def _tool(entry: Mapping[str, Any]) -> Tool:
    kind = string(entry.get("type"), "function")
    nested = mapping(entry.get("function")) or entry
    name, description = string(nested.get("name")), string(nested.get("description"))
    if kind == "custom":
        return Tool(name, description, kind="custom")
    if kind != "function":
        return Tool(name or kind, description, kind="hosted")
    schema = nested.get("parameters")
    empty: dict[str, Any] = {"type": "object", "properties": {}}
    strict = truth(nested.get("strict"), default=True)
    return Tool(name, description, empty if schema is None else schema, strict=strict)


SINGLE: Single = {
    "max_output_tokens": ("limit", integer),
    "parallel_tool_calls": ("parallel", lambda value: truth(value, default=True)),
    "previous_response_id": ("previous", text),
    "stop": ("stop", strings),
    "store": ("store", lambda value: truth(value, default=True)),
    "stream": ("stream", truth),
    "text": ("format", lambda value: document(mapping(mapping(value).get("format")))),
    "tool_choice": ("choice", choice),
    "tools": ("tools", lambda value: tuple(map(_tool, items(value)))),
    "user": ("user", text),
}
"""Members that say one thing of the ask each: which, and how it is read."""


def _logprobs(body: Body) -> int | None:
    top = few(body.get("top_logprobs"), MOST_ALTERNATIVES)
    return top if top or "message.output_text.logprobs" in strings(body.get("include")) else None


def _thinking(body: Body, model: Model) -> Thinking | None:
    wanted = mapping(body.get("reasoning"))
    effort = wanted.get("effort") or ("none" if "effort_none_default" in model.traits else "medium")
    if effort == "none" or not (model.reasoning or wanted):
        return None
    summary = string(wanted.get("summary"), string(wanted.get("generate_summary"))) or None
    hidden = "reasoning.encrypted_content" in strings(body.get("include"))
    return Thinking(string(effort, "medium"), summary=summary, encrypted=hidden)
