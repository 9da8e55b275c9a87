"""What a prompt mentions: quoted texts, numbers, dates, addresses, files, names, each with what stands around it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mockllm.fake import words

__all__ = ["Mention", "lists", "mentions", "plain"]

MOST = 2_000
MOST_MENTIONS = 64
_NUMBER = r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w]*@|[\d])"
_WORD = r"[^\W\d_a-z][\w'’-]*"
_OTHER_SCRIPTS = r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("quoted", r"```(?:\w+\n)?(?P<code>.+?)```|`(?P<tick>[^`\n]+)`|\"(?P<double>[^\"\n]+)\"|“(?P<curly>[^”\n]+)”"),
    ("quoted", r"(?<![\w])'(?P<single>[^'\n]+(?:'\w[^'\n]*)*)'(?!\w)|«(?P<angle>[^»\n]+)»|「(?P<corner>[^」\n]+)」"),
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("url", r"[a-z][a-z0-9+.-]*://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)]|\bwww\.[^\s<>\"'`]*[^\s<>\"'`.,;:!?)]"),
    ("uuid", r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"),
    ("datetime", r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"),
    ("date", r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b"),
    (
        "date",
        rf"\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b|\b\d{{1,2}}\.?\s+(?:{_MONTHS})(?:\s+\d{{4}})?\b",
    ),
    ("date", rf"\b(?i:today|tomorrow|tonight|yesterday)\b|\b(?:(?i:next|this|last)\s+)?(?:{_DAYS})\b"),
    ("date", r"\b(?i:(?:next|this|last) (?:week|month|year))\b"),
    ("time", r"\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?\b|\b\d{1,2}\s?(?:[AaPp][Mm])\b|\b(?:noon|midnight)\b"),
    (
        "path",
        r"(?<![\w.])(?:~|\.{1,2})?/?(?:[\w.-]+/)+[\w.-]*\w|(?<![\w./])/\w[\w.-]*|\b[\w-]+\.(?:[a-z]{1,4}\d?|json|html)\b(?!\()",
    ),
    ("sum", r"(?<![\w.])\(*-?\d+(?:\.\d+)?\)*(?:\s*(?:\*\*|[-+*/^×÷%])\s*\(*-?\d+(?:\.\d+)?\)*)+"),
    ("number", _NUMBER),
    ("name", rf"{_WORD}(?:(?:\s+(?:of|de|la|von|van|da|del))?[ ]{_WORD}|[ ]?&[ ]?{_WORD})*"),
    ("name", _OTHER_SCRIPTS),
)
_COMPILED = tuple((kind, re.compile(pattern, re.DOTALL if kind == "quoted" else 0)) for kind, pattern in _PATTERNS)
_CITY = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in (*words.CITIES, *words.COUNTRIES)), re.IGNORECASE)
_PLACED = re.compile(r"\b(?:in|for|at|near|from|to|around)\s+((?:[^\W\d_]+\b(?!\w)\s?){1,3})")
_BLOCKS = re.compile(r"<([a-z][\w-]*)>.*?</\1>", re.DOTALL)
_BETWEEN = re.compile(
    r"\s*(?:,|;|/|&|,?\s*(?:and|or|und|et|y|e|vs\.?|versus|plus))\s*(?:also\s+)?(?:in|for|at|to|of|the)?\s*"
)
_BEFORE = re.compile(r"[^\W_]+")
_OPENS = re.compile(r"(?:^|[.?!:\n])\s*$")
_ASSERTS = re.compile(r"\s*(?:$|[,?!.&]|'s|(?:is|was|has|are|lives|works|and|or|to|wants|will|from|bought)\b)")
_KNOWN = frozenset((*words.CITIES, *words.COUNTRIES, *words.FIRST_NAMES, *words.LAST_NAMES))


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a prompt names: `start` and `end` are its place; `before` and `after` the words around it."""

    kind: str
    text: str
    start: int
    end: int
    before: tuple[str, ...] = ()
    after: str = ""


