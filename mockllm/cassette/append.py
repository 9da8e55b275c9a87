"""Adding exchanges to the end of a cassette: each in one write, by one recorder at a time, never over what is there."""

import contextlib
import os
import re
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

from mockllm.cassette import layout
from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import load, reason, rewrite, told
from mockllm.errors import MockLLMError

__all__ = ["Appender"]

_CLOSED = {".gz": "compressed", ".json": "JSON", ".har": "HAR"}
"""Suffixes of files to whose end nothing can be added, and what such a file is."""
_BEHIND = re.compile(rb"\n[^\s#-]")
"""The start of something at the top level of a file; items begin with a dash, and all in them is indented."""


class Appender:
    """Adds exchanges to the end of a cassette.

    The file is made with the first exchange, or by `hold`. One to whose end nothing can be added, such as one that
    another program wrote, is first rewritten in our layout, and a torn last item is cut off. Raises MockLLMError where
    the file is not a cassette, cannot be written, or is being written by another recorder.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        kind = _CLOSED.get(self.path.suffix.lower())
        if kind is not None:
            raise MockLLMError(
                f"{told(path)}: a {kind} cassette cannot be appended to; record into a plain .yaml file."
            )
        self.found = load(path) if self.path.exists() else None
        self._size = self.path.stat().st_size if self.found is not None else 0
        self._file: int | None = None
        self._begun = False
        self._made = False
        self._unsynced = False

    def hold(self) -> None:
        """Keep other recorders away from the file from now on, until `close`."""
        try:
            self._taken()
        except OSError as error:
            raise self._refused(error) from error

    def append(self, exchange: Exchange) -> None:
        """Write one exchange behind the others."""
        text = layout.item(exchange)
        try:
            file = self._unchanged(self._taken())
            if not self._begun:
                file, before = self._begin(file)
                text = before + text
            self._size = _write(file, text.encode())
        except OSError as error:
            raise self._refused(error) from error
        self._begun = self._unsynced = True

    def sync(self) -> None:
        """See to it that what was appended is on the disk."""
        if self._file is not None and self._unsynced:
            self._unsynced = False
            os.fsync(self._file)

    def close(self) -> None:
        """Finish writing; a file that was made for nothing goes."""
        if self._file is not None:
            self.sync()
            if self._made and not self._begun and os.fstat(self._file).st_size == 0:
                self.path.unlink(missing_ok=True)
            self._let_go()

    def _begin(self, file: int) -> tuple[int, str]:
        """The file, so that items can be added to it, and the text that must come first."""
        found = self.found
        if found is None or not found.exchanges:
            os.ftruncate(file, 0)
            return file, layout.HEADER
        content = self.path.read_bytes()[: found.good]
        if not content.startswith(layout.HEADER.encode()) or _BEHIND.search(content, len(layout.HEADER) - 1):
            self._let_go()
            rewrite(self.path, list(found.exchanges))
            return self._taken(), ""
        if found.notices:
            os.ftruncate(file, found.good)
        return file, "" if content.endswith(b"\n") else "\n"

    def _taken(self) -> int:
        """The file, open and locked."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._made = self._made or not self.path.exists()
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            if not _locked(self._file):
                self._made = False
                self._let_go()
                raise MockLLMError(
                    f"{told(self.path)}: another recorder is writing this cassette; give each its own with --cassette."
                )
        return self._file

    def _unchanged(self, file: int) -> int:
        """The file, if it is the one at the path and nobody else has written to it."""
        now = os.fstat(file)
        with contextlib.suppress(FileNotFoundError):
            if now.st_size == self._size and os.path.samestat(now, self.path.stat()):
                return file
        raise MockLLMError(
            f"{told(self.path)}: the cassette was changed, replaced or deleted while it was being recorded; "
            "start the recorder anew."
        )

    def _let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _refused(self, error: OSError) -> MockLLMError:
        return MockLLMError(f"{told(self.path)}: cannot write the cassette: {reason(error)}.")


def _locked(file: int) -> bool:
    """Lock a file; False where another holds it. Where files cannot be locked, all may have it."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True


def _write(file: int, content: bytes) -> int:
    """Write all of it, or nothing: half an item would spoil those that come after it. The size of the file then."""
    before = os.fstat(file).st_size
    done = 0
    try:
        while done < len(content):
            done += os.write(file, content[done:])
    except OSError:
        os.ftruncate(file, before)
        raise
    return before + done
