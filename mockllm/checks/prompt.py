"""How long a prompt is, over the raw body: cheap where it is certain to fit, exact where it is not."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.tokens import count

__all__ = ["length_beyond", "mentions", "texts"]

_NAMES = (
    "cache_control call_id data encrypted_content file_data file_url id image_url input_audio media_type role "
    "signature status tool_call_id tool_use_id type url"
)
OPAQUE = frozenset(_NAMES.split())
"""Members that hold no text for the model to read, or text that is not counted as such."""


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, but for what is opaque, in order; nesting may be of any depth."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            waiting.extend(reversed(each))
        elif isinstance(each, Mapping):
            waiting.extend(item for name, item in reversed(list(each.items())) if name not in OPAQUE)


def _characters(value: Any) -> int:
    """How many characters the texts in a JSON value have."""
    total = 0
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            total += len(each)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, Mapping):
            waiting += [item for name, item in each.items() if name not in OPAQUE]
    return total


def length_beyond(value: Any, limit: int) -> int | None:
    """How many tokens the texts in `value` have if more than `limit`, else None."""
    # A token is at least one character, so a prompt of no more characters than the limit fits.
    if _characters(value) <= limit:
        return None
    size = sum(map(count, texts(value)))
    return size if size > limit else None


def mentions(value: Any, word: str) -> bool:
    """Whether a word occurs in any of the texts, in upper or lower case."""
    return any(word in text.lower() for text in texts(value))
