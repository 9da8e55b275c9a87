"""One isolated world: its slots, its counts, its journal. A session does not know who uses its slots."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from mockllm.journal import Journal

__all__ = ["Bounded", "Session", "Sessions", "Slot"]

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Slot(Generic[Value]):
    """The key of one kind of state, and how it starts."""

    name: str
    factory: Callable[[], Value]


class Bounded(OrderedDict[str, Value]):
    """A mapping in order of insertion that forgets its oldest entries beyond `most`."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: str, value: Value) -> None:
        # Without `super()`, which takes longer than all the rest.
        OrderedDict.__setitem__(self, key, value)
        while len(self) > self.most:
            self.popitem(last=False)


class Session:
    """One world. `seen` counts equal requests, so that their ids differ.

    `seed` decides the session's fakes, where it is to be another than the server's.
    """

    def __init__(self, name: str, *, most_seen: int = 10_000, journal: Journal | None = None) -> None:
        self.name = name
        self.journal = journal or Journal()
        self.seed: int | None = None
        self.most_seen = most_seen
        self._slots: dict[Slot[Any], Any] = {}
        self._seen: dict[str, int] = {}
        # Most requests are met once, so that what is forgotten first is best told by a queue.
        self._order: deque[str] = deque()

    def slot(self, slot: Slot[Value]) -> Value:
        """The session's state under `slot`, made when first asked for."""
        if slot not in self._slots:
            self._slots[slot] = slot.factory()
        return cast("Value", self._slots[slot])

    def put(self, slot: Slot[Value], value: Value) -> None:
        """Replace the state under `slot`."""
        self._slots[slot] = value

    def seen(self, digest: str) -> int:
        """How many times this session has met `digest` before; counts this one."""
        times = self._seen.get(digest, 0)
        self._seen[digest] = times + 1
        if not times:
            self._order.append(digest)
            if len(self._order) > self.most_seen:
                del self._seen[self._order.popleft()]
        return times

    def reset(self) -> None:
        """Back to the start: no state, no counts, an empty journal."""
        self._slots.clear()
        self._seen.clear()
        self._order.clear()
        self.journal.clear()


class Sessions:
    """All sessions by name, at most `most`: the one that was made first goes first, `default` never."""

    def __init__(self, most: int = 1_000) -> None:
        self.most = most
        self._all: OrderedDict[str, Session] = OrderedDict()
        self.current = "default"

    def get(self, name: str) -> Session:
        """The session of that name, made when first asked for."""
        found = self._all.get(name)
        if found is None:
            found = self._all[name] = Session(name)
            if len(self._all) > self.most:
                del self._all[next(key for key in self._all if key not in {"default", name})]
        return found

    def find(self, name: str) -> Session | None:
        """The session of that name, if there is one."""
        return self._all.get(name)

    def delete(self, name: str) -> bool:
        """Forget a session; whether there was one."""
        return self._all.pop(name, None) is not None

    def names(self) -> list[str]:
        """All names, in the order in which they were made."""
        return list(self._all)
