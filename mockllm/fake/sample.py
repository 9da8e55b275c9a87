"""A value that satisfies a JSON schema (2020-12 and its forerunners), taken from the prompt where it offers one."""

import datetime
import math
from collections.abc import Mapping
from typing import Any

from mockllm.fake import patterns
from mockllm.fake.fields import text_for
from mockllm.fake.hints import Hints
from mockllm.fake.merge import merged, resolved
from mockllm.stamp import Dice

__all__ = ["Unsatisfiable", "sample"]

DEEPEST = 12
MOST_STEPS = 20_000
Schema = Mapping[str, Any]


class Unsatisfiable(ValueError):
    """No value was found; the text says where and why."""


def sample(schema: Any, dice: Dice, hints: Hints, *, skip: int = 0) -> Any:
    """A value that satisfies `schema`. `skip` leaves out so many of each kind of hint, for a second call.

    Raises Unsatisfiable where none was found within the bounds of the search.
    """
    return _Sampler(schema, dice, hints, skip).value(schema, "value", 0, "")


class _Sampler:
    """One search: what is left of its steps and of the prompt's hints."""

    def __init__(self, root: Any, dice: Dice, hints: Hints, skip: int) -> None:
        self.root = root
        self.dice = dice
        self.hints = hints
        self.used: dict[str, int] = {}
        self.skip = skip
        self.steps = MOST_STEPS

    def value(self, schema: Any, name: str, depth: int, where: str) -> Any:
        self.steps -= 1
        if self.steps < 0:
            raise Unsatisfiable(f"{where or '/'}: the search took too long")
        if schema is False:
            raise Unsatisfiable(f"{where or '/'}: nothing is allowed here")
        plain = resolved(schema, self.root)
        for word in ("oneOf", "anyOf"):
            branches = plain.get(word)
            if isinstance(branches, list) and branches:
                return self._branch(plain, word, branches, name, depth, where)
        if "const" in plain:
            return plain["const"]
        if isinstance(plain.get("enum"), list):
            return self._choice(plain, where)
        return self._of_kind(plain, name, depth, where)

    def _branch(self, plain: Schema, word: str, branches: list[Any], name: str, depth: int, where: str) -> Any:
        rest = {key: each for key, each in plain.items() if key != word}
        order = list(branches)
        if depth < DEEPEST:
            order.sort(key=_is_null)
        else:
            order.sort(key=lambda branch: (_size(resolved(branch, self.root)), not _is_null(branch)))
        reason = "no branch fits"
        for branch in order:
            try:
                return self.value(merged(rest, resolved(branch, self.root), self.root), name, depth + 1, where)
            except Unsatisfiable as error:
                reason = str(error)
        raise Unsatisfiable(reason)

    def _choice(self, plain: Schema, where: str) -> Any:
        options = [each for each in plain["enum"] if _fits_kind(each, plain)]
        if not options:
            raise Unsatisfiable(f"{where or '/'}: no value of the enum fits")
        spoken = self.hints.text.lower()
        said = [each for each in options if isinstance(each, str) and each and each.lower() in spoken]
        return said[0] if said else self.dice.pick(options)

    def _of_kind(self, plain: Schema, name: str, depth: int, where: str) -> Any:
        kinds = _kinds(plain)
        match kinds[0] if depth < DEEPEST else _flattest(kinds):
            case "object":
                return self._object(plain, depth, where)
            case "array":
                return self._array(plain, name, depth, where)
            case "integer" | "number" as kind:
                return self._number(plain, kind, name, where)
            case "boolean":
                return self.dice.below(2) == 1
            case "null":
                return None
            case _:
                return self._string(plain, name, where)

    def _object(self, plain: Schema, depth: int, where: str) -> dict[str, Any]:
        properties = plain.get("properties") if isinstance(plain.get("properties"), dict) else {}
        assert isinstance(properties, dict)
        required = [each for each in plain.get("required") or [] if isinstance(each, str)]
        wanted = [key for key in properties if key in required or self._worthwhile(properties[key], depth)]
        wanted += [key for key in required if key not in wanted]
        least = int(plain.get("minProperties") or 0)
        most = plain.get("maxProperties")
        if isinstance(most, int):
            wanted = [*required, *(key for key in wanted if key not in required)][: max(most, len(required))]
        wanted += [key for key in properties if key not in wanted][: max(0, least - len(wanted))]
        found: dict[str, Any] = {}
        for key in _with_dependents(wanted, plain):
            try:
                found[key] = self.value(self._property(plain, properties, key), key, depth + 1, f"{where}/{key}")
            except Unsatisfiable:
                if key in required:
                    raise
        self._fill(found, plain, least, depth, where)
        return {key: found[key] for key in [*properties, *found] if key in found}

    def _property(self, plain: Schema, properties: Mapping[str, Any], key: str) -> Any:
        schema = properties.get(key, True)
        for pattern, also in (plain.get("patternProperties") or {}).items():
            if patterns.searches(pattern, key):
                schema = merged(resolved(schema, self.root), resolved(also, self.root), self.root)
        if key not in properties and schema is True:
            extra = plain.get("additionalProperties", True)
            return extra if extra is not False else {"type": "string"}
        return schema

    def _worthwhile(self, schema: Any, depth: int) -> bool:
        """Whether an optional property is filled in: near the top, and not where the schema goes round."""
        return schema is not False and depth < 3 and not (isinstance(schema, dict) and "default" in schema)

    def _fill(self, found: dict[str, Any], plain: Schema, least: int, depth: int, where: str) -> None:
        """More members, up to the least number; one where only additional ones are described."""
        extra = plain.get("additionalProperties", True)
        by_pattern = next(iter((plain.get("patternProperties") or {}).items()), None)
        described = isinstance(extra, dict) and extra or by_pattern
        goal = max(least, 1 if described and not found and depth < DEEPEST else 0)
        number = 0
        while len(found) < goal:
            number += 1
            if number > goal + 50:
                raise Unsatisfiable(f"{where or '/'}: too few members are allowed")
            if by_pattern is not None:
                key, schema = patterns.matching(by_pattern[0], self.dice), by_pattern[1]
            else:
                key, schema = text_for("word", self.dice) + (str(number) if number > 1 else ""), extra
            if schema is False:
                raise Unsatisfiable(f"{where or '/'}: no further member is allowed")
            found.setdefault(key, self.value(schema, key, depth + 1, f"{where}/{key}"))

    def _array(self, plain: Schema, name: str, depth: int, where: str) -> list[Any]:
        items = plain.get("items", True)
        first = plain.get("prefixItems") or (items if isinstance(items, list) else [])
        rest = plain.get("additionalItems", True) if isinstance(items, list) else items
        least = int(plain.get("minItems") or 0)
        most = plain.get("maxItems")
        wish = self.dice.between(1, 3) if depth < 4 and not first else len(first)
        count = max(least, min(wish, most if isinstance(most, int) else wish))
        if rest is False:
            count = min(count, len(first))
        found: list[Any] = []
        for place in range(count):
            schema = first[place] if place < len(first) else rest
            try:
                found.append(self._item(schema, found, plain, _singular(name), depth, f"{where}/{place}"))
            except Unsatisfiable:
                if len(found) < least or place < len(first):
                    raise
                break
        return self._containing(found, plain, name, depth, where)

    def _item(self, schema: Any, found: list[Any], plain: Schema, name: str, depth: int, where: str) -> Any:
        for _ in range(40 if plain.get("uniqueItems") else 1):
            item = self.value(schema, name, depth + 1, where)
            if not plain.get("uniqueItems") or item not in found:
                return item
        raise Unsatisfiable(f"{where}: no further unique item was found")

    def _containing(self, found: list[Any], plain: Schema, name: str, depth: int, where: str) -> list[Any]:
        if not isinstance(plain.get("contains"), dict):
            return found
        goal = int(plain.get("minContains", 1))
        items = plain.get("items", True)
        for number in range(goal):
            wanted = merged(resolved(items, self.root), resolved(plain["contains"], self.root), self.root)
            item = self._item(wanted, found, plain, name, depth, f"{where}/{number}")
            if number < len(found):
                found[number] = item
            else:
                found.append(item)
        return found

    def _take(self, kind: str, offered: tuple[str, ...]) -> str | None:
        """The next hint of a kind that was not taken yet."""
        at = self.used.get(kind, self.skip)
        if at >= len(offered):
            return None
        self.used[kind] = at + 1
        return offered[at]

    def _number(self, plain: Schema, kind: str, name: str, where: str) -> Any:
        low, high = _bounds(plain, kind)
        step = plain.get("multipleOf")
        step = step if isinstance(step, int | float) and step > 0 else None
        while (hint := self._take("number", self.hints.numbers)) is not None:
            value: int | float = float(hint) if "." in hint else int(hint)
            whole = isinstance(value, int) or value.is_integer()
            if low <= value <= high and (kind == "number" or whole) and _stepped(value, step):
                return int(value) if kind == "integer" else value
        return self._drawn(low, high, step, kind, name, where)

    def _drawn(self, low: float, high: float, step: float | None, kind: str, name: str, where: str) -> Any:
        if low > high:
            raise Unsatisfiable(f"{where or '/'}: no number is allowed")
        if low == -math.inf:
            low = min(0, high - 100) if high != math.inf else (2_000 if "year" in name else 0)
        if high == math.inf:
            high = low + (30 if "year" in name else 100)
        if step is not None:
            first, last = math.ceil(low / step), math.floor(high / step)
            if first > last:
                raise Unsatisfiable(f"{where or '/'}: no multiple of {step} is allowed")
            value = self.dice.between(first, last) * step
            return int(value) if float(value).is_integer() else round(value, 10)
        if kind == "integer":
            if math.ceil(low) > math.floor(high):
                raise Unsatisfiable(f"{where or '/'}: no integer is allowed")
            return self.dice.between(math.ceil(low), math.floor(high))
        value = round(low + self.dice.unit() * (high - low), 2)
        return min(max(value, low), high)

    def _string(self, plain: Schema, name: str, where: str) -> str:
        least, most = int(plain.get("minLength") or 0), plain.get("maxLength")
        top = most if isinstance(most, int) else 10_000
        pattern = plain.get("pattern") if isinstance(plain.get("pattern"), str) else None
        form = plain.get("format") if isinstance(plain.get("format"), str) else None
        for offered in self._offers(name, form):
            if least <= len(offered) <= top and (pattern is None or patterns.searches(pattern, offered)):
                return offered
        if pattern is not None:
            return self._patterned(pattern, least, top, where)
        text = text_for(form or name, self.dice, formatted=form is not None)
        if form is None and len(text) < least:
            text = (text + " " + "and so on " * (least // 10 + 1))[: max(least, 1)].ljust(least, ".")
        if not least <= len(text) <= top:
            if form is not None and form in _FIXED:
                raise Unsatisfiable(f"{where or '/'}: no {form} is that long")
            text = text[:top].ljust(least, "x")
        return text

    def _patterned(self, pattern: str, least: int, top: int, where: str) -> str:
        for _ in range(60):
            text = patterns.matching(pattern, self.dice, least)
            if least <= len(text) <= top and patterns.searches(pattern, text):
                return text
        raise Unsatisfiable(f"{where or '/'}: no text matches {pattern} and its length")

    def _offers(self, name: str, form: str | None) -> list[str]:
        """What the prompt has for a string of this name and format, the likeliest first."""
        kinds: dict[str | None, tuple[tuple[str, tuple[str, ...]], ...]] = {
            "email": (("email", self.hints.emails),),
            "uri": (("url", self.hints.urls),),
            "date": (("date", tuple(filter(_is_date, self.hints.dates))),),
            None: self._free(name),
        }
        found = []
        for kind, offered in kinds.get(form, ()):
            hint = self._take(kind, offered)
            if hint is not None:
                found.append(hint)
        return found

    def _free(self, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        lowered = name.lower()
        hints = self.hints
        special = (
            (("email",), (("email", hints.emails),)),
            (("url", "uri", "link"), (("url", hints.urls),)),
            (("date", "day"), (("date", hints.dates), ("quoted", hints.quoted))),
            (("path", "file"), (("path", hints.paths), ("quoted", hints.quoted))),
            (("query", "question", "prompt", "text", "message", "content"), (("quoted", hints.quoted), ("whole", (hints.text,)))),
        )
        for words, offered in special:
            if any(word in lowered for word in words):
                return offered
        return (("quoted", hints.quoted), ("name", hints.names))


_FIXED = frozenset({"date", "date-time", "time", "uuid", "ipv4", "ipv6"})


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_null(branch: Any) -> bool:
    return isinstance(branch, dict) and (branch.get("type") == "null" or branch.get("const", 0) is None)


def _size(schema: Mapping[str, Any]) -> int:
    """How far a schema leads on: the fewer words, the sooner it ends."""
    required = schema.get("required")
    branches = sum(len(schema[word]) for word in ("anyOf", "oneOf") if isinstance(schema.get(word), list))
    return (len(required) if isinstance(required, list) else 0) + branches + ("items" in schema)


def _kinds(plain: Schema) -> list[str]:
    given = plain.get("type")
    named = [given] if isinstance(given, str) else [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    known = [kind for kind in named if kind in _WORDS or kind == "null" or kind == "boolean"]
    if known:
        return sorted(known, key=lambda kind: kind == "null")
    for kind, words in _WORDS.items():
        if any(word in plain for word in words):
            return [kind]
    return ["string"]


_WORDS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "contains"),
    "string": ("pattern", "format", "minLength", "maxLength"),
    "integer": ("multipleOf",),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}


def _flattest(kinds: list[str]) -> str:
    """The kind that ends soonest, below the depth where schemas go round."""
    return min(kinds, key=lambda kind: ("null", "boolean", "integer", "number", "string", "array", "object").index(kind))


def _fits_kind(value: Any, plain: Schema) -> bool:
    given = plain.get("type")
    if given is None:
        return True
    kinds = [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []
    got = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
    kind = got.get(type(value), "null")
    return kind in kinds or (kind == "integer" and "number" in kinds) or not kinds


def _bounds(plain: Schema, kind: str) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    gap = 1 if kind == "integer" else 0.01
    for word, exclusive in (("minimum", False), ("exclusiveMinimum", True)):
        bound = plain.get(word)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            low = max(low, _past(bound, gap, kind) if exclusive else bound)
    for word, exclusive in (("maximum", False), ("exclusiveMaximum", True)):
        bound = plain.get(word)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            high = min(high, -_past(-bound, gap, kind) if exclusive else bound)
    if low > high and kind == "number":
        middle = [plain.get("exclusiveMinimum", plain.get("minimum")), plain.get("exclusiveMaximum", plain.get("maximum"))]
        if all(isinstance(each, int | float) for each in middle) and middle[0] < middle[1]:
            low = high = (middle[0] + middle[1]) / 2
    return low, high


def _past(bound: float, gap: float, kind: str) -> float:
    return math.floor(bound) + 1 if kind == "integer" else bound + gap


def _stepped(value: float, step: float | None) -> bool:
    return step is None or math.isclose(value / step, round(value / step), abs_tol=1e-9)


def _with_dependents(wanted: list[str], plain: Schema) -> list[str]:
    needs = plain.get("dependentRequired")
    if not isinstance(needs, dict):
        return wanted
    every = list(wanted)
    for key in every:
        every += [other for other in needs.get(key, []) if isinstance(other, str) and other not in every]
    return every


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and len(name) > 3 else name
