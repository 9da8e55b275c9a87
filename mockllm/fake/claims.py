"""Which of the prompt's mentions goes into which field of a schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mockllm.fake.fields import GENERIC, known, split
from mockllm.fake.mentions import Mention, lists, mentions
from mockllm.fake.terms import content, stem, topic
from mockllm.schema import kind_of
from mockllm.schema.check import problem
from mockllm.schema.words import kinds

__all__ = ["Prompt"]

NEAR, FORMAT, CUE, FIRST = 8, 6, 4, 3
PLAIN = 3
MOST_TEXT = 400
_KINDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("city", "location", "place", "destination", "origin", "country", "region", "town", "area"): (
        "name",
        "phrase",
        "symbol",
        "quoted",
    ),
    ("address", "state", "where", "venue"): ("name", "quoted", "phrase"),
    ("path", "file", "filename", "filepath", "directory", "folder", "dir"): ("path", "quoted"),
    ("name", "person", "user", "author", "recipient", "customer", "contact", "username", "assignee", "company"): (
        "quoted",
        "name",
    ),
    ("symbol", "ticker", "stock", "currency", "code"): ("symbol", "quoted"),
    ("url", "uri", "link", "website", "href"): ("url",),
    ("email", "mail", "to", "recipient"): ("email",),
    ("uuid", "id"): ("uuid", "quoted", "number"),
    ("expression", "formula", "equation", "calculation", "math"): ("sum", "quoted"),
    ("date", "day", "when", "deadline", "due", "start", "end"): ("datetime", "date"),
    ("time", "hour", "at"): ("time", "datetime"),
    ("datetime", "timestamp"): ("datetime", "date", "time"),
    ("query", "question", "text", "message", "prompt", "content", "command", "topic", "title", "body", "q", "s"): (
        "quoted",
    ),
    ("search", "keyword", "term", "subject", "description", "input", "code", "sql", "pattern", "thought", "value"): (
        "quoted",
    ),
    ("phone", "zip", "zipcode", "postcode", "number"): ("number",),
}
_HINTS: dict[str, tuple[str, ...]] = {}
for _words, _wanted in _KINDS.items():
    for _word in _words:
        _HINTS.setdefault(_word, _wanted)
_FREE = frozenset(
    "query question prompt input topic task request search q keyword term instruction goal problem".split()
)
_FORMATS = {"email": "email", "idn-email": "email", "uri": "url", "uuid": "uuid", "date": "date", "time": "time"}
_CUES: dict[str, tuple[str, ...]] = {
    "origin": ("from",),
    "source": ("from",),
    "departure": ("from",),
    "start": ("from",),
    "from": ("from",),
    "destination": ("to", "into"),
    "target": ("to", "into"),
    "arrival": ("to",),
    "end": ("to", "until"),
    "to": ("to",),
    "recipient": ("to",),
    "name": ("named", "called", "name", "is"),
    "title": ("titled", "called", "entitled", "title"),
    "location": ("in", "at", "for", "near"),
    "city": ("in", "at", "for", "near"),
    "author": ("by",),
    "age": ("aged",),
    "price": ("costs", "for"),
}
_NUMBERS = {"number", "integer"}
_SUMMED = frozenset(("expression", "formula", "equation", "calculation", "math", "input", "query", "code"))
_TERM = re.compile(r"(?<![\d.)])-?\d+(?:\.\d+)?|\d+(?:\.\d+)?")
_NEGATIONS = frozenset("no not without don never exclude disable".split())


@dataclass(slots=True)
class Prompt:
    """A prompt, and what of it is taken. `eager` fields take any mention that fits, as the arguments of a call do.

    `names` are the schema's own words, its fields and the values of its enums, which no other field takes.
    """

    text: str
    names: frozenset[str] = frozenset()
    eager: bool = True
    offered: tuple[Mention, ...] | None = None
    taken: frozenset[int] = field(default=frozenset())

    def __post_init__(self) -> None:
        if self.offered is None:
            found = mentions(self.text)
            if not any(part in _SUMMED for name in self.names for part in split(name)):
                found = tuple(part for each in found for part in _numbers_of(each))
            self.offered = tuple(
                each for each in found if each.text not in self.names and each.text.lower() not in self.names
            )

    def mark(self) -> frozenset[int]:
        """What is taken so far: the places of the mentions."""
        return self.taken

    def reset(self, mark: frozenset[int]) -> None:
        """Give back what was taken since."""
        self.taken = mark

    def find(self, name: str, schema: dict[str, Any]) -> Iterator[Any]:
        """Values of the prompt for a field, the best first."""
        if isinstance(schema.get("enum"), list):
            yield from self._chosen(schema["enum"])
            return
        allowed = kinds(schema) or frozenset()
        if "boolean" in allowed:
            yield from self._told(name)
            return
        before = self.taken
        for _, mention, value in self._ranked(name, schema):
            self.taken = before | {mention.start}
            yield value
        self.taken = before
        if "string" in allowed and _FREE & set(split(name)) and self.eager:
            yield topic(self.text)[:MOST_TEXT] if self.text.strip() else None

    def several(self, name: str, schema: dict[str, Any]) -> list[Any]:
        """Values of the prompt for a list: an enumeration of mentions, or the best one."""
        if isinstance(schema.get("enum"), list):
            return list(self._chosen(schema["enum"]))
        schema = schema if kinds(schema) else {**schema, "type": "string"}
        ranked = [row for row in self._ranked(name, schema) if row[0] >= PLAIN or row[1].kind == "number"]
        if not ranked:
            return []
        best = ranked[0][1]
        run = next((run for run in lists(self.text) if best in run), (best,))
        values = [(mention, value) for mention in run for value in _converted(mention, schema)]
        self.taken |= {mention.start for mention, _ in values}
        return [value for _, value in values]

    def wants(self, name: str, schema: dict[str, Any]) -> bool:
        """Whether the prompt plainly gives this field."""
        if isinstance(schema.get("enum"), list):
            return any(True for _ in self._chosen(schema["enum"]))
        if kinds(schema) == frozenset(("boolean",)):
            return any(True for _ in self._told(name))
        items = schema.get("items")
        if isinstance(items, dict):
            schema = items if kinds(items) else {**items, "type": "string"}
        return any(score > PLAIN for score, _, _ in self._ranked(name, schema))

    def _chosen(self, values: list[Any]) -> Iterator[Any]:
        lowered = f" {self.text.lower()} "
        found = []
        for value in values:
            if isinstance(value, str) and value.strip():
                place = _where(lowered, value.lower(), value.lower().replace("_", " ").replace("-", " "))
                if place >= 0:
                    found.append((place, value))
        yield from (value for _, value in sorted(found, key=lambda pair: (pair[0], -len(pair[1]))))

    def _told(self, name: str) -> Iterator[bool]:
        said = content(self.text)
        for word in split(name):
            if (key := stem(word)) in said:
                place = self.text.find(said[key])
                before = self.text[max(0, place - 24) : place].lower().replace("'", " ").split()
                yield not _NEGATIONS & set(before[-3:])
                return

    def _ranked(self, name: str, schema: dict[str, Any]) -> list[tuple[int, Mention, Any]]:
        rows = []
        for mention in self.offered or ():
            if mention.start in self.taken:
                continue
            for value in _converted(mention, schema):
                score = self._score(mention, name, schema, value)
                if score > 0 and problem({**schema, "type": kind_of(value)}, value) is None:
                    rows.append((score, mention, value))
        return sorted(rows, key=lambda row: -row[0])

    def _score(self, mention: Mention, name: str, schema: dict[str, Any], value: Any) -> int:
        parts = _singular(name)
        score = 0
        if isinstance(schema.get("format"), str) and _FORMATS.get(schema["format"]) == mention.kind:
            score += FORMAT
        score += _near(mention, parts)
        if mention.before and any(mention.before[-1] in _CUES.get(part, ()) for part in parts):
            score += CUE
        wanted = next((_HINTS[part] for part in _by_weight(parts) if part in _HINTS), None)
        if wanted is not None and mention.kind in wanted:
            return score + FIRST - min(2, wanted.index(mention.kind))
        if isinstance(value, str):
            return score + self._loose(mention, name, wanted, score)
        return score + 1

    def _loose(self, mention: Mention, name: str, wanted: tuple[str, ...] | None, score: int) -> int:
        """For a text whose field name asks for no kind of mention."""
        strange = mention.kind in {"phrase", "number", "time"} or not self.eager or wanted is not None
        if strange or (mention.kind != "quoted" and known(name)):
            return 0 if score >= FORMAT else -score
        return 2 if mention.kind == "quoted" else 1


def _near(mention: Mention, parts: tuple[str, ...]) -> int:
    """Whether a word of the field's name stands beside a mention; right before it says most."""
    own = {stem(part) for part in parts if len(part) > 1}
    if mention.before and stem(mention.before[-1]) in own:
        return NEAR + 1
    around = {stem(word) for word in (*mention.before[-2:], mention.after)}
    return NEAR if own & around else 0


