"""Cache breakpoints as a request marks them: how long the prompt up to a part is to be kept.

Specification: https://platform.claude.com/docs/en/build-with-claude/prompt-caching
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mockllm.ask import Mark, Ttl
from mockllm.wire.tolerant import items, mapping

__all__ = ["kept", "marks"]


def kept(entry: Mapping[str, Any]) -> Ttl | None:
    """How long the prompt up to this entry is to be kept; None where it carries no mark.

    A mark inside a tool result counts as the result's.
    """
    control = mapping(entry.get("cache_control"))
    if control.get("type") == "ephemeral":
        return "1h" if control.get("ttl") == "1h" else "5m"
    if entry.get("type") == "tool_result":
        inner = marks(items(entry.get("content")))
        return inner[-1].ttl if inner else None
    return None


def marks(parts: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """The breakpoints among the parts of a message, in order."""
    found = ((number, kept(part)) for number, part in enumerate(parts, 1))
    return tuple(Mark(number, ttl) for number, ttl in found if ttl is not None)
