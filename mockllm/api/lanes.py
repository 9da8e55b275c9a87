"""Lanes and rules of a script, as a test writes them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.scenario.vocabulary import plain, plain_value

__all__ = ["Lane", "When", "conditions", "said"]

Put = Callable[[Mapping[str, Any]], None]
"""Takes in a part of a scenario."""


class Lane:
    """One lane of a script."""

    def __init__(self, put: Put, name: str) -> None:
        self._put = put
        self.name = name

    def script(self, *turns: Any) -> None:
        """Add turns to the lane."""
        __tracebackhide__ = True
        self._put({"turns": {self.name: [said(each) for each in turns]}})


class When:
    """A condition that waits for its reply."""

    def __init__(self, put: Put, condition: Mapping[str, Any]) -> None:
        self._put = put
        self._condition = condition

    def reply(self, *parts: Any, times: int | None = None) -> None:
        """Answer what matches with one turn of these parts, `times` times or always."""
        __tracebackhide__ = True
        rule = {"when": dict(self._condition), **said(parts[0] if len(parts) == 1 else list(parts))}
        self._put({"rules": [rule if times is None else {**rule, "times": times}]})


def said(turn: Any) -> dict[str, Any]:
    """The plain data of a turn. Raises TypeError for what cannot be one, and shows nothing of how it was found out."""
    __tracebackhide__ = True
    try:
        return plain(turn)
    except TypeError as error:
        raise error.with_traceback(None) from None


def conditions(given: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions given by their names, as plain data."""
    return {name: plain_value(value) for name, value in given.items()}
