"""A small part of JSONPath (RFC 9535): names, indices and wildcards, no filters, slices or descent."""

import re
from collections.abc import Iterator
from typing import Any

from mockllm.match.pattern import PatternError

__all__ = ["Path", "parse", "select"]

Path = tuple[str | int | None, ...]
"""The steps from the root: a name, an index (negative from the end), or None for every child."""

_STEP = re.compile(
    r"\.(?P<name>[A-Za-z_][\w-]*)|\[(?P<index>-?\d+)\]|\[(?P<quote>['\"])(?P<quoted>.*?)(?P=quote)\]"
    r"|(?P<all>\.\*|\[\*\])"
)


def parse(source: str) -> Path:
    """The steps of a path such as `$.messages[-1].content`; the leading `$.` may be missing. Raises PatternError."""
    rest = source.removeprefix("$")
    if rest == source and not rest.startswith("["):
        rest = f".{source}"
    steps: list[str | int | None] = []
    at = 0
    while at < len(rest):
        step = _STEP.match(rest, at)
        if step is None:
            raise PatternError(f"{source!r} is not a JSON path; write $.name, $.list[0] or $.list[*].name")
        at = step.end()
        steps.append(_step(step))
    return tuple(steps)


def _step(step: "re.Match[str]") -> str | int | None:
    if step["all"]:
        return None
    if step["index"]:
        return int(step["index"])
    return step["name"] or step["quoted"]


def select(path: Path, value: Any) -> Iterator[Any]:
    """Every value that the path leads to."""
    if not path:
        yield value
        return
    for child in _children(path[0], value):
        yield from select(path[1:], child)


def _children(step: str | int | None, value: Any) -> list[Any]:
    if step is None:
        return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(step, str):
        return [value[step]] if isinstance(value, dict) and step in value else []
    inside = isinstance(value, list) and -len(value) <= step < len(value)
    return [value[step]] if inside else []
