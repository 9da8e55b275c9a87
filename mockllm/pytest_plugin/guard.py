"""Connections that a test process may not make: to known model vendors, or to anything but this machine."""

import asyncio
import ipaddress
import os
import socket
import sys
import sysconfig
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from mockllm.vendors.table import VENDORS

__all__ = ["EgressError", "Guard"]

OTHERS = (
    "api.cohere.com",
    "api.deepseek.com",
    "api.fireworks.ai",
    "api.groq.com",
    "api.mistral.ai",
    "api.perplexity.ai",
    "api.together.xyz",
    "api.x.ai",
    "generativelanguage.googleapis.com",
    "inference.ai.azure.com",
    "models.inference.ai.azure.com",
    "openai.azure.com",
)
"""Hosts of model services that we do not stand in for."""

_OWN_THREADS = "mockllm-server"
_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - compared with the names of code


class EgressError(ConnectionRefusedError):
    """A connection that was refused because it would have left for a real service."""


class Guard:
    """Looks at every name that is resolved and every address that is connected to. `tell` hears of what is refused."""

    def __init__(self, mode: str, tell: Callable[[str], None]) -> None:
        self._mode = mode
        self._tell = tell
        self._hosts = {urlsplit(vendor.upstream).hostname or "" for vendor in VENDORS if vendor.upstream} | set(OTHERS)
        self._undo: list[Callable[[], None]] = []

    def set(self) -> None:
        """Begin to look."""
        if self._mode == "off":
            return
        self._patch(socket, "getaddrinfo", self._resolving)
        self._patch(asyncio.BaseEventLoop, "getaddrinfo", self._resolving_later)
        self._patch(socket.socket, "connect", self._connecting)
        self._patch(socket.socket, "connect_ex", self._connecting)

    def _resolving(self, plain: Any) -> Any:
        def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
            self._check(host)
            return plain(host, *args, **options)

        return getaddrinfo

    def _resolving_later(self, plain: Any) -> Any:
        # In the loop, where whoever awaits is still on the stack; the thread that resolves does not know them.
        def getaddrinfo(loop: Any, host: Any, *args: Any, **options: Any) -> Any:
            self._check(host)
            return plain(loop, host, *args, **options)

        return getaddrinfo

    def _connecting(self, plain: Any) -> Any:
        def connect(sock: socket.socket, address: Any) -> Any:
            if sock.family in {socket.AF_INET, socket.AF_INET6}:
                self._check(address[0])
            return plain(sock, address)

        return connect

    def lift(self) -> None:
        """Look no more."""
        while self._undo:
            self._undo.pop()()

    def _patch(self, owner: Any, name: str, wrap: Callable[[Any], Any]) -> None:
        own = name in vars(owner)
        plain = getattr(owner, name)
        setattr(owner, name, wrap(plain))
        self._undo.append(lambda: setattr(owner, name, plain) if own else delattr(owner, name))

    def _check(self, host: Any) -> None:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
        if not self._refuses(name.lower().rstrip(".")) or threading.current_thread().name.startswith(_OWN_THREADS):
            return
        line = f"a connection to {name} was refused (mockllm_egress = {self._mode}), from {_caller()}"
        self._tell(line)
        raise EgressError(f"mockllm: {line}")

    def _refuses(self, name: str) -> bool:
        if self._mode == "all":
            return not _is_here(name)
        return any(name == host or name.endswith(f".{host}") for host in self._hosts)


def _is_here(name: str) -> bool:
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _caller() -> str:
    """The innermost line that is neither of a library nor ours."""
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
