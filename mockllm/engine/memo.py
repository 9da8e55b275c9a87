"""Answers that may be given again to the same bytes: encoded once, bounded in number and size."""

from collections import OrderedDict
from typing import Any

from msgspec import Struct

from mockllm.engine.template import Template
from mockllm.exchange import Answer
from mockllm.turn import Usage
from mockllm.vendors.kinds import Said, Speech, World

__all__ = ["Key", "Memo", "Met", "Remembered"]

Key = tuple[Any, ...]
"""All of a request that decides its answer."""

MET = 4_096
"""How many keys are known to have been offered once."""


class Remembered(Struct, frozen=True):
    """One answer: what was said, its bytes with slots, and what it used."""

    speech: Speech
    said: Said
    answer: Answer
    template: Template
    usage: Usage
    world: World
    after: float = 0.0

    @property
    def keeps(self) -> bool:
        """Whether the session must remember the answer each time it is given."""
        return self.speech.keeps(self.said.ask)


class Met:
    """The keys that were met once, the latest of them."""

    def __init__(self) -> None:
        self._marks: OrderedDict[int, None] = OrderedDict()

    def before(self, key: Any) -> bool:
        """Whether a key was met before; notes that it was now."""
        mark = hash(key)
        if mark in self._marks:
            return True
        self._marks[mark] = None
        if len(self._marks) > MET:
            self._marks.popitem(last=False)
        return False

    def clear(self) -> None:
        """Forget all."""
        self._marks.clear()


class Memo:
    """The answers met last, at most `most`, and none whose bytes are over `largest`.

    An answer is to be kept from its second time on (`met`): most are never given again, and keeping them costs more
    than it saves.
    """

    def __init__(self, most: int = 256, largest: int = 1 << 20) -> None:
        self.most = most
        self.largest = largest
        self._known: OrderedDict[Key, Remembered] = OrderedDict()
        self._met = Met()

    def find(self, key: Key) -> Remembered | None:
        """The answer under a key."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
        return known

    def met(self, key: Key) -> bool:
        """Whether this was asked before, so that its answer is worth keeping; notes that it was now."""
        return self._met.before(key)

    def keep(self, key: Key, known: Remembered) -> None:
        """Take in an answer; the one that was met longest ago goes."""
        if known.template.size() > self.largest:
            return
        self._known[key] = known
        if len(self._known) > self.most:
            self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._met.clear()
