"""Personal data in a text: where it is, and what stands in its place.

Found by patterns, so that the same text always gives the same; the real service asks a model.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from msgspec import Struct

from mockllm.stamp import BASE62, Dice

__all__ = ["ENTITIES", "Found", "find", "replace"]

_FIRST = (
    "Alice|Andrew|Anna|Barbara|Bob|Brian|Carol|Charles|Christopher|Daniel|David|Elizabeth|Emily|Emma|George|James|Jane|"
    "Jennifer|Jessica|Joe|John|Jose|Joseph|Karen|Kevin|Laura|Linda|Lisa|Maria|Mark|Mary|Michael|Nancy|Patricia|Paul|"
    "Peter|Richard|Robert|Sarah|Steven|Susan|Thomas|William"
)
_NAME = r"[A-Z][a-z]{1,20}(?:[ ][A-Z][a-z]{1,20})?"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "EMAIL_ADDRESS": re.compile(r"(?P<it>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"),
    "CREDIT_CARD": re.compile(r"(?<![\d-])(?P<it>\d{4}(?:[ -]?\d{4}){3}|\d{4}[ -]?\d{6}[ -]?\d{5})(?![\d-])"),
    "US_SSN": re.compile(r"(?<![\d-])(?P<it>\d{3}-\d{2}-\d{4})(?![\d-])"),
    "IP_ADDRESS": re.compile(rf"(?<![\d.])(?P<it>(?:{_BYTE}\.){{3}}{_BYTE})(?![\d.])"),
    "PHONE_NUMBER": re.compile(
        r"(?<![\d.-])(?P<it>(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\)[ ]?|\d{3}[ .-])\d{3}[ .-]\d{4}|\+\d{8,15})(?![\d-])"
    ),
    "PERSON": re.compile(
        rf"(?:(?i:my name is|i am called|call me|mr\.?|mrs\.?|ms\.?|dr\.?)\s+(?P<it>{_NAME}))"
        rf"|\b(?P<known>(?:{_FIRST})(?:[ ][A-Z][a-z]{{1,20}})?)\b"
    ),
}  # fmt: skip
ENTITIES = tuple(PATTERNS)
"""What is looked for; what stands first wins where two would overlap."""

FAKES: Mapping[str, tuple[str, ...]] = {
    "EMAIL_ADDRESS": ("casey.lane@example.com", "r.morgan@example.org", "taylor_reed@example.net"),
    "CREDIT_CARD": ("4000 0000 0000 0002", "5555 5555 5555 4444", "4242 4242 4242 4242"),
    "US_SSN": ("900-12-3456", "900-65-4321", "900-11-2233"),
    "IP_ADDRESS": ("192.0.2.17", "198.51.100.42", "203.0.113.9"),
    "PHONE_NUMBER": ("(555) 010-0142", "(555) 010-0167", "(555) 010-0199"),
    "PERSON": ("Casey Lane", "Riley Morgan", "Taylor Reed"),
}


class Found(Struct, frozen=True):
    """A piece of personal data: what it is, and where in its text."""

    entity: str
    start: int
    end: int


def find(text: str, entities: Collection[str] = ENTITIES) -> list[Found]:
    """The personal data of these kinds in a text, in order, without overlaps."""
    kept: list[Found] = []
    for entity in (each for each in ENTITIES if each in entities):
        for found in _matches(entity, text):
            if all(found.end <= other.start or found.start >= other.end for other in kept):
                kept.append(found)
    return sorted(kept, key=lambda each: each.start)


def replace(text: str, method: str, dice: Dice, entities: Collection[str] = ENTITIES) -> str:
    """The text with its personal data replaced; the same piece gets the same replacement everywhere."""
    pieces: list[str] = []
    at = 0
    for found in find(text, entities):
        piece = text[found.start : found.end]
        pieces += [text[at : found.start], METHODS.get(method, _random)(found.entity, piece, dice.fork(piece))]
        at = found.end
    return "".join([*pieces, text[at:]])


def _matches(entity: str, text: str) -> Iterator[Found]:
    for match in PATTERNS[entity].finditer(text):
        name = next(group for group, value in match.groupdict().items() if value is not None)
        yield Found(entity, match.start(name), match.end(name))


def _random(_: str, piece: str, dice: Dice) -> str:
    return "".join(dice.pick(BASE62) for _ in piece)


def _fake(entity: str, _: str, dice: Dice) -> str:
    return dice.pick(FAKES[entity])


def _category(entity: str, _: str, __: Dice) -> str:
    return f"<{entity}>"


def _mask(_: str, piece: str, __: Dice) -> str:
    return "*" * len(piece)


METHODS: Mapping[str, Callable[[str, str, Dice], str]] = {
    "random": _random,
    "fake": _fake,
    "category": _category,
    "mask": _mask,
}
