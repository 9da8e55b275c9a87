"""A value that satisfies a JSON schema (2020-12 and its forerunners), taken from the prompt where it offers one."""

from collections.abc import Mapping
from typing import Any

from mockllm.fake import patterns
from mockllm.fake.fields import text_for
from mockllm.fake.hints import Hints
from mockllm.fake.merge import merged, resolved
from mockllm.fake.scalars import Scalars, UnsatisfiableError
from mockllm.stamp import Dice
from mockllm.wire.tolerant import integer, mapping, strings

__all__ = ["UnsatisfiableError", "sample"]

DEEPEST = 12
MOST_STEPS = 20_000
Schema = Mapping[str, Any]


def sample(schema: Any, dice: Dice, hints: Hints, *, skip: int = 0) -> Any:
    """A value that satisfies `schema`. `skip` leaves out so many of each kind of hint, for a second call.

    Raises UnsatisfiableError where none was found within the bounds of the search.
    """
    return _Sampler(schema, dice, hints, skip).value(schema, "value", 0, "")


class _Sampler:
    """One search: what is left of its steps and of the prompt's hints."""

    def __init__(self, root: Any, dice: Dice, hints: Hints, skip: int) -> None:
        self.root = root
        self.dice = dice
        self.scalars = Scalars(dice, hints, skip)
        self.steps = MOST_STEPS

    def value(self, schema: Any, name: str, depth: int, where: str) -> Any:
        self.steps -= 1
        if self.steps < 0:
            raise UnsatisfiableError(f"{where or '/'}: the search took too long")
        if schema is False:
            raise UnsatisfiableError(f"{where or '/'}: nothing is allowed here")
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
            except UnsatisfiableError as error:
                reason = str(error)
        raise UnsatisfiableError(reason)

    def _choice(self, plain: Schema, where: str) -> Any:
        options = [each for each in plain["enum"] if _fits_kind(each, plain)]
        if not options:
            raise UnsatisfiableError(f"{where or '/'}: no value of the enum fits")
        spoken = self.scalars.hints.text.lower()
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
                return self.scalars.number(plain, kind, name, where)
            case "boolean":
                return self.dice.below(2) == 1
            case "null":
                return None
            case _:
                return self.scalars.string(plain, name, where)

    def _object(self, plain: Schema, depth: int, where: str) -> dict[str, Any]:
        properties = plain.get("properties") if isinstance(plain.get("properties"), dict) else {}
        assert isinstance(properties, dict)
        required = list(strings(plain.get("required")))
        wanted = [key for key in properties if key in required or self._worthwhile(properties[key], depth)]
        wanted += [key for key in required if key not in wanted]
        least = integer(plain.get("minProperties")) or 0
        most = plain.get("maxProperties")
        if isinstance(most, int):
            wanted = [*required, *(key for key in wanted if key not in required)][: max(most, len(required))]
        wanted += [key for key in properties if key not in wanted][: max(0, least - len(wanted))]
        found: dict[str, Any] = {}
        for key in _with_dependents(wanted, plain):
            try:
                found[key] = self.value(self._property(plain, properties, key), key, depth + 1, f"{where}/{key}")
            except UnsatisfiableError:
                if key in required:
                    raise
        self._fill(found, plain, least, depth, where)
        return {key: found[key] for key in [*properties, *found] if key in found}

    def _property(self, plain: Schema, properties: Mapping[str, Any], key: str) -> Any:
        schema = properties.get(key, True)
        for pattern, also in mapping(plain.get("patternProperties")).items():
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
        by_pattern = next(iter(mapping(plain.get("patternProperties")).items()), None)
        described = (isinstance(extra, dict) and extra) or by_pattern
        goal = max(least, 1 if described and not found and depth < DEEPEST else 0)
        number = 0
        while len(found) < goal:
            number += 1
            if number > goal + 50:
                raise UnsatisfiableError(f"{where or '/'}: too few members are allowed")
            if by_pattern is not None:
                key, schema = patterns.matching(by_pattern[0], self.dice), by_pattern[1]
            else:
                key, schema = text_for("word", self.dice) + (str(number) if number > 1 else ""), extra
            if schema is False:
                raise UnsatisfiableError(f"{where or '/'}: no further member is allowed")
            found.setdefault(key, self.value(schema, key, depth + 1, f"{where}/{key}"))

    def _array(self, plain: Schema, name: str, depth: int, where: str) -> list[Any]:
        items = plain.get("items", True)
        first = plain.get("prefixItems")
        first = first if isinstance(first, list) else items if isinstance(items, list) else []
        rest = plain.get("additionalItems", True) if isinstance(items, list) else items
        least = integer(plain.get("minItems")) or 0
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
            except UnsatisfiableError:
                if len(found) < least or place < len(first):
                    raise
                break
        return self._containing(found, plain, name, depth, where)

    def _item(self, schema: Any, found: list[Any], plain: Schema, name: str, depth: int, where: str) -> Any:
        for _ in range(40 if plain.get("uniqueItems") else 1):
            item = self.value(schema, name, depth + 1, where)
            if not plain.get("uniqueItems") or item not in found:
                return item
        raise UnsatisfiableError(f"{where}: no further unique item was found")

    def _containing(self, found: list[Any], plain: Schema, name: str, depth: int, where: str) -> list[Any]:
        if not isinstance(plain.get("contains"), dict):
            return found
        goal = 1 if (least := integer(plain.get("minContains"))) is None else least
        items = plain.get("items", True)
        for number in range(goal):
            wanted = merged(resolved(items, self.root), resolved(plain["contains"], self.root), self.root)
            item = self._item(wanted, found, plain, name, depth, f"{where}/{number}")
            if number < len(found):
                found[number] = item
            else:
                found.append(item)
        return found


def _is_null(branch: Any) -> bool:
    return isinstance(branch, dict) and (branch.get("type") == "null" or branch.get("const", 0) is None)


def _size(schema: Mapping[str, Any]) -> int:
    """How far a schema leads on: the fewer words, the sooner it ends."""
    required = schema.get("required")
    branches = sum(len(schema[word]) for word in ("anyOf", "oneOf") if isinstance(schema.get(word), list))
    return (len(required) if isinstance(required, list) else 0) + branches + ("items" in schema)


def _kinds(plain: Schema) -> list[str]:
    given = plain.get("type")
    named = (
        [given]
        if isinstance(given, str)
        else [each for each in given if isinstance(each, str)]
        if isinstance(given, list)
        else []
    )
    known = [kind for kind in named if kind in _WORDS or kind in {"null", "boolean"}]
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
    return min(kinds, key=("null", "boolean", "integer", "number", "string", "array", "object").index)


def _fits_kind(value: Any, plain: Schema) -> bool:
    given = plain.get("type")
    if given is None:
        return True
    kinds = [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []
    got = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
    kind = got.get(type(value), "null")
    return kind in kinds or (kind == "integer" and "number" in kinds) or not kinds


def _with_dependents(wanted: list[str], plain: Schema) -> list[str]:
    needs = plain.get("dependentRequired")
    if not isinstance(needs, dict):
        return wanted
    every = list(wanted)
    for key in every:
        every += [other for other in strings(needs.get(key)) if other not in every]
    return every


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and len(name) > 3 else name
