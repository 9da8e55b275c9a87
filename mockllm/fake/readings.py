"""A mention of the prompt read as a value of a schema."""

import re
from collections.abc import Iterator
from typing import Any

from mockllm.fake.mentions import Mention
from mockllm.fake.slots import Slot
from mockllm.schema import kind_of
from mockllm.schema.check import problem
from mockllm.schema.words import kinds

__all__ = ["FIGURES", "allowed", "converted", "numbers_of"]

FIGURES = frozenset(("number", "count", "money"))
"""Kinds of mentions that are numbers."""

_TALK = frozenset(("type", "title", "description", "default", "examples"))
_NUMBERS = {"number", "integer"}
_TERM = re.compile(r"(?<![\d.)])-?\d+(?:\.\d+)?|\d+(?:\.\d+)?")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_FIRST, _LAST = frozenset(("first", "given")), frozenset(("last", "family", "surname"))


def allowed(schema: dict[str, Any], value: Any) -> bool:
    """Whether a schema allows a value, its type aside."""
    return schema.keys() <= _TALK or problem({**schema, "type": kind_of(value)}, value) is None


def numbers_of(mention: Mention) -> Iterator[Mention]:
    """The numbers of a sum, for a schema that takes them one by one; any other mention as it is."""
    if mention.kind != "sum":
        yield mention
        return
    for match in _TERM.finditer(mention.text):
        start, end = (mention.start + place for place in match.span())
        yield Mention("number", match[0], start, end, mention.before)


def converted(mention: Mention, slot: Slot, schema: dict[str, Any]) -> Iterator[tuple[Mention, Any]]:
    """A mention, or its part that a slot wants, and its value by a schema."""
    types = kinds(schema) or frozenset(("string",))
    if types & _NUMBERS and (mention.kind in FIGURES or mention.kind == "label"):
        figure = _FIGURE.search(mention.text) if mention.kind == "label" else None
        yield from ((mention, value) for value in _figures(figure[0] if figure else mention.text, types))
    elif "string" in types:
        part = _part(mention, slot.words)
        yield part, part.text


def _figures(text: str, types: frozenset[str]) -> Iterator[int | float]:
    bare = text.replace(",", "")
    try:
        value = float(bare)
    except ValueError:
        return
    if value.is_integer() and abs(value) < 1e15:
        yield int(bare) if bare.lstrip("+-").isdigit() else int(value)
    elif "number" in types:
        yield value


def _part(mention: Mention, words: tuple[str, ...]) -> Mention:
    """The given or the family name of a full one, for a field that wants just that."""
    given, _, family = mention.text.rpartition(" ")
    if mention.kind not in {"person", "name"} or not given:
        return mention
    if _FIRST & set(words):
        return Mention(mention.kind, given, mention.start, mention.start + len(given), mention.before)
    if _LAST & set(words):
        return Mention(mention.kind, family, mention.end - len(family), mention.end, mention.before, mention.after)
    return mention
