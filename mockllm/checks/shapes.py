"""Kinds of composed values: objects, arrays, maps and unions, as data over other kinds."""

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from mockllm.checks.findings import BadSize, Finding, LongName, Missing, NotOneOf, Tag, Unknown, WrongType
from mockllm.checks.scalars import ANYTHING, Kind
from mockllm.checks.suggest import near

__all__ = ["Array", "Either", "Map", "Object", "Tagged", "opened"]

Thing = TypeVar("Thing")


class Object(Struct, frozen=True):
    """An object whose members are `fields`, of which some are `required`.

    Of several findings the first decides: absent members, then unknown ones where the object is `closed`, then the
    members in the order of `fields`. Where `by_place`, absent members have the place of their field and unknown ones
    come last.
    """

    fields: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    closed: bool = False
    by_place: bool = False
    wanted: str = "an object"

    def look(self, value: Any) -> Finding | None:
        """The first finding of the object and its members."""
        if not isinstance(value, dict):
            return Finding(WrongType(self.wanted, value))
        known = self.fields
        found: dict[str, Finding] = {}
        for name, item in value.items():
            kind = known.get(name)
            if kind is not None:
                finding = kind.look(item)
                if finding is not None:
                    found[name] = finding.under(name)
            elif self.closed:
                found[name] = Finding(Unknown(), (name,))
        for name in self.required:
            if name not in value:
                found[name] = Finding(Missing(), (name,))
        return self._first(found, value) if found else None

    def _first(self, found: Mapping[str, Finding], value: Mapping[str, Any]) -> Finding:
        absent = [name for name in self.required if name not in value]
        strange = [name for name in found if name not in self.fields and name not in absent]
        placed = [name for name in self.fields if name in found]
        order = [*placed, *absent, *strange] if self.by_place else [*absent, *strange, *placed]
        name = order[0]
        if name in strange:
            return Finding(Unknown(near(name, (each for each in self.fields if each not in value))), (name,))
        return found[name]


class Array(Struct, frozen=True):
    """An array of `least` to `most` items, each of which is `of`."""

    of: Kind = ANYTHING
    least: int = 0
    most: int | None = None
    wanted: str = "an array"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, a bad length, or the first finding of an item."""
        if not isinstance(value, list):
            return Finding(WrongType(self.wanted, value))
        if len(value) < self.least:
            return Finding(BadSize("array", self.least, len(value), low=True))
        if self.most is not None and len(value) > self.most:
            return Finding(BadSize("array", self.most, len(value), low=False))
        look = self.of.look
        for index, item in enumerate(value):
            finding = look(item)
            if finding is not None:
                return finding.under(index)
        return None


class Map(Struct, frozen=True):
    """An object with any names: at most `most` of them, of at most `name` characters, with values `of`."""

    of: Kind
    most: int | None = None
    name: int | None = None
    wanted: str = "an object"

    def look(self, value: Any) -> Finding | None:
        """A wrong type, too many members, a long name, or the first finding of a value."""
        if not isinstance(value, dict):
            return Finding(WrongType(self.wanted, value))
        if self.most is not None and len(value) > self.most:
            return Finding(BadSize("object", self.most, len(value), low=False))
        for name, item in value.items():
            if self.name is not None and len(name) > self.name:
                return Finding(LongName(name, self.name))
            finding = self.of.look(item)
            if finding is not None:
                return finding.under(name)
        return None


class Either(Struct, frozen=True):
    """A value whose JSON type decides what it must be; types without a kind are wrong."""

    wanted: str
    text: Kind | None = None
    array: Kind | None = None
    object: Kind | None = None
    number: Kind | None = None

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or what the kind of this type finds."""
        kind: Kind | None = None
        if isinstance(value, str):
            kind = self.text
        elif isinstance(value, list):
            kind = self.array
        elif isinstance(value, dict):
            kind = self.object
        elif isinstance(value, int | float) and not isinstance(value, bool):
            kind = self.number
        return Finding(WrongType(self.wanted, value)) if kind is None else kind.look(value)


class Tagged(Struct, frozen=True):
    """An object whose member `key` chooses among `variants`; without that member it is `absent`, if given.

    `default` is the tag that the path then names. `spoken` are the tags as they are listed to the client (all of them,
    in order, where empty); `at_key` puts a bad tag at the place of `key`, else at the object's. Where `strict`, a
    missing tag counts as a bad one. With `other` no tag is bad: it says what the object must be under any other one.
    """

    variants: Mapping[str, Kind]
    key: str = "type"
    absent: Kind | None = None
    spoken: tuple[str, ...] = ()
    at_key: bool = True
    wanted: str = "an object"
    strict: bool = False
    default: str = ""
    other: Kind | None = None

    def look(self, value: Any) -> Finding | None:
        """A wrong type, a missing or unknown tag, or what the chosen kind finds."""
        if not isinstance(value, dict):
            return Finding(WrongType(self.wanted, value))
        tag = value.get(self.key)
        if tag is None and self.absent is not None:
            finding = self.absent.look(value)
            return finding.under(Tag(self.default)) if finding and self.default else finding
        if self.key not in value and not self.strict:
            return Finding(Missing(), (self.key,))
        kind = self.variants.get(tag, self.other) if isinstance(tag, str) else None
        if kind is None:
            problem = NotOneOf(self.spoken or tuple(self.variants), tag if isinstance(tag, str) else "", tag=True)
            return Finding(problem, (self.key,) if self.at_key else ())
        finding = kind.look(value)
        return None if finding is None else finding.under(Tag(tag))


def opened(kind: Thing) -> Thing:
    """The same kind, but for its closed objects, at any depth, which let unknown members pass."""
    if isinstance(kind, Mapping):
        return {name: opened(each) for name, each in kind.items()}  # type: ignore[return-value]
    if not isinstance(kind, Struct):
        return kind
    changed: dict[str, Any] = {name: opened(getattr(kind, name)) for name in kind.__struct_fields__}
    if isinstance(kind, Object):
        changed["closed"] = False
    return replace(kind, **changed)
