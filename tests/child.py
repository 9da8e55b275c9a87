"""A server in a process of its own, for what must not share one with its clients."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

__all__ = ["Child", "serving"]

_URL = re.compile(r"http://(127\.0\.0\.1):(\d+)")


@dataclass(frozen=True, slots=True)
class Child:
    """A running server: where it listens, and its process id."""

    host: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def serving(*command: str, env: Mapping[str, str] | None = None, said: IO[str] | None = None) -> Iterator[Child]:
    """Runs `python -m COMMAND`, which says on its first line where it listens; ends it afterwards.

    What it writes to stderr goes to `said`, or where this process writes its own.
    """
    whole = [sys.executable, "-m", *command]
    process = subprocess.Popen(  # noqa: S603
        whole, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, text=True, env=env
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = _URL.search(line)
        if found is None:
            raise RuntimeError(f"`python -m {' '.join(command)}` did not say where it listens, but {line!r}")
        yield Child(found[1], int(found[2]), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
