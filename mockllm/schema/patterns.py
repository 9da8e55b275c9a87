"""Whether a text matches a pattern of a schema, within bounded time."""

import re
from functools import lru_cache
from typing import Any

__all__ = ["searches"]

SECONDS = 0.05
LONGEST = 10_000
"""How long a pattern may be where all that must be repeated is written out, as the compiler does."""
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(?P<least>\d+)(?:,\d*)?\}|.", re.DOTALL)


def searches(pattern: str, text: str) -> bool:
    """Whether `pattern` occurs in `text`. One that is broken, too large, or takes too long says nothing against it."""
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    try:
        return compiled.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return True


def _length(pattern: str) -> int:
    """How many pieces a pattern has where all that must be repeated is written out."""
    # Of each group that is open: its pieces, and those of the last part of it, which a number in braces repeats.
    groups = [(0, 0)]
    for piece in _PIECE.finditer(pattern):
        size, last = groups.pop()
        if piece["least"]:
            least = max(1, int(piece["least"][:9]))
            groups.append((size + last * (least - 1), last * least))
        elif piece[0] == "(":
            groups += [(size, last), (0, 0)]
        elif piece[0] == ")" and groups:
            before, _ = groups.pop()
            groups.append((before + size, size))
        else:
            groups.append((size + 1, 1))
    return sum(size for size, _ in groups)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    if _length(pattern) > LONGEST:
        return None
    import regex  # noqa: PLC0415 - most schemas have no pattern, and the start must stay quick

    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError):
        return None
