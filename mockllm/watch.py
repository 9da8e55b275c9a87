"""Scenario files that are read again when they change; a broken edit keeps the old rules and says so."""

from collections.abc import Callable, Sequence
from pathlib import Path

from mockllm.errors import MockLLMError
from mockllm.scenario.files import load, named
from mockllm.scenario.lint import lint
from mockllm.scenario.script import Script

__all__ = ["Watch"]

State = tuple[tuple[str, int, int], ...]


class Watch:
    """The script of files, read again where `look` finds them changed.

    `tell` is told of every change, and of what cannot be meant so, a line each.

    Raises MockLLMError where the files are no good to begin with.
    """

    def __init__(self, paths: Sequence[Path], tell: Callable[[str], None]) -> None:
        self._paths = tuple(paths)
        self._tell = tell
        self._script = load(self._paths)
        self._files = tuple(named(self._paths))
        self._state = self._look()
        self._doubt()

    def current(self) -> Script:
        """The script as it was last good."""
        return self._script

    def look(self) -> None:
        """Read the files again if one of them changed, came or went."""
        state = self._look()
        if state == self._state:
            return
        self._state = state
        try:
            self._script = load(self._paths)
            self._files = tuple(named(self._paths))
        except MockLLMError as error:
            self._tell(f"{error}; the old rules stay")
            return
        self._state = self._look()
        self._tell(f"read again: {', '.join(str(path) for path in self._paths)}")
        self._doubt()

    def _doubt(self) -> None:
        for line in lint(self._script):
            self._tell(line)

    def _look(self) -> State:
        """Name, size and time of change of every file; a folder changes when its files come and go."""
        found = []
        for path in (*self._paths, *self._files):
            try:
                stat = path.stat()
            except OSError:
                found.append((str(path), -1, 0))
            else:
                found.append((str(path), stat.st_size if path.is_file() else 0, stat.st_mtime_ns))
        return tuple(found)
