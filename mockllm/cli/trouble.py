"""Requests that nothing answered, told on stderr while the server runs, where someone is looking."""

import sys
from collections.abc import Iterator

import click

from mockllm.cassette.secrets import of
from mockllm.journal import Entry
from mockllm.server.app import Server
from mockllm.session import Bounded

__all__ = ["Trouble", "tell_trouble"]

_MOST_KNOWN = 1_000


def tell_trouble(server: Server) -> None:
    """Tell what goes wrong with the requests of a server, if stderr is a terminal."""
    if sys.stderr.isatty():
        server.after.append(Trouble())


class Trouble:
    """Misses, refused calls and paths that are not served, with the reasons that the journal has; each is told once."""

    def __init__(self) -> None:
        self._told: Bounded[None] = Bounded(_MOST_KNOWN)

    def __call__(self, entry: Entry) -> None:
        """Tell what is wrong with a request that was answered."""
        lines = [of(entry.headers, entry.target).hide(line) for line in _lines(entry)]
        if len(lines) > 1 and (text := "\n".join(lines)) not in self._told:
            self._told[text] = None
            click.echo(text, err=True)


def _lines(entry: Entry) -> Iterator[str]:
    yield f"mockllm: {entry.method} {entry.path} got {entry.status}"
    found = entry.why if entry.source == "miss" or (entry.status == 404 and not entry.endpoint) else entry.problems
    yield from (f"  {line}" for each in found for line in each.splitlines())
