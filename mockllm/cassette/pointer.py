"""JSON pointers (RFC 6901), with `*` for every element."""

from collections.abc import Iterator
from typing import Any

__all__ = ["leaves", "steps", "without"]


def steps(pointer: str) -> tuple[str, ...]:
    """The reference tokens of a pointer, unescaped."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def leaves(document: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar of a document, and every empty container, with its pointer."""
    if isinstance(document, dict) and document:
        for name, value in document.items():
            yield from leaves(value, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(document, list) and document:
        for number, item in enumerate(document):
            yield from leaves(item, f"{pointer}/{number}")
    else:
        yield pointer, document


def without(document: Any, path: tuple[str, ...]) -> None:
    """Take away what `path` leads to, wherever it leads somewhere."""
    for name in reversed(_names(document, path[0])):
        if path[1:]:
            without(document[name], path[1:])
        else:
            del document[name]


def _names(holder: Any, step: str) -> list[Any]:
    if isinstance(holder, dict):
        return list(holder) if step == "*" else [step] if step in holder else []
    if isinstance(holder, list):
        wanted = range(len(holder)) if step == "*" else [int(step)] if step.isdecimal() else []
        return [number for number in wanted if number < len(holder)]
    return []
