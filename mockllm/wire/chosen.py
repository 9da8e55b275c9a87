"""What a request chooses among its tools and formats, as Chat Completions and Responses both say it.

Chat Completions puts the choice into a member of its own (`function`, `custom`, `allowed_tools`, `json_schema`),
Responses beside the type.
"""

from collections.abc import Mapping
from typing import Any

from mockllm.ask import Choice, Format
from mockllm.wire.tolerant import items, mapping, string, truth

__all__ = ["choice", "document"]

NAMED = ("function", "custom")
"""Types of a choice that name one tool; the older `function_call` has none."""


def choice(wanted: Any) -> Choice:
    """Which tools may or must be called."""
    if isinstance(wanted, str):
        return Choice(wanted) if wanted in {"none", "required"} else Choice()  # type: ignore[arg-type]
    chosen = mapping(wanted)
    if chosen.get("type") == "allowed_tools":
        allowed = mapping(chosen.get("allowed_tools")) or chosen
        names = tuple(map(_name, items(allowed.get("tools"))))
        return Choice("required" if allowed.get("mode") == "required" else "auto", names)
    kind, name = chosen.get("type"), _name(chosen)
    return Choice("required", (name,)) if name and (kind is None or kind in NAMED) else Choice()


def document(wanted: Mapping[str, Any]) -> Format | None:
    """The document that is wanted instead of prose."""
    match wanted.get("type"):
        case "json_object":
            return Format("json_object")
        case "json_schema":
            inner = mapping(wanted.get("json_schema")) or wanted
            strict = truth(inner.get("strict"))
            return Format("json_schema", inner.get("schema", {}), string(inner.get("name")), strict=strict)
        case _:
            return None


def _name(chosen: Mapping[str, Any]) -> str:
    inner = mapping(chosen.get("function")) or mapping(chosen.get("custom")) or chosen
    return string(inner.get("name"))
