"""Cache breakpoints as a request marks them: how long the prompt up to a part is to be kept.

Specification: https://platform.claude.com/docs/en/build-with-claude/prompt-caching,
https://developers.openai.com/api/docs/guides/prompt-caching
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mockllm.ask import Mark, Ttl
from mockllm.wire.tolerant import items, mapping, string

__all__ = ["kept", "marks"]

TTLS: dict[str, Ttl] = {"30m": "30m", "12h": "12h"}
"""What a breakpoint may say of its own; others last as long as the request says."""

CARRIED = frozenset({"cache_control", "prompt_cache_breakpoint"})


def kept(entry: Mapping[str, Any]) -> Ttl | None:
    """How long the prompt up to this entry is to be kept; None where it carries no mark.

    A mark inside a tool result counts as the result's.
    """
    if CARRIED.isdisjoint(entry) and entry.get("type") != "tool_result":
        return None
    control = mapping(entry.get("cache_control"))
    if control.get("type") == "ephemeral":
        return "1h" if control.get("ttl") == "1h" else "5m"
    point = mapping(entry.get("prompt_cache_breakpoint"))
    if point.get("mode") == "explicit":
        return TTLS.get(string(point.get("ttl")), "request")
    if entry.get("type") == "tool_result":
        inner = marks(items(entry.get("content")))
        return inner[-1].ttl if inner else None
    return None


def marks(parts: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """The breakpoints among the parts of a message, in order."""
    found = ((number, kept(part)) for number, part in enumerate(parts, 1))
    return tuple(Mark(number, ttl) for number, ttl in found if ttl is not None)
