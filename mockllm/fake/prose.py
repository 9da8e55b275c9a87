"""Text for the user: what the prompt asks to be said, what tools gave back, or a few sentences about the prompt."""

import json
import re
from collections.abc import Callable
from typing import Any

from mockllm.ask import Ask, ToolResult
from mockllm.fake import words
from mockllm.fake.choice import since_user
from mockllm.stamp import Dice

__all__ = ["prose", "subject"]

MOST_RESULT = 300
MOST_ECHO = 200
MOST_COUNT = 100
_SAY = (
    r"(?:please\s+)?(?:can you\s+|could you\s+)?(?:just\s+|only\s+)?"
    r"(?:say|reply|respond|answer|repeat|return|output|print|write)(?:\s+(?:back|only|just|exactly|with|after me))*"
    r"(?:\s+(?:the\s+)?(?:exact\s+)?(?:words?|text|phrase|sentence|string))?"
)
_QUOTED = re.compile(rf"\b{_SAY}\s*:?\s*[\"“'`](?P<said>[^\"”`\n]{{1,200}}?)[\"”'`](?=[\s.!?]|$)", re.IGNORECASE)
_QUOTES = ('"', "“", "'", "`")
_PLAINLY = re.compile(rf"^\s*{_SAY}\s*:?\s+(?P<said>[^\n]{{1,80}}?)\s*[.!?]?\s*$", re.IGNORECASE)
_NOT_PLAIN = re.compile(
    r"\b(about|something|anything|me|your|a|an|how|why|what|which|who|when|where|whether|if|for|following|json|"
    r"question|poem|story|haiku|code|function|in)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bcount\s+(?:from\s+(?P<low>\d{1,3})\s+)?(?:up\s+)?to\s+(?P<high>\d{1,3})\b", re.IGNORECASE)
_SUM = re.compile(r"(?P<a>-?\d{1,9})\s*(?P<how>[-+*x×])\s*(?P<b>-?\d{1,9})(?![\d.]*\s*[-+*/x×]\s*\d)")
_GREETING = re.compile(
    r"^\W*(hello|hi|hey|good (morning|evening|afternoon)|howdy|greetings)\b[^?]{0,24}$", re.IGNORECASE
)
_REACHES = re.compile(r"\d\s*[-+*x×]")
_SENTENCE = re.compile(r"[.?!:;,\n](?:(?<=\n)\n*|(?<!\n)[.?!:;,]*(?=\s|$))")
_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
_LEADING = words.STOP_WORDS | words.NOT_NAMES | words.VERBS
_SUMS: dict[str, Callable[[int, int], int]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "x": lambda one, other: one * other,
    "×": lambda one, other: one * other,
}
_OPENINGS = (
    "Here is a short answer about {}.",
    "On {}, there are a few things to say.",
    "Thanks for asking about {}.",
    "Let me say something about {}.",
    "When it comes to {}, here is what matters.",
)
_RESULTS = ("Based on the result: {}", "Here is what I found: {}", "According to the tool: {}", "The result is: {}")
_FAILED = ("The tool reported a problem: {}", "That did not work: {}")


def prose(ask: Ask, text: str, dice: Dice) -> str:
    """A text of one to four sentences that answers the ask, whose user said `text` last."""
    came = since_user(ask)
    if came:
        return _reported(came, dice)
    return _echo(text) or _worked_out(text, dice) or _about(text, dice)


def subject(text: str) -> str:
    """What a prompt is about, in a few of its own words: the first that follow the question or the order."""
    for sentence in _SENTENCE.split(text):
        found = _WORD.findall(sentence)
        start = next((place for place, low in enumerate(map(str.lower, found)) if low not in _LEADING), len(found))
        kept = found[start : start + 6]
        while kept and kept[-1].lower() in words.STOP_WORDS:
            kept.pop()
        if kept:
            return " ".join(kept)
    return "your request"


def _echo(text: str) -> str | None:
    """What the prompt asks to be said, where that is plain."""
    quoted = _QUOTED.search(text) if any(map(text.__contains__, _QUOTES)) else None
    if quoted is not None:
        return quoted["said"]
    asked = _PLAINLY.match(text)
    if asked is None or (_NOT_PLAIN.search(asked["said"]) and "this is a" not in asked["said"].lower()):
        return None
    said = asked["said"].strip(" \"'`“”")
    if not said or len(said) > MOST_ECHO:
        return None
    if said.isupper() or not said[0].isalpha():
        return said
    return (
        said[0].upper() + said[1:] + ("!" if said.lower() in {"hello", "hi", "hey"} else "" if " " not in said else ".")
    )


def _worked_out(text: str, dice: Dice) -> str | None:
    counted = _COUNT.search(text) if "count" in text.lower() else None
    if counted is not None:
        low, high = int(counted["low"] or 1), int(counted["high"])
        if low <= high <= low + MOST_COUNT:
            return ", ".join(str(number) for number in range(low, high + 1))
    summed = _SUM.search(text) if _REACHES.search(text) else None
    if summed is not None:
        one, other = int(summed["a"]), int(summed["b"])
        return f"{one} {summed['how']} {other} = {_SUMS[summed['how']](one, other)}."
    return dice.pick(words.GREETINGS) if _GREETING.match(text) else None


def _reported(came: tuple[ToolResult, ...], dice: Dice) -> str:
    """The words of the results, in sentences."""
    lines = []
    for result in came[-4:]:
        frame = dice.pick(_FAILED if result.error else _RESULTS)
        told = _told(result.text) or "done"
        lines.append(frame.format(told + ("" if told[-1] in ".!?" else ".")))
    return " ".join(lines)


def _told(text: str) -> str:
    """A result in words: the members of a JSON object as `name: value`."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    said = ", ".join(_spoken(value)) if isinstance(value, dict | list) else str(value)
    said = " ".join(said.split())
    return said if len(said) <= MOST_RESULT else said[:MOST_RESULT].rsplit(" ", 1)[0]


def _spoken(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"{name}: {_leaf(each)}" for name, each in value.items()]
    return [_leaf(each) for each in value]


def _leaf(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _about(text: str, dice: Dice) -> str:
    sentences = [dice.pick(_OPENINGS).format(subject(text))]
    left = list(words.SENTENCES)
    sentences += [left.pop(dice.below(len(left))) for _ in range(dice.between(1, 3))]
    return " ".join(sentences)
