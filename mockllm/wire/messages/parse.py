"""A Messages request read into an ask.

Specification: https://platform.claude.com/docs/en/api/messages
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockllm.ask import (
    Ask,
    Body,
    Choice,
    File,
    Format,
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
from mockllm.turn import Other, Reasoning, Text, ToolCall
from mockllm.wire import layout
from mockllm.wire.marks import kept, marks
from mockllm.wire.messages.typed import input_schema
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import Single, integer, items, mapping, members, sampled, string, strings, truth

__all__ = ["parse"]

ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant", "system": "system"}
SAMPLING = ("temperature", "top_p", "top_k")
FORMATS = frozenset({"output_config", "output_format"})


def parse(body: Body, headers: Headers, vendor: str, model: Model) -> Ask:
    """The ask in a request body. Total: whatever the body holds, there is an ask."""
    names: dict[str, str] = {}
    messages = _system(body.get("system"))
    for entry in items(body.get("messages")):
        messages.extend(_message(entry, names))
    said = members(body, SINGLE)
    wanted = None if FORMATS.isdisjoint(body) else _format(body)
    return Ask(
        vendor=vendor,
        shape="messages",
        model=string(body.get("model")),
        card=model,
        messages=tuple(messages),
        parallel="tool_choice" not in body or not truth(mapping(body["tool_choice"]).get("disable_parallel_tool_use")),
        format=wanted,
        thinking=_thinking(body, model) if "thinking" in body else None,
        sampling=sampled(body, SAMPLING),
        cached=kept(body),
        input_tokens=prompt_tokens(messages, said.get("tools", ()), wanted.schema if wanted else None),
        headers=headers,
        body=body,
        **said,
    )


def _system(value: Any) -> list[Message]:
    if value is None:
        return []
    return [Message("system", tuple(_content(value, {})), marks(items(value)))]


def _message(entry: Mapping[str, Any], names: dict[str, str]) -> list[Message]:
    """One entry; results of tools become a message of their own before what the user says."""
    role = ROLES.get(string(entry.get("role")), "user")
    content = entry.get("content")
    if isinstance(content, str):
        return [Message(role, (Text(content),))]
    parts = _content(content, names)
    found = marks(items(content))
    results = [number for number, part in enumerate(parts, 1) if isinstance(part, ToolResult)]
    if not results:
        return [Message(role, tuple(parts), found)]
    rest = [number for number in range(1, len(parts) + 1) if number not in results]
    split: tuple[tuple[Role, list[int]], ...] = (("tool", results), (role, rest))
    return [_of(each, parts, found, chosen) for each, chosen in split if chosen]


def _of(role: Role, parts: Sequence[InputPart], found: Sequence[Mark], chosen: Sequence[int]) -> Message:
    """A message of the chosen parts, by number, with their breakpoints."""
    own = tuple(Mark(chosen.index(mark.parts) + 1, mark.ttl) for mark in found if mark.parts in chosen)
    return Message(role, tuple(parts[number - 1] for number in chosen), own)


def _content(value: Any, names: dict[str, str]) -> list[InputPart]:
    if isinstance(value, str):
        return [Text(value)]
    return [_part(part, names) for part in items(value)]


def _part(part: Mapping[str, Any], names: dict[str, str]) -> InputPart:
    read = PARTS.get(string(part.get("type")))
    return read(part, names) if read else Other("messages", part)


def _call(part: Mapping[str, Any], names: dict[str, str]) -> ToolCall:
    name, call_id = string(part.get("name")), string(part.get("id"))
    names[call_id] = name
    return ToolCall(name, layout.text(part.get("input", {})), call_id)


def _image(source: Mapping[str, Any]) -> Image:
    return Image(
        string(source.get("url")) or None, string(source.get("media_type")) or None, string(source.get("data")) or None
    )


def _file(part: Mapping[str, Any], source: Mapping[str, Any]) -> File:
    plain = source.get("type") == "text"
    data = string(source.get("data")) or None
    blocks = _blocks(source.get("content"))
    return File(
        string(part.get("title")) or None,
        string(source.get("media_type")) or None,
        string(source.get("url")) or None,
        None if plain else data,
        data if plain else "\n".join(filter(None, blocks)) or None,
        blocks,
        cited=_cited(part),
    )


def _found(part: Mapping[str, Any], _: dict[str, str]) -> File:
    """A search result."""
    blocks = _blocks(part.get("content"))
    return File(
        string(part.get("title")),
        url=string(part.get("source")),
        text="\n".join(filter(None, blocks)) or None,
        blocks=blocks,
        result=True,
        cited=_cited(part),
    )


def _blocks(content: Any) -> tuple[str, ...]:
    return (content,) if isinstance(content, str) else tuple(string(each.get("text")) for each in items(content))


def _cited(part: Mapping[str, Any]) -> bool:
    return truth(mapping(part.get("citations")).get("enabled"))


def _any_file(part: Mapping[str, Any], source: Mapping[str, Any]) -> Image | File:
    return _image(source) if string(source.get("media_type")).startswith("image/") else _file(part, source)


def _result(part: Mapping[str, Any], names: dict[str, str]) -> ToolResult:
    call_id = string(part.get("tool_use_id"))
    inner = _content(part.get("content"), {})
    text = "".join(each.text for each in inner if isinstance(each, Text))
    pictures = tuple(each for each in inner if isinstance(each, Image))
    files = tuple(each for each in inner if isinstance(each, File))
    if files:
        text = "\n".join(filter(None, [text, *(each.text for each in files)]))
    return ToolResult(call_id, text, names.get(call_id), truth(part.get("is_error")), pictures, files)


PARTS: dict[str, Callable[[Mapping[str, Any], dict[str, str]], InputPart]] = {
    "text": lambda part, _: Text(string(part.get("text"))),
    "image": lambda part, _: _image(mapping(part.get("source"))),
    "document": lambda part, _: _file(part, mapping(part.get("source"))),
    "search_result": _found,
    "file": lambda part, _: _any_file(part, mapping(part.get("source"))),
    "file_data": lambda part, _: File(media_type=string(part.get("media_type")), data=string(part.get("data"))),
    "tool_use": _call,
    "tool_result": _result,
    "thinking": lambda part, _: Reasoning(
        string(part.get("thinking")), signature=string(part.get("signature")) or None
    ),
    "redacted_thinking": lambda _, __: Reasoning(redacted=True),
}


def _tool(entry: Mapping[str, Any]) -> Tool:
    kind = string(entry.get("type"), "custom")
    name = string(entry.get("name"), kind)
    if kind != "custom":
        known = input_schema(entry)
        return Tool(name, schema=known, kind="hosted" if known is None else "function", cached=kept(entry))
    schema = entry.get("input_schema")
    empty: dict[str, Any] = {"type": "object"}
    description, schema = string(entry.get("description")), empty if schema is None else schema
    return Tool(name, description, schema, strict=truth(entry.get("strict")), cached=kept(entry))


def _choice(chosen: Mapping[str, Any]) -> Choice:
    match chosen.get("type"):
        case "none":
            return Choice("none")
        case "any":
            return Choice("required")
        case "tool":
            return Choice("required", (string(chosen.get("name")),))
        case _:
            return Choice()


SINGLE: Single = {
    "max_tokens": ("limit", integer),
    "metadata": ("user", lambda value: string(mapping(value).get("user_id")) or None),
    "stop_sequences": ("stop", strings),
    "stream": ("stream", truth),
    "tool_choice": ("choice", lambda value: _choice(mapping(value))),
    "tools": ("tools", lambda value: tuple(map(_tool, items(value)))),
}
"""Members that say one thing of the ask each: which, and how it is read."""


def _format(body: Body) -> Format | None:
    wanted = mapping(mapping(body.get("output_config")).get("format")) or mapping(body.get("output_format"))
    if wanted.get("type") != "json_schema":
        return None
    return Format("json_schema", wanted.get("schema", {}), strict=True)


def _thinking(body: Body, model: Model) -> Thinking | None:
    wanted = mapping(body.get("thinking"))
    effort = string(mapping(body.get("output_config")).get("effort")) or None
    kind = string(wanted.get("type"))
    if kind not in {"enabled", "adaptive", "between_tools"}:
        return None
    usual = "omitted" if "omits_thoughts" in model.traits else "summarized"
    shown = (wanted.get("display") or usual) != "omitted"
    budget = integer(wanted.get("budget_tokens"))
    return Thinking(effort or (None if budget else "high"), budget, text=shown)
