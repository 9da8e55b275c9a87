"""References inside a schema: JSON pointers and anchors. Nothing is ever fetched."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

__all__ = ["resolve"]


def resolve(root: Any, ref: Any) -> Any:
    """What `ref` names inside `root`; True, which allows anything, where there is no such place."""
    if not isinstance(ref, str):
        return True
    place = unquote(ref.partition("#")[2]) if "#" in ref else ""
    if "#" not in ref:
        return _named(root, ref, "$id")
    if place and not place.startswith("/"):
        return _named(root, place, "$anchor")
    found = root
    for step in place.split("/")[1:]:
        found = _step(found, step.replace("~1", "/").replace("~0", "~"))
    return found


def _step(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name, True)
    if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    return True


def _named(root: Any, name: str, word: str) -> Any:
    return next((each for each in _inside(root) if each.get(word) == name), True)


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, dict):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)
