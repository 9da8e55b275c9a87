"""The same body again and again, its stream cut after each event, or cut into chunks in every way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from mockllm.scenario.vocabulary import plain

__all__ = ["CHUNKINGS", "Stage", "World", "chunkings", "cuts"]

CHUNKINGS: tuple[str | int, ...] = ("event", "byte", 2, 3, 7, 64, 1_000)
"""Every kind of chunking: an event or a byte to a chunk, or so many bytes."""


class Stage(Protocol):
    """A session on which a body can be run again."""

    def play(self, turns: Sequence[Mapping[str, Any]]) -> None:
        """Start anew with these turns."""

    def lengths(self) -> list[int]:
        """How many events each answer has had; 0 for one that was no stream."""


class World:
    """One run of the body, in a `with` statement. `name` says what is done to it.

    An exception in the body ends this run only where the stream was cut: that is how a client says that it noticed.
    """

    def __init__(self, name: str, broken: Callable[[], bool]) -> None:
        self.name = name
        self.returned = False
        self.error: Exception | None = None
        self._broken = broken

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        self.returned = kind is None
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None and self._broken()

    def __repr__(self) -> str:
        return f"<{self.name}>"


def cuts(stage: Stage, turns: Sequence[Any], how: str) -> Iterator[World]:
    """A world with whole streams, then one for each event of each turn, the stream cut after it.

    Raises AssertionError in the end, naming the cuts that went unnoticed.
    """
    words = [plain(turn) for turn in turns]
    stage.play(words)
    yield World("whole", lambda: False)
    silent: list[str] = []
    for number, length in enumerate(stage.lengths()[: len(words)]):
        for events in range(1, length):
            broken = {**words[number], "cut": {"after_events": events, "how": how}}
            # A client that tries again gets the whole turn.
            stage.play([*words[:number], broken, *words[number:]])
            world = World(f"turn {number + 1} cut after event {events} of {length}", lambda: True)
            yield world
            if world.returned and len(stage.lengths()) == number + 1:
                silent.append(world.name)
    stage.play([])
    if silent:
        raise AssertionError("The body returned as if all were well after:\n" + "\n".join(silent))


def chunkings(stage: Stage, turns: Sequence[Any]) -> Iterator[World]:
    """A world for each kind of chunking. Raises AssertionError in the end, naming those at which the body failed."""
    failed: list[str] = []
    for kind in CHUNKINGS:
        stage.play([{**plain(turn), "chunks": kind} for turn in turns])
        world = World(f"chunks of {kind}{' bytes' if isinstance(kind, int) else ''}", lambda: True)
        yield world
        if world.error is not None:
            failed.append(f"{world.name}: {type(world.error).__name__}: {world.error}")
    if failed:
        raise AssertionError("The body failed at:\n" + "\n".join(failed))
