"""The mistakes of a document as they are found, so that one does not hide the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mockllm.scenario.places import Places, ScenarioError
from mockllm.scenario.schema import Path, Problem

__all__ = ["Mistakes", "sound"]


class Mistakes:
    """What was found wrong in a document whose places are `places`."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.found: list[ScenarioError] = []

    def note(self, problem: Problem) -> None:
        """Keep a mistake and go on."""
        self.found.append(ScenarioError(problem, self.places))

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Keep the mistake that ends what is done inside, and go on after it."""
        try:
            yield
        except ScenarioError as error:
            self.found.append(error)

    def in_order(self) -> list[ScenarioError]:
        """All of them, as they stand in the document."""
        return sorted(self.found, key=lambda error: self.places.order(error.problem.path))


def sound(document: Any, problems: list[Problem], *, entries: bool = False) -> Any:
    """A copy of a document without the values that are wrong; of turns and rules that are, None keeps the place.

    With `entries`, turns and rules go as a whole where anything in them is wrong.
    """
    made = _copied(document)
    for problem in problems:
        path = problem.path
        if entries and path[:1] == ("turns",):
            path = path[: 3 if isinstance(document["turns"], dict) else 2]
        elif entries and path[:1] == ("rules",):
            path = path[:2]
        _drop(made, path)
    return made


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _drop(document: Any, path: Path) -> None:
    holder = document
    for step in path[:-1]:
        holder = holder[step] if _has(holder, step) else None
    if not path:
        return
    if isinstance(holder, dict):
        holder.pop(str(path[-1]), None)
    elif isinstance(holder, list) and path[0] in {"turns", "rules"} and len(path) <= (3 if path[0] == "turns" else 2):
        holder[int(path[-1])] = None
    elif holder is not None:
        _drop(document, path[:-1])


def _has(holder: Any, step: str | int) -> bool:
    return step in holder if isinstance(holder, dict) else isinstance(holder, list) and isinstance(step, int)
