"""A progress bar on stderr for long work, where someone is looking."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

__all__ = ["shown"]

Item = TypeVar("Item")
_LONG = 50


def shown(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a bar if there are many and stderr is a terminal."""
    if len(items) < _LONG or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
