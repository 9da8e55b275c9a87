"""The places of a schema that a prompt may fill: its leaves, its lists of leaves, and the leaves of listed objects."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from mockllm.fake.branches import Plain, branches, member
from mockllm.fake.fields import split
from mockllm.schema.words import kinds, mapping, tuple_of

__all__ = ["EACH", "Path", "Slot", "slots"]

Path = tuple[str | int, ...]
"""Names of members and indices of items, from the outermost inwards."""

EACH = -1
"""The step of a path that stands for every item of a list."""

MOST = 150
MOST_BRANCHES = 8
DEEP = 6


class Slot(Struct):
    """One place. `plains` are the schemas any of which is enough; `many` takes a whole list.

    `words` are those of its name and `place` counts the slots.
    """

    path: Path
    name: str
    plains: list[Plain]
    words: tuple[str, ...]
    place: int
    many: bool = False

    @property
    def repeated(self) -> bool:
        """Whether it belongs to the objects of a list, so that it may be filled several times."""
        return EACH in self.path


def slots(schema: Any, root: Any) -> tuple[Slot, ...]:
    """The slots of a schema, in its order."""
    found: dict[Path, Slot] = {}
    for path, plain, many in islice(_leaves(schema, root, (), DEEP), MOST):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        slot = found.setdefault(path, Slot(path, name, [], split(name), len(found), many))
        slot.plains.append(plain)
    return tuple(found.values())


def _leaves(schema: Any, root: Any, path: Path, deep: int) -> Iterator[tuple[Path, Plain, bool]]:
    if deep < 0:
        return
    for plain in _plains(schema, root):
        allowed = kinds(plain)
        for name in mapping(plain, "properties"):
            yield from _leaves(member(plain, name), root, (*path, name), deep - 1)
        if allowed == frozenset(("array",)) or "items" in plain or "prefixItems" in plain:
            yield from _items(plain, root, path, deep)
        elif _leaf(plain):
            yield path, plain, False


def _items(plain: Plain, root: Any, path: Path, deep: int) -> Iterator[tuple[Path, Plain, bool]]:
    first, rest = tuple_of(plain)
    for place, each in enumerate(first[:MOST_BRANCHES]):
        yield from _leaves(each, root, (*path, place), deep - 1)
    if first or EACH in path:
        return
    for each in _plains(rest, root):
        if mapping(each, "properties"):
            yield from _leaves(each, root, (*path, EACH), deep - 1)
        elif _leaf(each):
            yield path, each, True


def _plains(schema: Any, root: Any) -> Iterator[Plain]:
    return islice(branches(schema, root, lambda found: found[:MOST_BRANCHES]), MOST_BRANCHES)


def _leaf(plain: Plain) -> bool:
    allowed = kinds(plain)
    if allowed is None:
        return not {"properties", "items", "prefixItems", "additionalProperties", "patternProperties"} & plain.keys()
    return bool(allowed & {"string", "number", "integer", "boolean"})
