"""A recorded answer and ours for the same request and turns, compared: keys and their order, types, values, events.

Ids, times, padding, scores of moderation and opaque data are compared by their form; prices and who served an answer
are not compared.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from mockllm.wire import sse

__all__ = ["compared", "shape_of"]

SHAPES = {"completions": "chat", "responses": "responses", "messages": "messages"}
TIMES = frozenset({"created", "created_at", "completed_at"})
FREE = frozenset({"cost", "cost_details", "provider", "native_finish_reason", "obfuscation", "sequence_number"})
OPAQUE = frozenset({"data", "encrypted_content", "encrypted_index", "signature", "system_fingerprint"})
ID = re.compile(r"\b([a-z]+_(?:bdrk_|vrtx_)?|chatcmpl-|gen-)([0-9A-Za-z_-]{12,})")
PIECES = ("content", "refusal", "arguments", "input", "text", "partial_json", "thinking", "delta")
"""Members of a delta that hold a piece of something, however it was cut."""
MORE = ('"id": "call', '"id": "tool', '"finish_reason": "', '"signature')
"""What an event holds that carries more than a piece."""


def shape_of(path: str) -> str | None:
    """The shape that a path serves."""
    tail = path.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return SHAPES.get(tail) if path.split("?", maxsplit=1)[0] != "/v1/completions" else None


def compared(recorded: bytes, ours: bytes, *, stream: bool, ordered: bool) -> Iterator[str]:
    """The differences, a line each; `ordered` heeds the order of keys."""
    if not stream:
        yield from _differ(json.loads(recorded), json.loads(ours), "", ordered=ordered)
        return
    theirs, mine = _events(recorded), _events(ours)
    for (name, one), (named, other) in zip(theirs, mine, strict=False):
        if name != named:
            yield f"an event {name} where ours is {named}"
            return
        yield from _differ(one, other, name, ordered=ordered)
    if len(theirs) != len(mine):
        yield f"{len(theirs)} events where ours are {len(mine)}"


def _differ(one: Any, other: Any, place: str, *, ordered: bool) -> Iterator[str]:
    match one, other:
        case dict(), dict():
            yield from _keys(one, other, place, ordered=ordered)
            for key in one:
                if key in other and key not in FREE:
                    yield from _differ(_form(key, one[key]), _form(key, other[key]), f"{place}.{key}", ordered=ordered)
        case list(), list():
            if len(one) != len(other):
                yield f"{place} has {len(one)} items where ours has {len(other)}"
            for first, second in zip(one, other, strict=False):
                yield from _differ(first, second, f"{place}[]", ordered=ordered)
        case _:
            # 1 and 1.0 and true are not alike.
            if json.dumps(one) != json.dumps(other):
                yield f"{place} is {json.dumps(one)[:60]} where ours is {json.dumps(other)[:60]}"


def _keys(one: dict[str, Any], other: dict[str, Any], place: str, *, ordered: bool) -> Iterator[str]:
    yield from (f"{place}.{key} is not ours" for key in one if key not in other)
    yield from (f"{place}.{key} is ours alone" for key in other if key not in one)
    if ordered and [key for key in one if key in other] != [key for key in other if key in one]:
        yield f"{place} has another order"


def _form(key: str, value: Any) -> Any:
    """What must be alike of a value."""
    if key == "category_scores":
        return dict.fromkeys(value, "score")
    if key in TIMES and value is not None:
        return type(value).__name__
    if key in OPAQUE and isinstance(value, str):
        return key
    if isinstance(value, str) and (key == "id" or key.endswith("_id")):
        return ID.sub(lambda match: f"{match[1]}{len(match[2])}", value)
    return value


def _events(body: bytes) -> list[tuple[str, Any]]:
    """The events of a stream, pieces of one thing that follow each other as one; pings and comments come anytime."""
    found: list[tuple[str, Any]] = []
    last: str | None = None
    for event in sse.decode(body):
        if event.comment is not None or event.name == "ping":
            continue
        if event.data == "[DONE]":
            found.append(("[DONE]", None))
            continue
        data = json.loads(event.data or "null")
        name = str(event.name or data.get("type") or data.get("object"))
        if name == "message_start":
            # How far the model is by then depends on time.
            data["message"]["usage"]["output_tokens"] = 1
        said, shown = _emptied(data)
        form = None if said is None else f"{name} {json.dumps(shown)}"
        if form is not None and form == last:
            found[-1][1]["~"] += said
        else:
            found.append((name, shown if said is None else {**shown, "~": said}))
        last = form
    return found


def _emptied(data: Any) -> tuple[str | None, Any]:
    """The piece that an event carries and the event without it; the event as it is where it carries more than that."""
    pieces: list[str] = []
    shown = _empty(data, pieces, within="delta" in str(data.get("type")))
    whole = json.dumps(shown)
    return (pieces[0], shown) if len(pieces) == 1 and not any(mark in whole for mark in MORE) else (None, data)


def _empty(value: Any, pieces: list[str], *, within: bool) -> Any:
    match value:
        case list():
            return [_empty(each, pieces, within=within) for each in value]
        case dict():
            return {key: _piece(key, each, pieces, within=within) for key, each in value.items()}
        case _:
            return value


def _piece(key: str, value: Any, pieces: list[str], *, within: bool) -> Any:
    if key in PIECES and isinstance(value, str) and within:
        pieces.append(value)
        return ""
    if key in {"obfuscation", "sequence_number"} or (key == "logprobs" and value):
        return 0
    return _empty(value, pieces, within=within or key == "delta")