def plain(text: str) -> str:
    """A prompt without the tagged blocks that agents put around it, and without the middle of a long one."""
    bare = _BLOCKS.sub(" ", text) if "</" in text else text
    bare = bare if bare.strip() else text
    return bare if len(bare) <= MOST else f"{bare[: MOST // 2]}\n{bare[-MOST // 2 :]}"


@lru_cache(maxsize=64)
def mentions(text: str) -> tuple[Mention, ...]:
    """What `text` mentions, in the order of its words; nothing overlaps."""
    free = [True] * (len(text) + 1)
    found: list[Mention] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            for mention in _made(kind, match, text):
                if all(free[mention.start : mention.end]):
                    free[mention.start : mention.end] = [False] * (mention.end - mention.start)
                    found.append(mention)
    found.extend(_places(text, free))
    found.sort(key=lambda mention: mention.start)
    return tuple(_placed(mention, text) for mention in found[:MOST_MENTIONS])


def _made(kind: str, match: re.Match[str], text: str) -> list[Mention]:
    start, end = match.span()
    if kind == "quoted":
        inside = next(each for each in match.groups() if each is not None)
        return [Mention(kind, inside.strip(), start, end)] if inside.strip() else []
    if kind == "name":
        return _named(text, start, end)
    return [Mention(kind, match[0], start, end)]


def _named(text: str, start: int, end: int) -> list[Mention]:
    """A name without the word that merely starts the sentence, and with the state or country after a comma."""
    while True:
        first = _BEFORE.match(text, start, end)
        if first is None or first[0].lower() not in words.NOT_NAMES | words.STOP_WORDS:
            break
        rest = re.compile(r"\S").search(text, first.end(), end)
        if rest is None:
            return []
        start = rest.start()
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    further = re.compile(r",\s?([A-Z]{2}\b|" + "|".join(words.COUNTRIES) + r")(?:,\s?(?:USA|UK)\b)?").match(text, end)
    end = further.end() if further else end
    said = text[start:end]
    if not said or not said[0].isalnum() or _merely_first(text, start, end):
        return []
    kind = "symbol" if said.isascii() and said.isupper() and len(said) <= 5 and said.isalpha() else "name"
    return [Mention(kind, said, start, end)]


def _merely_first(text: str, start: int, end: int) -> bool:
    """Whether a word has its capital only because a sentence starts with it."""
    said = text[start:end]
    if " " in said or said in _KNOWN or not said.isascii() or said.isupper():
        return False
    return _OPENS.search(text[max(0, start - 3) : start]) is not None and _ASSERTS.match(text, end) is None


def _places(text: str, free: list[bool]) -> list[Mention]:
    """Places written in lower case: those that we know, and what follows a preposition."""
    found = []
    for match in _CITY.finditer(text):
        if all(free[match.start() : match.end()]) and match[0] != "us":
            free[match.start() : match.end()] = [False] * len(match[0])
            found.append(Mention("name", match[0], *match.span()))
    for match in _PLACED.finditer(text):
        start, end = match.start(1), match.start(1)
        for word in re.finditer(r"[^\W\d_]+", match[1]):
            if word[0].lower() in words.STOP_WORDS | {"today", "tomorrow", "tonight", "now"}:
                break
            end = start + word.end()
        if end > start and all(free[start:end]):
            found.append(Mention("phrase", text[start:end], start, end))
    return found


def _placed(mention: Mention, text: str) -> Mention:
    before = tuple(word.lower() for word in _BEFORE.findall(text[max(0, mention.start - 48) : mention.start])[-3:])
    after = _BEFORE.search(text, mention.end, mention.end + 24)
    return Mention(mention.kind, mention.text, mention.start, mention.end, before, after[0].lower() if after else "")


def lists(text: str) -> tuple[tuple[Mention, ...], ...]:
    """The enumerations of a prompt: two or more mentions of a kind, with nothing but commas and "and" between."""
    runs: list[list[Mention]] = []
    for mention in mentions(text):
        last = runs[-1][-1] if runs else None
        joined = last is not None and last.kind == mention.kind and _BETWEEN.fullmatch(text, last.end, mention.start)
        if joined:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return tuple(tuple(run) for run in runs if len(run) > 1)
