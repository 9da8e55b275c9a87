"""A stream's chunks put together to the completion that they tell.

Specification: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mockllm.wire import JsonObject
from mockllm.wire.tolerant import integer, items, mapping

__all__ = ["assemble"]

WHOLE = frozenset({"channel", "format", "id", "name", "role", "signature", "type"})
"""Texts that come in one piece, and again with later pieces of what they belong to."""


def assemble(chunks: Iterable[Mapping[str, Any]]) -> JsonObject:
    """The completion: its choices by index, and its usage where a chunk told it.

    Where no chunk has choices, neither has the completion.
    """
    whole: JsonObject = {}
    choices: dict[int, JsonObject] = {}
    for chunk in chunks:
        used = mapping(chunk.get("usage")) or mapping(mapping(chunk.get("x_groq")).get("usage"))
        if used:
            whole["usage"] = used
        if isinstance(chunk.get("choices"), list):
            whole["choices"] = []
        for part in items(chunk.get("choices")):
            index = integer(part.get("index")) or 0
            choice = choices.setdefault(index, {"index": index, "message": {}, "finish_reason": None})
            choice["finish_reason"] = part.get("finish_reason") or choice["finish_reason"]
            _merge(choice["message"], mapping(part.get("delta")))
    if "choices" in whole:
        whole["choices"] = [choices[index] for index in sorted(choices)]
    return whole


def _merge(into: JsonObject, delta: Mapping[str, Any]) -> None:
    for key, value in delta.items():
        into[key] = _joined(key, into.get(key), value)


def _joined(key: str, old: Any, new: Any) -> Any:
    match old, new:
        case _, None:
            return old
        case str(), str():
            return (new or old) if key in WHOLE else old + new
        case dict(), dict():
            _merge(old, new)
            return old
        case (list(), _) | (_, list()):
            return _extended(_listed(old), _listed(new))
        case _:
            return new


def _listed(value: Any) -> list[Any]:
    """A list as it is; a text as the part of a list that some vendors go on with."""
    if isinstance(value, list):
        return value
    return [{"type": "text", "text": value}] if isinstance(value, str) and value else []


def _extended(old: list[Any], new: list[Any]) -> list[Any]:
    for each in new:
        known = next((one for one in old if _continues(one, each)), None)
        if known is None:
            old.append(each)
        else:
            _merge(known, each)
    return old


def _continues(known: Any, piece: Any) -> bool:
    """Whether a piece of an array goes on with an element that is there: same index, and nothing against it."""
    if not isinstance(known, dict) or not isinstance(piece, dict) or piece.get("index") is None:
        return False
    same = known.get("index") == piece["index"]
    return same and all(not known.get(key) or not piece.get(key) or known[key] == piece[key] for key in ("id", "type"))
