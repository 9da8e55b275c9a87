"""What a prompt mentions: quoted texts, numbers, codes, dates, names, each with what stands around it."""

import re
from functools import lru_cache

from msgspec import Struct

from mockllm.fake import words
from mockllm.fake.forms import CURRENCY_OF, FORMS, PLACED, sort

__all__ = ["Mention", "lists", "mentions", "placed", "plain"]

MOST = 2_000
MOST_MENTIONS = 64
_CITY = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in (*words.CITIES, *words.COUNTRIES)), re.IGNORECASE)
_FURTHER = re.compile(rf",\s?(?:[A-Z]{{2}}|{'|'.join((*words.COUNTRIES, *words.REGIONS))})\b(?:,\s?(?:USA|UK)\b)?")
_BLOCKS = re.compile(r"<([a-z][\w-]*)>.*?</\1>", re.DOTALL)
_BETWEEN = re.compile(
    r"\s*(?:,|;|/|&|,?\s*(?:and|or|und|et|y|e|vs\.?|versus|plus))\s*(?:also\s+)?(?:in|for|at|to|of|the)?\s*"
)
_BEFORE = re.compile(r"[^\W_]+")
_AFTER = re.compile(r"[ )'\"-]{0,2}([^\W_]+)")
_OPENS = re.compile(r"(?:^|[.?!:\n])\s*$")
_ASSERTS = re.compile(r"\s*(?:$|[,?!.&]|'s|(?:is|was|has|are|lives|works|and|or|to|wants|will|from|bought)\b)")
_KNOWN = frozenset(
    (*words.CITIES, *words.COUNTRIES, *words.FIRST_NAMES, *words.LAST_NAMES, *words.KNOWN_PERSONS, *words.KNOWN_PLACES)
)
_FAMILY = {"person": "name", "place": "name", "company": "name", "count": "number"}
"""Kinds that may stand in one enumeration."""
_ENDS = re.compile(r"[.;?!]\s|\n")


class Mention(Struct, frozen=True):
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
    for kind, pattern in FORMS:
        for match in pattern.finditer(text):
            for mention in _made(kind, match, text):
                if all(free[mention.start : mention.end]):
                    free[mention.start : mention.end] = [False] * (mention.end - mention.start)
                    found.append(mention)
    found.extend(_places(text, free))
    found.sort(key=lambda mention: mention.start)
    return tuple(placed(mention, text) for mention in found[:MOST_MENTIONS])


def _made(kind: str, match: re.Match[str], text: str) -> list[Mention]:
    start, end = match.span()
    if kind == "quoted":
        inside = next(each for each in match.groups() if each is not None)
        return [Mention(kind, inside.strip(), start, end)] if inside.strip() else []
    if kind == "name":
        return _named(text, start, end)
    if kind == "money":
        return [
            Mention("currency", CURRENCY_OF[match[0][0]], start, start + 1),
            Mention(kind, match[1], *match.span(1)),
        ]
    if kind == "currency":
        return [Mention(kind, CURRENCY_OF.get(match[0], match[0]), start, end)]
    inner = match.lastindex or 0
    return [Mention(kind, match[inner], *match.span(inner))]


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
    further = _FURTHER.match(text, end)
    end = further.end() if further else end
    said = text[start:end]
    if not said or not said[0].isalnum() or _merely_first(text, start, end):
        return []
    return [Mention(sort(said), said, start, end)]


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
            found.append(Mention("place", match[0], *match.span()))
    for match in PLACED.finditer(text):
        start, end = match.start(1), match.start(1)
        for word in re.finditer(r"[^\W\d_]+", match[1]):
            if word[0].lower() in words.STOP_WORDS | {"today", "tomorrow", "tonight", "now"}:
                break
            end = start + word.end()
        if end > start and all(free[start:end]):
            found.append(Mention("phrase", text[start:end], start, end))
    return found


def placed(mention: Mention, text: str) -> Mention:
    """A mention with the words around it, those of the same sentence."""
    past = _ENDS.split(text[max(0, mention.start - 48) : mention.start])[-1]
    after = _AFTER.match(text, mention.end)
    before = tuple(word.lower() for word in _BEFORE.findall(past)[-3:])
    return Mention(mention.kind, mention.text, mention.start, mention.end, before, after[1].lower() if after else "")


def lists(text: str) -> tuple[tuple[Mention, ...], ...]:
    """The enumerations of a prompt: two or more mentions of a kind, with nothing but commas and "and" between."""
    runs: list[list[Mention]] = []
    for mention in mentions(text):
        last = runs[-1][-1] if runs else None
        joined = (
            last is not None and _family(last) == _family(mention) and _BETWEEN.fullmatch(text, last.end, mention.start)
        )
        if joined:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return tuple(tuple(run) for run in runs if len(run) > 1)


def _family(mention: Mention) -> str:
    return _FAMILY.get(mention.kind, mention.kind)
