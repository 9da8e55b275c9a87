"""The same body again and again, its stream cut after each event, or cut into chunks in every way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from mockllm.api.mishap import Mishap
from mockllm.scenario.vocabulary import plain

__all__ = ["CHUNKINGS", "Stage", "Trial", "UnnoticedError", "World", "chunkings", "cuts"]

CHUNKINGS: tuple[str | int, ...] = ("event", "byte", 2, 3, 7, 64, 1_000)
"""Every kind of chunking: an event or a byte to a chunk, or so many bytes."""

Trial = Callable[[str], AbstractContextManager[None]]
"""Runs one world under its name, and reports what is raised in it instead of raising it."""


_NOTHING = (None, None, None)


class UnnoticedError(AssertionError):
    """The body returned as if all were well."""


class Stage(Protocol):
    """A session on which a body can be run again. `trial` reports each world, or is None where nobody does."""

    trial: Trial | None

    def play(self, turns: Sequence[Mapping[str, Any]]) -> None:
        """Start anew with these turns."""

    def disturb(self, mishap: Mishap) -> None:
        """Let something befall one request."""

    def lengths(self) -> list[int]:
        """How many events the answer to each request has had; 0 for one that was no stream."""

    def complaints(self) -> list[str]:
        """What was missed or left over, a line each."""


class World:
    """One run of the body, in a `with` statement. `name` says what is done to it.

    What `judge` makes of the exception in the body, or of None, is what the world reports.
    """

    def __init__(self, name: str, judge: Callable[[Exception | None], Exception | None], trial: Trial) -> None:
        self.name = name
        self._judge = judge
        self._trial = trial
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._trial(self.name))
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> bool:
        found = self._judge(error) if error is None or isinstance(error, Exception) else error
        told = self._open.__exit__(type(found), found, found.__traceback__) if found else self._open.__exit__(*_NOTHING)
        if found is not None and found is not error and not told:
            raise found
        return told or found is None

    def __repr__(self) -> str:
        return f"<{self.name}>"


def cuts(stage: Stage, turns: Sequence[Any], how: Literal["fin", "reset"]) -> Iterator[World]:
    """A world with whole streams, then one for each event of each answer, the stream cut after it.

    An exception is how a client says that it noticed; sending the same request again is another. The cuts that went
    unnoticed are what fails.
    """
    __tracebackhide__ = True
    words = [plain(turn) for turn in turns]
    stage.play(words)
    yield World("whole", lambda error: error or _wrong(stage), _within)
    reports = _Reports(stage, "The body returned as if all were well after:")
    for number, length in enumerate(stage.lengths()):
        for events in range(1, length):
            mishap = Mishap(number, after_events=events, how=how)
            stage.play(words)
            stage.disturb(mishap)
            yield World(f"answer {number + 1} cut after event {events} of {length}", _unnoticed(mishap), reports.trial)
    reports.end()


def chunkings(stage: Stage, turns: Sequence[Any]) -> Iterator[World]:
    """A world for each kind of chunking. Those in which the body fails are what fails."""
    __tracebackhide__ = True
    reports = _Reports(stage, "The body failed at:")
    words = [plain(turn) for turn in turns]

    def judge(error: Exception | None) -> Exception | None:
        return error or _wrong(stage)

    for kind in CHUNKINGS:
        stage.play([{**turn, "chunks": kind} for turn in words])
        yield World(f"chunks of {kind}{' bytes' if isinstance(kind, int) else ''}", judge, reports.trial)
    reports.end()


def _unnoticed(mishap: Mishap) -> Callable[[Exception | None], Exception | None]:
    def judge(error: Exception | None) -> Exception | None:
        silent = error is None and not mishap.again
        return UnnoticedError("the body returned as if all were well") if silent else None

    return judge


def _wrong(stage: Stage) -> AssertionError | None:
    found = stage.complaints()
    return AssertionError("\n".join(found)) if found else None


@contextmanager
def _within(_: str) -> Iterator[None]:
    yield


class _Reports:
    """What went wrong in the worlds: told by the stage's trial, or by us in the end."""

    def __init__(self, stage: Stage, head: str) -> None:
        self.trial: Trial = stage.trial or self._note
        self._stage = stage
        self._lines = [head]

    def _note(self, name: str) -> "_Note":
        return _Note(name, self._lines)

    def end(self) -> None:
        """Leave the stage empty. Raises AssertionError, naming the worlds that went wrong."""
        __tracebackhide__ = True
        self._stage.play([])
        if len(self._lines) > 1:
            raise AssertionError("\n".join(self._lines))


class _Note(AbstractContextManager[None]):
    """One world whose exception becomes a line."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self._name = name
        self._lines = lines

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> bool:
        if isinstance(error, Exception):
            silent = isinstance(error, UnnoticedError)
            first = str(error).partition("\n")[0]
            self._lines.append(self._name if silent else f"{self._name}: {type(error).__name__}: {first}")
        return isinstance(error, Exception)
