"""The JSON schema that a prompt shows, for clients that ask for JSON in words, and perhaps for no format at all."""

import json
import re
from typing import Any

from mockllm.fake.heard import Heard

__all__ = ["demanded", "shown", "unshown"]

MOST_TRIES = 32
_DECODER = json.JSONDecoder()
_SIGN = '"properties"'
_ORDER = re.compile(
    r"\b(?:(?:respond|reply|answer)\w*\b[^.{}\n]{0,40}\b(?:with|in|as|using)"
    r"|return|output|produce|provide|generate)\b[^.{}]{0,40}\bjson\b(?![ _]schema)",
    re.IGNORECASE,
)
"""Words that want JSON and not only speak of it."""


def shown(heard: Heard) -> dict[str, Any] | None:
    """The last JSON schema of an object in the system texts, else in the last user message; examples come before it."""
    for text in (heard.system, heard.user):
        found = _last(text)
        if found is not None:
            return found[0]
    return None


def demanded(heard: Heard) -> bool:
    """Whether the prompt shows a schema and says that the answer is to be JSON."""
    for text in (heard.system, heard.user):
        if _SIGN in text and _last(text) is not None:
            return _ORDER.search(unshown(text)) is not None
    return False


def unshown(text: str) -> str:
    """A text without the schema that it shows, so that only what is said about it is left."""
    found = _last(text)
    return text if found is None else f"{text[: found[1]]} {text[found[2] :]}"


def _last(text: str) -> tuple[dict[str, Any], int, int] | None:
    if _SIGN not in text:
        return None
    found = None
    start = text.find("{")
    for _ in range(MOST_TRIES):
        if start < 0:
            break
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict) and isinstance(value.get("properties"), dict):
                found = value, start, end
        start = text.find("{", end)
    return found
