"""The JSON schema that a prompt shows, for clients that ask for JSON without saying of which schema."""

import json
from typing import Any

from mockllm.ask import Ask, last_user, system

__all__ = ["shown", "unshown"]

MOST_TRIES = 32
_DECODER = json.JSONDecoder()


def shown(ask: Ask) -> dict[str, Any] | None:
    """The first JSON schema of an object in the system texts, else in the last user message."""
    for text in (system(ask), last_user(ask)):
        found = _first(text)
        if found is not None:
            return found[0]
    return None


def unshown(text: str) -> str:
    """A text without the schema that it shows, so that only what is said about it is left."""
    found = _first(text)
    return text if found is None else f"{text[: found[1]]} {text[found[2] :]}"


def _first(text: str) -> tuple[dict[str, Any], int, int] | None:
    start = text.find("{")
    for _ in range(MOST_TRIES):
        if start < 0:
            return None
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict) and isinstance(value.get("properties"), dict):
                return value, start, end
        start = text.find("{", end)
    return None
