"""Which tools a message plainly asks for: those whose words it shares most."""

import re
from typing import Any

from msgspec import Struct

from mockllm.ask import Tool
from mockllm.fake.fields import split
from mockllm.fake.terms import content, stem, stems
from mockllm.fake.words import VERBS
from mockllm.schema.words import mapping, strings

__all__ = ["Match", "plainly"]

NAMED, NAME, ENUM, PARAMETER, READING, DESCRIPTION = 100, 12, 6, 4, 3, 1
MOST_DESCRIPTION = 160
MOST_ENUMS = 64
MOST_LOOKS = 2_000
_FIRST = re.compile(
    r"^\W*(?:(?:please|now|then|ok|okay|hey|hi|also|just|(?:can|could|would|will) you|"
    r"(?:i )?(?:want|need|like)(?: you)? to|let'?s|help me|go and)\b\W*)*(?P<word>[^\W_]+)(?:\s+(?P<next>[^\W_]+))?",
    re.IGNORECASE,
)
_ARTICLES = frozenset(("a", "an", "some", "me", "us"))
_ASKS = frozenset("what which when where who whose how is are do does did show get give list find tell see any".split())
_READS = frozenset("get list search find read show fetch look lookup query retrieve check view load describe".split())
_DEFS = frozenset(("$defs", "definitions"))
_BELOW = _DEFS | {"items", "prefixItems", "anyOf", "oneOf", "allOf", "additionalProperties"}
_SPACED = str.maketrans(dict.fromkeys("?,.!;:()\"'", " "))
_VERBS = frozenset(stem(verb) for verb in VERBS)


class Match(Struct, frozen=True):
    """How much a message shares with a tool, and the first word of it; `own` are those of the tool's name."""

    tool: Tool
    score: int
    word: str
    own: frozenset[str]
    terms: frozenset[str]


class _Message(Struct, frozen=True):
    said: dict[str, str]
    lowered: str
    order: str
    reading: bool


def plainly(text: str, offered: tuple[Tool, ...]) -> list[Match]:
    """The tools that `text` asks for, in the order of the offer.

    It is the one that shares the most with the text, the first of several, and those beside it whose names it says too.
    """
    message = _message(text)
    terms = [_terms(tool) for tool in offered]
    shared = set.intersection(*(set(each) for each, _ in terms)) if len(terms) > 1 else set[str]()
    for common in (shared, set[str]()):
        tried = (_match(tool, *own, message, common) for tool, own in zip(offered, terms, strict=True))
        found = [match for match in tried if match is not None]
        if found:
            best = max(found, key=lambda match: match.score)
            return [match for match in found if match is best or _also(match, best, offered)]
    return []


def _message(text: str) -> _Message:
    opening = _FIRST.match(text)
    word = opening["word"].lower() if opening else ""
    # "Write a poem" orders a text, "Write notes.txt" orders what a tool does.
    order = "" if opening is None or (opening["next"] or "").lower() in _ARTICLES else stem(word)
    return _Message(content(text), f" {text.lower().translate(_SPACED)} ", order, word in _ASKS)


def _also(match: Match, best: Match, offered: tuple[Tool, ...]) -> bool:
    """Whether a tool is asked for beside the best one: by a word that no other tool's name and not the best one has."""
    if match.score >= NAMED:
        return True
    if best.score >= NAMED:
        return False
    others = {word for tool in offered if tool is not match.tool for word in stems(tool.name)}
    return bool(match.own - others - best.terms)


def _match(tool: Tool, terms: dict[str, int], values: list[str], message: _Message, shared: set[str]) -> Match | None:
    """How much a tool shares with a message, None where that is nothing."""
    if _by_name(tool.name.lower(), message.lowered):
        return Match(tool, NAMED, tool.name, _named(tool, message, shared), frozenset(terms))
    both = [word for word in terms if word in message.said] if message.said else []
    verbs_only = all(word in _VERBS for word in stems(tool.name))
    hits: dict[str, int] = {}
    for word in both:
        ordered = terms[word] >= NAME and (verbs_only or word == message.order)
        if word not in shared and (word not in _VERBS or ordered):
            hits[word] = terms[word]
    hits.update({value: ENUM for value in values if f" {value} " in message.lowered})
    if not hits:
        return None
    score = sum(hits.values()) + sum(1 for word in both if word in _VERBS)
    score += READING * (message.reading and bool(_READS & set(split(tool.name))))
    first = max(hits, key=lambda word: hits[word])
    own = _named(tool, message, shared)
    said = first if first in values else message.said.get(first, first)
    return Match(tool, score, said, own if verbs_only else own - _VERBS, frozenset(terms))


def _named(tool: Tool, message: _Message, shared: set[str]) -> frozenset[str]:
    return frozenset(word for word in stems(tool.name) if word in message.said and word not in shared)


def _by_name(name: str, lowered: str) -> bool:
    """Whether a message gives a tool's whole name, written as it is, as words, or as a call."""
    parts = split(name)
    if ("_" in name or "-" in name or f"{name}(" in lowered) and name in lowered:
        return True
    return len(parts) > 1 and f" {' '.join(parts)} " in lowered


def _terms(tool: Tool) -> tuple[dict[str, int], list[str]]:
    """The words that ask for a tool, as stems, and how much each says; and the values that it lists."""
    described = tool.description.strip()[:MOST_DESCRIPTION].partition("\n")[0]
    found = dict.fromkeys(content(described), DESCRIPTION)
    names, values = _words(tool.schema)
    for name in names:
        found.update(dict.fromkeys(stems(name), PARAMETER))
    found.update(dict.fromkeys(stems(tool.name), NAME))
    return found, [value.lower().replace("_", " ") for value in values[:MOST_ENUMS] if len(value) > 1]


def _words(schema: Any) -> tuple[list[str], list[str]]:
    """The names of all members that a schema speaks of, and the texts that its enums list."""
    names: list[str] = []
    values: list[str] = []
    waiting = [schema]
    looks = 0
    while waiting and looks < MOST_LOOKS:
        looks += 1
        found = waiting.pop()
        if isinstance(found, list):
            waiting.extend(found)
        if not isinstance(found, dict):
            continue
        if "properties" in found:
            members = mapping(found, "properties")
            names.extend(members)
            waiting.extend(members.values())
        if "enum" in found:
            values.extend(strings(found, "enum"))
        for word in _BELOW & found.keys():
            below = found[word]
            waiting.extend(below.values() if word in _DEFS and isinstance(below, dict) else (below,))
    return names, values
