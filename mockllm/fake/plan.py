"""What of the prompt goes where: the best pair of value and field first, each mention and each field once."""

from typing import Any

from msgspec import Struct

from mockllm.fake.mentions import Mention, lists
from mockllm.fake.readings import FIGURES, allowed, converted
from mockllm.fake.slots import EACH, Path, Slot
from mockllm.fake.suits import PLAIN

__all__ = ["Plan", "Row"]


class Row(Struct, frozen=True):
    """A value that suits a slot. `loose` values may lie over others."""

    score: int
    slot: Slot
    mention: Mention
    value: Any
    loose: bool = False


class Plan:
    """What goes where, while it is worked out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] = []
        self.starts: set[int] = set()
        self.single: dict[Path, tuple[int, Any]] = {}
        self.listed: dict[Path, list[tuple[int, Path, int, Any]]] = {}

    def add(self, row: Row) -> None:
        """Take a row where its field and its mention are free."""
        slot, mention = row.slot, row.mention
        if slot.path in self.single or not (row.loose or self._free(mention)):
            return
        if slot.repeated:
            if row.score > 1:
                at = slot.path.index(EACH)
                found = (mention.start, slot.path[at + 1 :], row.score, row.value)
                self.listed.setdefault(slot.path[:at], []).append(found)
                self._take(mention)
        elif not slot.many:
            self.single[slot.path] = (row.score, row.value)
            self._take(mention)
        elif row.score >= PLAIN or mention.kind in FIGURES:
            whole = isinstance(row.value, list)
            self.single[slot.path] = (row.score, row.value if whole else self._run(row))
            if whole:
                self._take(mention)

    def _run(self, row: Row) -> list[Any]:
        """The values of the enumeration that a mention stands in."""
        run = next((run for run in lists(self.text) if row.mention in run), (row.mention,))
        free = [mention for mention in run if self._free(mention)]
        for mention in free:
            self._take(mention)
        schema = row.slot.plains[0]
        return [
            value for mention in free for _, value in converted(mention, row.slot, schema) if allowed(schema, value)
        ]

    def _free(self, mention: Mention) -> bool:
        return all(mention.end <= start or end <= mention.start for start, end in self.spans)

    def _take(self, mention: Mention) -> None:
        self.starts.add(mention.start)
        self.spans.append((mention.start, mention.end))

    def finished(self) -> dict[Path, tuple[int, Any]]:
        """All that was taken; the objects of lists begin anew where a field comes a second time."""
        found = dict(self.single)
        for path, values in self.listed.items():
            number, seen = 0, set[Path]()
            for _, below, points, value in sorted(values, key=lambda each: each[0]):
                if below in seen:
                    number, seen = number + 1, set()
                seen.add(below)
                found[*path, number, *below] = (points, value)
        return found
