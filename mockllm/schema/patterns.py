"""Whether a text matches a pattern of a schema, within bounded time."""

from functools import lru_cache
from typing import Any

__all__ = ["searches"]

SECONDS = 0.05


def searches(pattern: str, text: str) -> bool:
    """Whether `pattern` occurs in `text`. One that is broken, or takes too long, says nothing against it."""
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    try:
        return compiled.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return True


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    import regex  # noqa: PLC0415 - most schemas have no pattern, and the start must stay quick

    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError):
        return None
