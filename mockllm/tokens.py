"""The one tokenizer: the same rule decides usage, token limits, deltas and log probabilities.

It needs no download and is not any vendor's: a token is an optional space with up to eight letters, up to three
digits, a run of up to four equal punctuation marks, white space, or one character of any other script.
"""

import re
import string
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat

from mockllm.turn import Deltas

__all__ = ["count", "cut", "pieces", "tokens", "weights"]

# No groups, so that `findall` gives the tokens themselves; each branch has a first character of its own to be known by.
_RUN = "|".join(f"{mark}{mark}{{0,3}}" for mark in map(re.escape, string.punctuation))
_WORDED = rf"[A-Za-z]{{1,8}}|[0-9]{{1,3}}|{_RUN}"
TOKEN = re.compile(
    rf" (?:{_WORDED}|[^\S\n]{{0,15}})|{_WORDED}"
    r"|[\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]{1,4}"
    r"|[^\S\n]{1,16}|\n{1,4}"
    r"|[\s\S]"
)
WORD = re.compile(r"\s*\S+(?:\s+\Z)?|\s+\Z")
SHORT = 16
"""Texts of fewer characters are deltas as often as not, and come again."""


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order; joined they are the text again."""
    return TOKEN.findall(text)


def count(text: str) -> int:
    """How many tokens a text has."""
    return _few(text) if len(text) < SHORT else len(TOKEN.findall(text))


@lru_cache(maxsize=8_192)
def _few(text: str) -> int:
    return len(TOKEN.findall(text))


def cut(text: str, limit: int) -> str:
    """The first `limit` tokens of a text."""
    end = 0
    for number, match in enumerate(TOKEN.finditer(text)):
        if number >= limit:
            break
        end = match.end()
    return text[:end]


def pieces(text: str, how: Deltas) -> list[str]:
    """A text cut into deltas; joined they are the text again, and an empty text has none."""
    if not text:
        return []
    if how == "token":
        return tokens(text)
    if how == "word":
        return WORD.findall(text)
    if how == "whole":
        return [text]
    size = max(1, how)
    return [text[start : start + size] for start in range(0, len(text), size)]


def weights(found: Sequence[str], how: Deltas) -> Iterator[int]:
    """How many tokens each of the deltas has."""
    return repeat(1, len(found)) if how == "token" else map(count, found)
