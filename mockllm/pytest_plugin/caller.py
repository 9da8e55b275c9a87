"""The line of a project or its tests that is behind a call, through threads and pools of them."""

import os
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from weakref import WeakKeyDictionary

__all__ = ["begun", "caller", "is_ours", "submitted", "submitter"]

_OWN_THREADS = "mockllm-server"
_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib", "scripts")})
_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - compared with the names of code


_STARTED: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()
_SUBMITTED: ContextVar[str | None] = ContextVar("mockllm_submitted", default=None)


def caller() -> str:
    """The innermost line that is neither of a library nor ours, as `file:line`.

    In a thread that runs none, the line that started it; else the thread itself, or the first line of a library.
    """
    line = _line(sys._getframe(1))  # noqa: SLF001 - the line that connected
    if line is not None:
        return line
    thread = threading.current_thread()
    started = _origin()
    if started is not None:
        return f"{started}, which started the thread {thread.name!r}"
    if thread is not threading.main_thread():
        return f"the thread {thread.name!r}"
    return _line(sys._getframe(1), ()) or "an unknown line"  # noqa: SLF001


def begun(thread: threading.Thread) -> None:
    """Note who starts a thread."""
    line = _line(sys._getframe(1)) or _origin()  # noqa: SLF001
    if line is not None:
        _STARTED[thread] = line


@contextmanager
def submitted(line: str | None) -> Iterator[None]:
    """What is done within was given to a pool of threads by this line."""
    token = _SUBMITTED.set(line)
    try:
        yield
    finally:
        _SUBMITTED.reset(token)


def submitter() -> str | None:
    """The line that gives a job to a pool of threads."""
    return _line(sys._getframe(1)) or _origin()  # noqa: SLF001


def _origin() -> str | None:
    return _SUBMITTED.get() or _STARTED.get(threading.current_thread())


def _line(frame: FrameType | None, libraries: tuple[str, ...] = _LIBRARIES) -> str | None:
    """The innermost line from a frame on that is not ours and not below `libraries`."""
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((_PACKAGE, "<", *libraries)) and not (libraries and "site-packages" in file):
            return f"{file}:{frame.f_lineno}"
        frame = frame.f_back
    return None


def is_ours() -> bool:
    """Whether this is a thread of our server."""
    return threading.current_thread().name.startswith(_OWN_THREADS)
