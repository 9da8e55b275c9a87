"""Functions of others that are wrapped while a run lasts, and put back in its end."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["Patches", "installed"]


def installed(name: str) -> Any:
    """A module of others, or None where it is not installed or cannot be imported."""
    try:
        return import_module(name)
    except ImportError:
        return None


class Patches:
    """What is wrapped."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def wrap(self, owner: Any, name: str, wrapper: Callable[[Any], Any]) -> None:
        """Put what `wrapper` makes of an attribute in its place."""
        own = name in vars(owner)
        plain = getattr(owner, name)
        setattr(owner, name, wrapper(plain))
        self._undo.append(lambda: setattr(owner, name, plain) if own else delattr(owner, name))

    def undo(self) -> None:
        """Put everything back, the latest first."""
        while self._undo:
            self._undo.pop()()
