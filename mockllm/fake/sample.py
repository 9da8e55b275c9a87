"""Values that satisfy a JSON schema, found by a bounded search.

The search makes candidates branch by branch and judges each; what the prompt offers is tried first.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from mockllm.fake.branches import Plain, branches, height, member
from mockllm.fake.fields import Fields, counted
from mockllm.fake.kinds import SHALLOW, likely
from mockllm.fake.numbers import SPAN, numbers
from mockllm.fake.offers import Claims, NoClaims
from mockllm.fake.slots import Path
from mockllm.fake.texts import texts
from mockllm.schema import key
from mockllm.schema.check import Judge
from mockllm.schema.words import items_of, mapping, size, strings, tuple_of
from mockllm.stamp import Dice

__all__ = ["ExhaustedError", "NoValueError", "Sampler", "UnsatisfiableError"]

MOST_STEPS = 4_000
MOST_CANDIDATES = 24
MOST_BRANCHES = 48
MOST_ITEMS = 1_000
DEEP = 64


class NoValueError(Exception):
    """No value was found; the text says where: the names of fields, from the outermost inwards, with dots between."""


class UnsatisfiableError(NoValueError):
    """None of the candidates fits."""


class ExhaustedError(NoValueError):
    """The search took too long."""


@dataclass(slots=True)
class Sampler:
    """Samples one schema. `sparing` leaves out what is optional and not in the prompt, as the arguments of calls do."""

    root: Any
    dice: Dice
    claims: Claims = field(default_factory=NoClaims)
    sparing: bool = False
    steps: int = MOST_STEPS
    crowd: int = field(default=0, init=False)
    """How many values the one that is sought must differ from."""
    reasons: dict[int, str] = field(default_factory=dict, init=False)
    steps_down: list[str | int] = field(default_factory=list, init=False)
    fields: Fields = field(init=False)
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.fields = Fields(self.dice)
        self.judge = Judge(self.root, steps=self.steps * 40)

    def value(self, schema: Any, name: str = "", depth: int = 0, avoid: AbstractSet[str] = frozenset()) -> Any:
        """A value of `schema` whose `key` is not in `avoid`. Raises NoValueError where none is found."""
        self.reasons.pop(depth, None)
        for plain in islice(branches(schema, self.root, lambda found: self._arranged(found, depth)), MOST_BRANCHES):
            self.crowd = len(avoid)
            for candidate in islice(self._candidates(plain, name, depth), MOST_CANDIDATES + len(avoid)):
                if avoid and key(candidate) in avoid:
                    continue
                self._step(name)
                if self.judge.fits(schema, candidate) and self.judge.steps >= 0:
                    return candidate
        raise UnsatisfiableError(".".join(filter(None, (name, self.reasons.pop(depth, "")))))

    def _step(self, name: str) -> None:
        self.steps -= 1
        if self.steps < 0 or self.judge.steps < 0:
            raise ExhaustedError(name)

    def _arranged(self, found: list[Any], depth: int) -> list[Any]:
        """Alternatives in the order of trying: null last, and the lowest first where it is deep.

        Of a number and any text it is the number: decimals are written so, and not every text is one.
        """
        self._step("")
        if depth > SHALLOW:
            return sorted(found, key=lambda each: height(each, self.root))
        start = self.dice.below(len(found)) if len(found) > 1 and not self.sparing else 0
        turned = found[start:] + found[:start]
        late = [{"type": "string"}] if {"type": "number"} in found else []
        return sorted(turned, key=lambda each: each in late or (isinstance(each, dict) and each.get("type") == "null"))

    def _candidates(self, plain: Plain, name: str, depth: int) -> Iterator[Any]:
        self._step(name)
        # Items that must differ need as many more candidates as there are before them.
        most = MOST_CANDIDATES + self.crowd
        if isinstance(plain.get("enum"), list):
            yield from self.claims.find(self._path(), plain)
            yield from self._enumerated(plain)
            return
        makers = {
            "object": self._objects,
            "array": self._arrays,
            "string": self._strings,
            "integer": self._integers,
            "number": self._numbers,
            "boolean": self._booleans,
            "null": self._nulls,
        }
        order = likely(plain, depth)
        for kind in order:
            try:
                yield from islice(makers[kind](plain, name, depth), most // len(order))
            except UnsatisfiableError as error:
                self.reasons[depth] = str(error)

    def _enumerated(self, plain: Plain) -> Iterator[Any]:
        found = plain["enum"]
        if self.sparing and "default" in plain:
            yield plain["default"]
        start = self.dice.below(len(found)) if found else 0
        turned = found[start:] + found[:start]
        yield from sorted(turned, key=lambda each: each is None)[:MOST_CANDIDATES]

    def _objects(self, plain: Plain, name: str, depth: int) -> Iterator[Any]:
        if depth > DEEP:
            raise UnsatisfiableError(name)
        for spare in (self.sparing or depth > SHALLOW, True, False):
            for whole in self._with_dependents(plain, self._names(plain, depth, spare=spare)):
                yield self._object(whole, self._names(whole, depth, spare=spare), depth)
        yield self._object(plain, self._names(plain, SHALLOW, spare=True), depth)

    def _with_dependents(self, plain: Plain, names: list[str]) -> Iterator[Plain]:
        """The schema together with those that the presence of some members calls for."""
        called = {**mapping(plain, "dependencies"), **mapping(plain, "dependentSchemas")}
        more = [called[name] for name in names if isinstance(called.get(name), dict | bool)]
        if not more:
            return iter((plain,))
        both = branches({"allOf": [plain, *more]}, self.root, lambda found: self._arranged(found, 0))
        return islice(both, MOST_BRANCHES)

    def _object(self, plain: Plain, names: list[str], depth: int) -> dict[str, Any]:
        required, least = strings(plain, "required"), size(plain, "minProperties") or 0
        made: dict[str, Any] = {}
        for name in names:
            try:
                made[name] = self._member(plain, name, depth)
            except UnsatisfiableError:
                if name in required:
                    raise
        for name in self._more_names(plain, made, least):
            with suppress(UnsatisfiableError):
                made[name] = self._member(plain, name, depth)
        return made

    def _member(self, plain: Plain, name: str, depth: int) -> Any:
        schema = member(plain, name)
        if self.sparing and self._nullable(schema) and not self.claims.wants(self._path(name)):
            return None
        return self._below(name, schema, name, depth)

    def _below(self, step: str | int, schema: Any, name: str, depth: int, avoid: AbstractSet[str] = frozenset()) -> Any:
        """A value for a member or an item."""
        self.steps_down.append(step)
        try:
            return self.value(schema, name, depth + 1, avoid)
        finally:
            self.steps_down.pop()

    def _path(self, *more: str) -> Path:
        return (*self.steps_down, *more)

    def _nullable(self, schema: Any) -> bool:
        if not isinstance(schema, dict):
            return False
        several = [each for word in ("anyOf", "oneOf") for each in items_of(schema, word)]
        return "null" in items_of(schema, "type") or {"type": "null"} in several

    def _names(self, plain: Plain, depth: int, *, spare: bool) -> list[str]:
        """The members to make, in the schema's order."""
        properties, required = mapping(plain, "properties"), strings(plain, "required")
        most = size(plain, "maxProperties")
        chosen = set(required)
        loose = not required and depth == 0
        for name in properties:
            if most is not None and len(chosen) >= most:
                break
            if not spare or loose or (self.sparing and self.claims.wants(self._path(name))):
                chosen.add(name)
        needs = mapping(plain, "dependentRequired")
        waiting = list(chosen)
        while waiting:
            more = [each for each in strings(needs, waiting.pop()) if each not in chosen]
            chosen.update(more)
            waiting.extend(more)
        order = [*properties, *required, *(each for name in needs for each in strings(needs, name))]
        return [name for name in dict.fromkeys(order) if name in chosen]

    def _more_names(self, plain: Plain, made: dict[str, Any], least: int) -> Iterator[str]:
        """Names beyond those that the schema lists, where it wants more members or lists none."""
        if not mapping(plain, "properties") and not self.sparing and self._open(plain):
            most = size(plain, "maxProperties")
            least = max(least, 2 if most is None else min(2, most))
        spare = [name for name in mapping(plain, "properties") if name not in made]
        tries = 0
        while len(made) < least and tries < least + MOST_CANDIDATES:
            tries += 1
            name = spare.pop(0) if spare else self._free_name(plain, tries)
            name = f"{name}{tries}" if name in made else name
            if name not in made and member(plain, name) is not False and self._named(plain, name):
                yield name

    def _open(self, plain: Plain) -> bool:
        extra = plain.get("additionalProperties", "patternProperties" in plain)
        return extra is not False or "patternProperties" in plain

    def _named(self, plain: Plain, name: str) -> bool:
        return "propertyNames" not in plain or self.judge.fits(plain["propertyNames"], name)

    def _free_name(self, plain: Plain, tries: int) -> str:
        patterns = list(mapping(plain, "patternProperties"))
        names: dict[str, Any] = {"type": "string"}
        if patterns and tries % 2:
            names["pattern"] = patterns[tries // 2 % len(patterns)]
        rule = plain.get("propertyNames", True)
        try:
            return str(self.value({"allOf": [names, rule]}, "" if "pattern" in names else "word", SHALLOW))
        except UnsatisfiableError:
            return f"{self.fields.named('word')}{tries}"

    def _arrays(self, plain: Plain, name: str, depth: int) -> Iterator[Any]:
        first, rest = tuple_of(plain)
        least, most = size(plain, "minItems") or 0, size(plain, "maxItems")
        if least > MOST_ITEMS or depth > DEEP:
            raise UnsatisfiableError(name)
        if not first:
            several = self.claims.several(self._path())
            if several:
                yield several if most is None else several[:most]
        needed = (size(plain, "minContains") if "minContains" in plain else 1) if "contains" in plain else 0
        least = max(least, len(first), needed or 0)
        most = len(first) if rest is False and first else most
        given = self.claims.count(self._path())
        usual = least if depth > SHALLOW else max(least, given or self.dice.between(1, 3))
        for count in dict.fromkeys((min(usual, MOST_ITEMS if most is None else most), least, len(first) + 1, 0)):
            for offset in range(1 + (count - (needed or 0) if needed else 0)):
                try:
                    yield self._array(plain, name, depth, (count, offset, needed or 0))
                except UnsatisfiableError:
                    continue

    def _array(self, plain: Plain, name: str, depth: int, layout: tuple[int, int, int]) -> list[Any]:
        count, offset, needed = layout
        first, rest = tuple_of(plain)
        made: list[Any] = []
        seen: set[str] = set()
        for place in range(count):
            schema = first[place] if place < len(first) else rest
            if offset <= place < offset + needed:
                schema = {"allOf": [schema, plain["contains"]]}
            elif "contains" in plain and "maxContains" in plain:
                schema = {"allOf": [schema, {"not": plain["contains"]}]}
            made.append(self._below(place, schema, name, depth, seen))
            if plain.get("uniqueItems") is True:
                seen.add(key(made[-1]))
        return made

    def _strings(self, plain: Plain, name: str, _: int) -> Iterator[Any]:
        yield from self.claims.find(self._path(), {**plain, "type": "string"})
        yield from texts(plain, name, self.fields, self.dice, sparing=self.sparing, crowd=self.crowd)

    def _integers(self, plain: Plain, name: str, _: int) -> Iterator[Any]:
        yield from self.claims.find(self._path(), {**plain, "type": "integer"})
        yield from self._figures(plain, name, whole=True)

    def _numbers(self, plain: Plain, name: str, _: int) -> Iterator[Any]:
        yield from self.claims.find(self._path(), {**plain, "type": "number"})
        if counted(name):
            yield from islice(self._figures(plain, name, whole=True), 1)
        yield from self._figures(plain, name, whole=False)

    def _figures(self, plain: Plain, name: str, *, whole: bool) -> Iterator[Any]:
        span = SPAN + 4 * self.crowd
        return numbers(plain, self.fields.range(name), self.dice, whole=whole, sparing=self.sparing, span=span)

    def _booleans(self, plain: Plain, *_: Any) -> Iterator[Any]:
        yield from self.claims.find(self._path(), {**plain, "type": "boolean"})
        if self.sparing and isinstance(plain.get("default"), bool):
            yield plain["default"]
        first = self.dice.below(2) == 0
        yield from (first, not first)

    def _nulls(self, *_: Any) -> Iterator[Any]:
        yield None
