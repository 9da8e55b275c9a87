"""Where a request body of any shape keeps system and user text and tool results, and how parts of them are let go.

Scrubbing works on the JSON as it was sent: a recording may hold fields that no shape of ours knows.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from mockllm.cassette.pointer import without

__all__ = ["scrub"]

Field = tuple[str, tuple[str, ...]]
_ROLES = frozenset({"system", "developer", "user"})
_LISTS = ("messages", "input")
_SYSTEM = ("system", "instructions")
_RESULTS = {
    "tool_result": ("tool_use_id", "content"),
    "function_call_output": ("call_id", "output"),
    "custom_tool_call_output": ("call_id", "output"),
}
"""Type of an entry that is a tool result -> where its call's id and its text are."""


def scrub(body: dict[str, Any], patterns: tuple[str, ...], fields: list[Field], *, unordered: bool) -> None:
    """Take out of a request body what `patterns` match in its texts and `fields` name in its tool results.

    With `unordered`, tool results that follow each other are put in one fixed order.
    """
    if patterns:
        drop = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
        for holder, place in _texts(body):
            holder[place] = drop.sub("", holder[place])
    if fields:
        names = _called(body)
        for entry, call, place in _results(body):
            _cut(entry, place, [path for tool, path in fields if tool in {"", names.get(call)}])
    if unordered:
        for entries in _sequences(body):
            _sort(entries)


def _texts(body: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Holders and keys of all system and user text."""
    for name in (*_SYSTEM, "input", "prompt"):
        if isinstance(body.get(name), str):
            yield body, name
    for block in _objects(body.get("system")):
        yield from _text_of(block, "text")
    for message in _entries(body):
        if message.get("role") in _ROLES:
            yield from _text_of(message, "content")
            for part in _objects(message.get("content")):
                yield from _text_of(part, "text")


def _text_of(holder: dict[str, Any], name: str) -> Iterator[tuple[Any, Any]]:
    if isinstance(holder.get(name), str):
        yield holder, name


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _entries(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in _LISTS:
        yield from _objects(body.get(name))


def _results(body: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every tool result: the entry, the id of its call, the key of its text."""
    for entries in _sequences(body):
        for entry in _objects(entries):
            if (found := _result(entry)) is not None:
                yield entry, *found


def _result(entry: Any) -> tuple[str, str] | None:
    if not isinstance(entry, dict):
        return None
    if entry.get("role") == "tool":
        return str(entry.get("tool_call_id")), "content"
    if entry.get("type") in _RESULTS:
        name, place = _RESULTS[entry["type"]]
        return str(entry.get(name)), place
    return None


def _sequences(body: dict[str, Any]) -> Iterator[list[Any]]:
    """The lists that may hold tool results."""
    for name in _LISTS:
        if isinstance(body.get(name), list):
            yield body[name]
    for message in _entries(body):
        if isinstance(message.get("content"), list):
            yield message["content"]


def _called(body: dict[str, Any]) -> dict[str, str]:
    """Ids of calls -> the names of their tools."""
    names: dict[str, str] = {}
    for message in _entries(body):
        for call in (message, *_objects(message.get("tool_calls")), *_objects(message.get("content"))):
            function = call.get("function")
            name = function.get("name") if isinstance(function, dict) else call.get("name")
            if isinstance(name, str) and call.get("type") not in _RESULTS:
                names[str(call.get("call_id", call.get("id")))] = name
    return names


def _cut(entry: dict[str, Any], place: str, pointers: list[tuple[str, ...]]) -> None:
    """Take the fields out of the JSON that a tool result is."""
    for holder, name in (*_text_of(entry, place), *_parts(entry.get(place))):
        try:
            document = json.loads(holder[name])
        except ValueError:
            continue
        for path in pointers:
            without(document, path)
        holder[name] = json.dumps(document, sort_keys=True)


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    for part in _objects(value):
        yield from _text_of(part, "text")


def _sort(entries: list[Any]) -> None:
    """Put each run of tool results into the order of their text."""
    start = 0
    while start < len(entries):
        end = start
        while end < len(entries) and _result(entries[end]) is not None:
            end += 1
        entries[start:end] = sorted(entries[start:end], key=_order)
        start = max(end, start + 1)


_order: Callable[[Any], str] = json.JSONEncoder(sort_keys=True).encode
