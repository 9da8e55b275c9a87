"""What the interpreter tells of lookups and connections (PEP 578), whoever makes them and however they are wrapped."""

import sys
from collections.abc import Callable
from typing import Any

__all__ = ["Listener", "listen"]

Listener = Callable[[tuple[Any, ...]], None]
"""Hears the arguments of an event; what it raises, the call raises."""

_LISTENERS: dict[str, list[Listener]] = {}
_HEARING: list[bool] = []


def listen(event: str, listener: Listener) -> Callable[[], None]:
    """Let somebody hear of an event. Gives what ends it."""
    if not _HEARING:
        _HEARING.append(True)
        # A hook is never removed: there is one in a process, and it does nothing while nobody listens.
        sys.addaudithook(_heard)
    _LISTENERS.setdefault(event, []).append(listener)
    return lambda: _LISTENERS[event].remove(listener)


def _heard(event: str, args: tuple[Any, ...]) -> None:
    if event in _LISTENERS:
        for listener in list(_LISTENERS[event]):
            listener(args)
