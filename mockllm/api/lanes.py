"""Lanes and rules of a script, as a test writes them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.scenario.vocabulary import plain, plain_value

__all__ = ["Lane", "When", "conditions"]

Put = Callable[[Mapping[str, Any]], None]
"""Takes in a part of a scenario."""


class Lane:
    """One lane of a script."""

    def __init__(self, put: Put, name: str) -> None:
        self._put = put
        self.name = name

    def script(self, *turns: Any) -> None:
        """Add turns to the lane."""
        self._put({"turns": {self.name: [plain(each) for each in turns]}})


class When:
    """A condition that waits for its reply."""

    def __init__(self, put: Put, condition: Mapping[str, Any]) -> None:
        self._put = put
        self._condition = condition

    def reply(self, *parts: Any, times: int | None = None) -> None:
        """Answer what matches with one turn of these parts, `times` times or always."""
        said = plain(parts[0] if len(parts) == 1 else list(parts))
        rule = {"when": dict(self._condition), **said}
        self._put({"rules": [rule if times is None else {**rule, "times": times}]})


def conditions(given: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions given by their names, as plain data."""
    return {name: plain_value(value) for name, value in given.items()}
