"""Texts for the patterns of JSON Schema: regular expressions that are searched for, not anchored."""

import random
import re
from functools import lru_cache

from mockllm.stamp import Dice

__all__ = ["matching", "searches"]

REPEATS = 4
REPEATING = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[*+]")
PLAIN = re.compile(r"\^?(\[[^\]\\^]+\])(\*|\+|\{\d+(?:,\d*)?\})?\$?")


class _Random(random.Random):
    """The standard library's choices, decided by our dice, so that no release of Python changes them."""

    def __init__(self, dice: Dice) -> None:
        super().__init__(0)
        self._dice = dice

    def random(self) -> float:
        return self._dice.unit()

    def getrandbits(self, k: int, /) -> int:
        value = 0
        for _ in range(0, k, 64):
            value = value << 64 | self._dice.number()
        return value & ((1 << k) - 1)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(_translated(pattern))
    except (re.error, RecursionError, OverflowError):
        return None


def _translated(pattern: str) -> str:
    """The pattern in Python's words: what ECMAScript writes otherwise, as far as it is in use."""
    return re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", pattern).replace(r"\/", "/").replace(r"\p{L}", "A-Za-z")


def _bounded(pattern: str, most: int) -> str:
    """The pattern with an end to what it repeats without end."""
    limits = {"*": f"{{0,{most}}}", "+": f"{{1,{most}}}"}
    return REPEATING.sub(lambda match: limits.get(match[0], match[0]), pattern)


def searches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text; one that Python cannot read is found anywhere."""
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


def matching(pattern: str, dice: Dice, least: int = 0) -> str:
    """A text in which the pattern is found, at least `least` characters long where a repetition allows it."""
    import rstr  # noqa: PLC0415 - only patterns need it

    if _compiled(pattern) is None:
        return "x" * least
    generator = rstr.Rstr(_Random(dice))
    simple = PLAIN.fullmatch(pattern)
    if simple and simple[2] in {"*", "+"}:
        size = max(least, 8)
        return str(generator.xeger(f"{simple[1]}{{{size}}}"))
    text = str(generator.xeger(_bounded(_translated(pattern), max(REPEATS, least))))
    anchored = pattern.endswith("$")
    return text if anchored or len(text) >= least else text.ljust(least, "x")