def _by_weight(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a field's name, those that tell most first: `zip` of `zip_code`, `email` of `user_email`."""
    turned = parts[::-1]
    return (*turned[1:], turned[0]) if len(turned) > 1 and turned[0] in GENERIC else turned


@lru_cache(maxsize=1024)
def _singular(name: str) -> tuple[str, ...]:
    """The words of a field's name; a plural gives its singular, which the kinds of mentions go by."""
    parts = split(name)
    if not parts or parts[-1] in _HINTS or not parts[-1].endswith("s"):
        return parts
    last = parts[-1]
    return (*parts[:-1], f"{last[:-3]}y" if last.endswith("ies") else last[:-1])


def _numbers_of(mention: Mention) -> Iterator[Mention]:
    """The numbers of a sum, for a schema that takes them one by one; any other mention as it is."""
    if mention.kind != "sum":
        yield mention
        return
    for match in _TERM.finditer(mention.text):
        start, end = (mention.start + place for place in match.span())
        yield Mention("number", match[0], start, end, mention.before)


def _where(text: str, *forms: str) -> int:
    for form in forms:
        place = text.find(form)
        while place >= 0:
            if not text[place - 1].isalnum() and not text[place + len(form)].isalnum():
                return place
            place = text.find(form, place + 1)
    return -1


def _converted(mention: Mention, schema: dict[str, Any]) -> Iterator[Any]:
    allowed = kinds(schema) or frozenset()
    if mention.kind == "number" and allowed & _NUMBERS:
        value = float(mention.text.replace(",", ""))
        whole = value.is_integer() and abs(value) < 1e15
        if whole:
            yield (
                int(mention.text.replace(",", ""))
                if mention.text.lstrip("+-").replace(",", "").isdigit()
                else int(value)
            )
        elif "number" in allowed:
            yield value
    elif "string" in allowed:
        yield mention.text
