"""Text that reads as an answer, and the thoughts before it."""

import re

from mockllm.fake.hints import words_of
from mockllm.fake.words import COMMON, OPENINGS, SENTENCES, THOUGHTS
from mockllm.stamp import Dice

__all__ = ["answer", "thought", "topic"]

_ECHO = re.compile(
    r"^\s*(?:please )?(?:just |only )?(?:say|repeat|reply|respond|answer|output|return|echo|print)"
    r"(?: back)?(?: only| just)?(?: with| the words?| exactly| this| after me)*:?\s+(?P<said>.+?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = "\"'“”‘’`"
LONGEST_ECHO = 200


def topic(prompt: str) -> str:
    """What a prompt is about: its longest telling word."""
    words = [word for word in re.findall(r"[^\W\d_]{3,24}", prompt[-2_000:]) if word.lower() not in COMMON]
    return max(words, key=len, default="this")


def answer(prompt: str, dice: Dice) -> str:
    """Two to four sentences; what a prompt literally asks to be said is said."""
    echo = _ECHO.match(prompt)
    if echo and len(echo["said"]) <= LONGEST_ECHO and "\n" not in echo["said"]:
        said = echo["said"]
        stripped = said.rstrip(".!")
        if stripped[:1] in _QUOTES and stripped[-1:] in _QUOTES and len(stripped) > 2:
            return stripped[1:-1]
        if len(words_of(said)) <= 6 and not said.endswith("?"):
            return said[:1].upper() + said[1:]
    about = topic(prompt)
    pool = list(SENTENCES)
    chosen = [dice.pick(OPENINGS)]
    chosen += [pool.pop(dice.below(len(pool))) for _ in range(dice.between(1, 3))]
    return " ".join(sentence.format(topic=about) for sentence in chosen)


def thought(prompt: str, sentences: int, dice: Dice) -> str:
    """So many sentences of thinking."""
    about = topic(prompt)
    start = dice.below(2)
    return " ".join(THOUGHTS[(start + n) % len(THOUGHTS)].format(topic=about) for n in range(sentences))
