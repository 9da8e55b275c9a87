"""The line of a project or its tests that is behind a call."""

import os
import sys
import sysconfig
import threading
from types import FrameType

__all__ = ["caller", "is_ours"]

_OWN_THREADS = "mockllm-server"
_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - compared with the names of code


def caller() -> str:
    """The innermost line that is neither of a library nor ours, as `file:line`."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the line that connected
    first = None
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((_PACKAGE, "<")):
            first = first or frame
            if not file.startswith(_LIBRARIES) and "site-packages" not in file:
                return f"{file}:{frame.f_lineno}"
        frame = frame.f_back
    return "an unknown line" if first is None else f"{first.f_code.co_filename}:{first.f_lineno}"


def is_ours() -> bool:
    """Whether this is a thread of our server."""
    return threading.current_thread().name.startswith(_OWN_THREADS)
