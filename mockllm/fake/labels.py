"""What a prompt says of a field in so many words: `city: Paris`, `age = 3`, `the name is Bob`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mockllm.fake.fields import split
from mockllm.fake.mentions import Mention, mentions
from mockllm.fake.names import GENERIC

__all__ = ["forms", "labelled"]

MOST_TEXT = 200
_SIGN = r"\s*(?P<sign>:|=(?!=))\s*"
_IS = r"\s+(?:is|are|was|should be|shall be|must be)\s+"
_LINE = re.compile(r"[^\n]*")
_CLAUSE = re.compile(r"(?:(?![,;\n]|[.?!](?:\s|$)|\s+(?:and|but|or|with|the)\s).)*")
_SENTENCE = re.compile(r"(?:(?![;\n]|[.?!](?:\s|$)).)*")
_OWN_LINE = re.compile(r"(?:^|\n)[\s*>-]*$")
_TRIM = " \t\r\"'`*.,;"


def forms(name: str, others: frozenset[str]) -> tuple[str, ...]:
    """How a prompt may call a field: its words, or its last one where no other field is called so."""
    parts = split(name)
    found = [name, " ".join(parts)]
    if len(parts) > 1:
        found.append(parts[-1])
        if parts[-1] in GENERIC:
            found.append(" ".join(parts[:-1]))
    return tuple(dict.fromkeys(form for form in found if form and (form in found[:2] or form not in others)))


def labelled(text: str, name: str, others: frozenset[str], *, listed: bool = False) -> Iterator[Mention]:
    """What the prompt gives for the field `name`, all of the sentence where it is `listed`.

    `others` are the names of the other fields.
    """
    seen: set[int] = set()
    lowered = text.lower()
    for form in forms(name, others):
        if form.partition(" ")[0].lower() not in lowered:
            continue
        for match in _pattern(form).finditer(text):
            mention = _value(text, match, listed=listed)
            if mention is not None and mention.start not in seen:
                seen.add(mention.start)
                yield mention


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    said = r"[\s_-]+".join(re.escape(word) for word in form.split())
    return re.compile(rf"(?<![\w])['\"`]?{said}s?['\"`*]{{0,2}}(?:{_SIGN}|(?<=[a-z0-9]){_IS})", re.IGNORECASE)


def _value(text: str, match: re.Match[str], *, listed: bool) -> Mention | None:
    start = match.end()
    inner = next((each for each in mentions(text) if each.start == start), None)
    own_line = match["sign"] is not None and "\n" in text and _OWN_LINE.search(text[: match.start()]) is not None
    said = (_LINE if own_line else _SENTENCE if listed else _CLAUSE).match(text, start)
    if said is None or (match["sign"] is None and _asks(text, match.start())):
        return None
    whole = said[0].strip(_TRIM)
    if inner is not None and not listed and (inner.kind == "quoted" or not own_line or inner.end >= start + len(whole)):
        return Mention(inner.kind, inner.text, inner.start, inner.end)
    if not whole or len(whole) > MOST_TEXT:
        return None
    return Mention("label", whole, start, start + len(said[0].rstrip()))


def _asks(text: str, start: int) -> bool:
    """Whether the word belongs to a question: `what city is`."""
    before = re.findall(r"\w+", text[max(0, start - 24) : start])
    return bool(before) and before[-1].lower() in {"what", "which", "whose", "how", "where", "no"}
