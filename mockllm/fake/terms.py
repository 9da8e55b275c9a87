"""Words as they are compared: lower case, without endings, without those that say nothing."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mockllm.fake.fields import split
from mockllm.fake.sums import sums
from mockllm.fake.words import STOP_WORDS

__all__ = ["content", "stem", "stems", "topic"]

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (
    "ations",
    "ation",
    "ators",
    "ator",
    "ates",
    "ated",
    "ate",
    "ating",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
LEAST = 3
_SUMS = {
    "+": ("add", "plus", "sum", "addition"),
    "-": ("subtract", "minus", "difference"),
    "x": ("multiply", "times", "product"),
    "^": ("power", "exponent"),
    "*": ("multiply", "times", "product"),
    "×": ("multiply", "times", "product"),
    "/": ("divide", "quotient"),
    "÷": ("divide", "quotient"),
    "times": ("multiply", "product"),
    "multiplied by": ("multiply", "product"),
    "plus": ("add", "sum", "addition"),
    "minus": ("subtract", "difference"),
    "divided by": ("divide", "quotient"),
}
_MARK = re.compile(r"(?<=[\d)])\s*([-+*/^×÷x])")
_WORDED = re.compile(r"\d\s*(times|multiplied by|plus|minus|divided by)\s*\(?\d")
_TOPIC = re.compile(r"\b(?:about|for|on|regarding|concerning)\s+(.{2,160}?)(?:[.?!\n]|$)", re.IGNORECASE)

_WANTED = re.compile(
    r"^\W*(?:please\s+|can you\s+|could you\s+|i(?: want|'d like| need) to\s+)*"
    r"(?:find|search|look up|look for|show|list|google)\s+(?:me\s+|for\s+|the web\s+|all\s+)*(.{2,160}?)(?:[.?!\n]|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending: `searches` and `searching` are `search`."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > LEAST and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


@lru_cache(maxsize=1024)
def stems(name: str) -> tuple[str, ...]:
    """The words of an identifier that say something, as stems."""
    return tuple(stem(word) for word in split(name) if word not in STOP_WORDS and len(word) > 1)


@lru_cache(maxsize=256)
def content(text: str) -> dict[str, str]:
    """The words of a text that say something: stem to word as written, in order.

    A sum such as `2 * 3` also says what is done: multiply, calculate.
    """
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) > 1 and word.lower() not in STOP_WORDS and not word.isdecimal():
            found.setdefault(stem(word), word)
    for written, mark in _marks(text):
        for word in (*_SUMS[mark], "calculate", "calculator", "math", "arithmetic", "expression"):
            found.setdefault(stem(word), written)
    return found


def _marks(text: str) -> Iterator[tuple[str, str]]:
    """Each sum with each mark or word that says how it is made."""
    for summed in sums(text):
        yield from ((summed, match[1]) for match in _MARK.finditer(summed))
    yield from ((match[0], match[1]) for match in _WORDED.finditer(text))


def topic(text: str) -> str:
    """What a prompt is about, in its own words."""
    match = _TOPIC.search(text) or _WANTED.match(text)
    return (match[1] if match else text).strip(" .?!\n")
