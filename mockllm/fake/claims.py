"""Which of the prompt's values goes into which field of a schema: each once, and where it suits best."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from mockllm.fake.clauses import clauses
from mockllm.fake.fields import split
from mockllm.fake.labels import labelled
from mockllm.fake.mentions import Mention, lists, mentions, placed
from mockllm.fake.plan import Plan, Row
from mockllm.fake.readings import allowed, converted, numbers_of
from mockllm.fake.slots import Path, Slot, slots
from mockllm.fake.suits import ENUM, LABEL, PLAIN, score, wants_clause
from mockllm.fake.terms import content, stem, topic
from mockllm.schema.words import kinds, strings

__all__ = ["Prompt"]

MOST_TEXT = 400
_FREE = frozenset(
    "query question prompt input topic task request search q keyword term instruction goal problem".split()
)
_SUMMED = frozenset(("expression", "formula", "equation", "calculation", "math", "input", "query", "code"))
_NEGATIONS = frozenset("no not without don never exclude disable".split())
_SAID = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_ENDING = re.compile(r"(?:ly|s|ed)?(?![^\W_])")
_LOOSE = frozenset(("clause", "about"))
_WORDS = re.compile(r"\b[a-z][\w-]*(?:, [a-z][\w-]*)*,? (?:and|or) [a-z][\w-]*\b")
_COMMAS = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*")


class Prompt:
    """A prompt, and where its values go in the documents of `schema`.

    `eager` fields take any mention that fits, as the arguments of a call do. `own` are words that are no values,
    `offered` the mentions there are, all of the text's by default.
    """

    def __init__(
        self,
        text: str,
        schema: Any = True,
        *,
        eager: bool = True,
        own: frozenset[str] = frozenset(),
        offered: tuple[Mention, ...] | None = None,
    ) -> None:
        self.text = text
        self.eager = eager
        self.slots = slots(schema, schema) if text.strip() else ()
        names = {slot.name.lower() for slot in self.slots} | {name.lower() for name in own}
        self._names = frozenset(names | {value.lower() for slot in self.slots for value in _options(slot)})
        self.offered = self._offered() if offered is None else offered

    def _offered(self) -> tuple[Mention, ...]:
        found = mentions(self.text)
        if not any(part in _SUMMED for slot in self.slots for part in slot.words):
            found = tuple(part for each in found for part in numbers_of(each))
        named = {stem(word) for slot in self.slots for word in slot.words}
        return tuple(
            each
            for each in found
            if each.text.lower() not in self._names
            and not (each.kind in {"thing", "phrase"} and stem(each.text.split()[0]) in named)
        )

    def find(self, path: Path, schema: dict[str, Any]) -> Iterator[Any]:
        """Values of the prompt for the field at `path`, the best first."""
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if path in self._assigned:
            yield self._assigned[path][1]
        if isinstance(schema.get("enum"), list):
            yield from (value for _, value in _options_said(self.text, schema["enum"]))
            return
        types = kinds(schema) or frozenset()
        if "boolean" in types:
            yield from self._told(name)
        elif "string" in types and _FREE & set(split(name)) and self.eager and self.text.strip():
            yield topic(self.text)[:MOST_TEXT]

    def several(self, path: Path) -> list[Any]:
        """Values of the prompt for the list at `path`."""
        found = self._assigned.get(path)
        return list(found[1]) if found is not None and isinstance(found[1], list) else []

    def count(self, path: Path) -> int:
        """For how many objects of the list at `path` the prompt has values."""
        size = len(path)
        inside = (other[size] for other in self._assigned if len(other) > size and other[:size] == path)
        return max((step + 1 for step in inside if isinstance(step, int)), default=0)

    def wants(self, path: Path) -> bool:
        """Whether the prompt plainly gives the field at `path`, or one inside it."""
        size = len(path)
        return path in self._flags or any(
            other[:size] == path and found[0] > PLAIN for other, found in self._assigned.items()
        )

    @cached_property
    def _flags(self) -> frozenset[Path]:
        """The fields of true or false of which the prompt speaks."""
        flags = (slot for slot in self.slots if any(each.get("type") == "boolean" for each in slot.plains))
        return frozenset(slot.path for slot in flags if any(True for _ in self._told(slot.name)))

    @cached_property
    def taken(self) -> frozenset[int]:
        """The places of the mentions that went into a field."""
        return self._plan[1]

    @cached_property
    def _assigned(self) -> dict[Path, tuple[int, Any]]:
        return self._plan[0]

    @cached_property
    def _plan(self) -> tuple[dict[Path, tuple[int, Any]], frozenset[int]]:
        """Score and value by path, and what is taken: the best pair of value and field first, then the next."""
        rows = [row for slot in self.slots for row in self._rows(slot)]
        rows.sort(key=lambda row: (-row.score, row.slot.repeated, row.slot.place, row.mention.start))
        plan = Plan(self.text)
        for row in rows:
            plan.add(row)
        return plan.finished(), frozenset(plan.starts)

    def _rows(self, slot: Slot) -> Iterator[Row]:
        others = frozenset(each.name for each in self.slots if each is not slot)
        given = [] if slot.repeated or not slot.name else list(labelled(self.text, slot.name, others, listed=slot.many))
        said = list(clauses(self.text)) if wants_clause(slot) and not slot.repeated else []
        for schema in slot.plains:
            if isinstance(schema.get("enum"), list):
                yield from self._chosen(slot, schema)
                continue
            yield from (row for mention in given for row in self._told_rows(slot, mention, schema))
            for mention in (*self.offered, *said):
                for part, value in converted(mention, slot, schema):
                    points = score(slot, part, value, schema, eager=self.eager)
                    if points > 0 and allowed(schema, value):
                        yield Row(points, slot, part, value, mention.kind in _LOOSE)
            if slot.many and "string" in (kinds(schema) or {"string"}):
                yield from self._listed(slot, schema)

    def _listed(self, slot: Slot, schema: dict[str, Any]) -> Iterator[Row]:
        """Enumerations of plain words, and those of names that are of no other kind."""
        own = {stem(word) for word in slot.words}
        for match in _WORDS.finditer(self.text):
            values = [each for each in _COMMAS.split(match[0]) if allowed(schema, each)]
            named = stem(self.text[: match.start()].rpartition(" ")[0].rpartition(" ")[2] or "-") in own
            if len(values) > 1 and (named or (self.eager and len(values) > 2)):
                points = LABEL if named else PLAIN
                yield Row(points, slot, Mention("words", match[0], *match.span()), values)
        for run in lists(self.text):
            if {each.kind for each in run} == {"name"} and all(allowed(schema, each.text) for each in run):
                whole = Mention("words", "", run[0].start, run[-1].end)
                yield Row(PLAIN, slot, whole, [each.text for each in run])

    def _told_rows(self, slot: Slot, mention: Mention, schema: dict[str, Any]) -> Iterator[Row]:
        if slot.many and mention.kind == "label":
            values = [value for value in _COMMAS.split(mention.text) if value and allowed(schema, value)]
            if values:
                yield Row(LABEL, slot, mention, values)
            return
        for part, value in converted(mention, slot, schema):
            if allowed(schema, value):
                yield Row(LABEL, slot, part, value)

    def _chosen(self, slot: Slot, schema: dict[str, Any]) -> Iterator[Row]:
        values = _options_said(self.text, schema["enum"])
        if slot.many and values:
            first = values[0][0]
            yield Row(ENUM, slot, Mention("enum", "", first, first), [value for _, value in values])
            return
        for place, value in values:
            mention = placed(Mention("enum", value, place, place + len(value)), self.text)
            yield Row(ENUM + score(slot, mention, value, {}, eager=False), slot, mention, value)

    def _told(self, name: str) -> Iterator[bool]:
        given = (_SAID.get(mention.text.lower()) for mention in labelled(self.text, name, frozenset()))
        yield from (value for value in given if value is not None)
        said = content(self.text)
        for word in split(name):
            if (key := stem(word)) in said:
                place = self.text.find(said[key])
                before = self.text[max(0, place - 24) : place].lower().replace("'", " ").split()
                yield not _NEGATIONS & set(before[-3:])
                return


def _options(slot: Slot) -> Iterator[str]:
    for plain in slot.plains:
        yield from strings(plain, "enum")


def _options_said(text: str, values: list[Any]) -> list[tuple[int, str]]:
    """The texts of an enum that a prompt holds, by their places."""
    lowered = f" {text.lower()} "
    found = []
    for value in values:
        if isinstance(value, str) and value.strip():
            place = _where(lowered, value.lower(), value.lower().replace("_", " ").replace("-", " "))
            if place >= 0:
                found.append((place - 1, value))
    return sorted(found, key=lambda pair: (pair[0], -len(pair[1])))


def _where(text: str, *options: str) -> int:
    for form in options:
        place = text.find(form)
        while place >= 0:
            if not text[place - 1].isalnum() and _ENDING.match(text, place + len(form)):
                return place
            place = text.find(form, place + 1)
    return -1
