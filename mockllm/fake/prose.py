"""Text for the user: what the prompt asks to be said, what tools gave back, or a few sentences about the prompt."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from mockllm.ask import ToolResult
from mockllm.fake import words
from mockllm.fake.heard import Heard
from mockllm.fake.sums import sums
from mockllm.stamp import Dice
from mockllm.tokens import count

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
_PLAINLY = re.compile(rf"^\s*{_SAY}\s*:?\s+(?P<said>[^\n]{{1,80}}?)\s*[.!?]?\s*$", re.IGNORECASE)
_NOT_PLAIN = re.compile(
    r"\b(about|something|anything|me|your|a|an|how|why|what|which|who|when|where|whether|if|for|following|json|"
    r"question|poem|story|haiku|code|function|in)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bcount\s+(?:from\s+(?P<low>\d{1,3})\s+)?(?:up\s+)?to\s+(?P<high>\d{1,3})\b", re.IGNORECASE)
_SUM = re.compile(r"\(*(?P<a>-?\d{1,9})\s*(?P<how>[-+*x×])\s*(?P<b>-?\d{1,9})\)*")
_GREETING = re.compile(
    r"^\W*(hello|hi|hey|good (morning|evening|afternoon)|howdy|greetings)\b[^?]{0,24}$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.?!:;,\n](?:(?<=\n)\n*|(?<!\n)[.?!:;,]*(?=\s|$))")
_SIZE = (
    r"\b[Ii]n (?:about |at most |exactly |just |no more than |under )?[\w-]+ (?:words?|sentences?|lines?|paragraphs?)\b"
)
_LENGTH = re.compile(_SIZE)
"""How long the answer is to be, which is not what it is about."""
_LENGTH_LAST = re.compile(rf"{_SIZE}\W*$")
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
    "Here is a short answer about{}.",
    "On{}, there are a few things to say.",
    "Thanks for asking about{}.",
    "Let me say something about{}.",
    "When it comes to{}, here is what matters.",
)
_SIZED_OPENINGS = tuple((frame, count(frame.format(""))) for frame in _OPENINGS)
_SIZED_SENTENCES = tuple((f" {sentence}", count(f" {sentence}")) for sentence in words.SENTENCES)
"""Each with its tokens. No token goes beyond a space before it, nor over both a word and a mark."""
_RESULTS = ("Based on the result: {}", "Here is what I found: {}", "According to the tool: {}", "The result is: {}")
_FAILED = ("The tool reported a problem: {}", "That did not work: {}")


def prose(heard: Heard, dice: Dice) -> tuple[str, int]:
    """A text of one to four sentences that answers what was heard, and how many tokens it has."""
    said = _reported(heard.came, dice) if heard.came else _echo(heard.text) or _worked_out(heard.text, dice)
    return (said, count(said)) if said else _about(heard.text, dice)


def subject(text: str) -> str:
    """What a prompt is about, in a few of its own words: the first that follow the question or the order."""
    for whole in _sentences(text):
        sentence = _LENGTH.sub("", whole) if "n " in whole else whole
        # Nothing but letters, digits and spaces need no pattern to come apart.
        found = sentence.split() if sentence.replace(" ", "").isalnum() else _WORD.findall(sentence)
        for start, word in enumerate(map(str.lower, found)):
            if word not in _LEADING:
                return _unended(found[start : start + 6])
    return "your request"


def _sentences(text: str) -> Iterator[str]:
    start = 0
    while (mark := _SENTENCE.search(text, start)) is not None:
        yield text[start : mark.start()]
        start = mark.end()
    yield text[start:]


def _unended(kept: list[str]) -> str:
    """The words without those at their end that say nothing; the first does."""
    while kept[-1].lower() in words.STOP_WORDS:
        kept.pop()
    return " ".join(kept)


def _unsized(text: str) -> str:
    """A text without how long the answer is to be, where that stands last."""
    found = _LENGTH_LAST.search(text)
    return text if found is None else text[: found.start()].rstrip(" \t\n,;:")


def _echo(text: str) -> str | None:
    """What the prompt asks to be said, where that is plain."""
    quotes = '"' in text or "“" in text or "'" in text or "`" in text
    quoted = _QUOTED.search(text) if quotes else None
    if quoted is not None:
        return quoted["said"]
    asked = _PLAINLY.match(_unsized(text) if "n " in text else text)
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
    summed = next(filter(None, map(_SUM.fullmatch, sums(text))), None)
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


def _about(text: str, dice: Dice) -> tuple[str, int]:
    frame, size = dice.pick(_SIZED_OPENINGS)
    matter = f" {subject(text)}"
    said = frame.format(matter)
    size += count(matter)
    left = list(_SIZED_SENTENCES)
    for _ in range(dice.between(1, 3)):
        sentence, more = left.pop(dice.below(len(left)))
        said += sentence
        size += more
    return said, size
