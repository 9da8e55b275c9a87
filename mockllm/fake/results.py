"""What tools gave back, as lines that a document can be filled from."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mockllm.ask import ToolResult

__all__ = ["lines"]

MOST = 1_500


def lines(came: Iterable[ToolResult]) -> str:
    """A line `name: value` for each member of the results that came; other results as they are."""
    said = "\n".join(line for result in came for line in _lines(_read(result.text), result.name or ""))
    return said[:MOST]


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _lines(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(each, key)
    elif isinstance(value, list):
        if all(isinstance(each, str | int | float) for each in value):
            yield f"{name}: {', '.join(map(_said, value))}"
        else:
            for each in value:
                yield from _lines(each, name)
    else:
        yield f"{name}: {_said(value)}" if name else _said(value)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
