"""Where in a document something stands, and the error that says so."""

from collections.abc import Mapping

from msgspec import Struct, field

from mockllm.errors import MockLLMError
from mockllm.scenario.schema import Path, Problem

__all__ = ["Mark", "Places", "ScenarioError", "pointer"]


class Mark(Struct, frozen=True):
    """Line and column, both from 1, of a value and of the key before it."""

    value: tuple[int, int]
    key: tuple[int, int] | None = None


class Places(Struct, frozen=True):
    """How to name a place: by `name` and line where `marks` knows it, else by JSON pointer."""

    name: str = ""
    marks: Mapping[Path, Mark] = field(default_factory=dict)

    def at(self, path: Path, *, at_key: bool = False) -> str:
        """The name of the place that the path leads to, or of the nearest around it."""
        if not self.marks:
            return f"{self.name}{pointer(path)}"
        while path not in self.marks and path:
            path = path[:-1]
        mark = self.marks.get(path, Mark((1, 1)))
        line, column = mark.key if at_key and mark.key else mark.value
        return f"{self.name}:{line}:{column}"

    def order(self, path: Path) -> tuple[int, int]:
        """Where the place stands among the others: its line and column."""
        while path not in self.marks and path:
            path = path[:-1]
        mark = self.marks.get(path)
        return (0, 0) if mark is None else mark.key or mark.value


def pointer(path: Path) -> str:
    """The JSON pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


class ScenarioError(MockLLMError):
    """A document that is not a scenario. `problem` is the first mistake, `reason` its text without the place."""

    def __init__(self, problem: Problem, places: Places) -> None:
        place = places.at(problem.path, at_key=problem.at_key)
        super().__init__(f"{place}: {problem.reason}" if place else problem.reason)
        self.problem = problem
        self.reason = problem.reason
        self.pointer = pointer(problem.path)
