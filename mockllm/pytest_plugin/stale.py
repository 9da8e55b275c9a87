"""Requests of finished tests: code that a test has left running may not ask in the session of the next one."""

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from mockllm.pytest_plugin.audit import listen
from mockllm.pytest_plugin.caller import caller, is_ours
from mockllm.pytest_plugin.owners import Owners
from mockllm.pytest_plugin.patches import Patches, installed

__all__ = ["Stale", "StaleError"]


class StaleError(ConnectionRefusedError):
    """A request that was refused because the test it belongs to is over."""


class Stale:
    """Looks at what is sent to the server at `url`. `tell` hears of what is refused; `name` is a test's by its key.

    The test that a client was made in does not matter, nor when its connection was opened: clients are shared. What
    matters is whose code sends.
    """

    def __init__(self, url: str, owners: Owners, name: Callable[[str], str], tell: Callable[[str], None]) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._owners = owners
        self._name = name
        self._tell = tell
        self._told: set[tuple[str, str]] = set()
        self._ours: WeakSet[socket.socket] = WeakSet()
        self._undo: Callable[[], None] = _nothing
        self._patches = Patches()

    def watch(self) -> None:
        """Begin to look."""
        self._undo = listen("socket.connect", self._connecting)
        for name in ("send", "sendall", "sendmsg"):
            self._patches.wrap(socket.socket, name, self._sending)
        uvloop = installed("uvloop")
        if uvloop is not None:  # its loops ask the system by themselves
            self._patches.wrap(uvloop.Loop, "create_connection", self._opening)

    def close(self) -> None:
        """Look no more."""
        self._undo()
        self._patches.undo()

    def _connecting(self, args: tuple[Any, ...]) -> None:
        sock, address = args
        if sock.family == socket.AF_INET and address[:2] == self._server:
            self._check()
            self._ours.add(sock)

    def _sending(self, plain: Any) -> Any:
        def send(sock: socket.socket, *args: Any) -> Any:
            if sock in self._ours:
                self._check()
            return plain(sock, *args)

        return send

    def _opening(self, plain: Any) -> Any:
        def create_connection(loop: Any, factory: Any, host: Any = None, port: Any = None, **options: Any) -> Any:
            if (host, port) == self._server:
                self._check()
            return plain(loop, factory, host, port, **options)

        return create_connection

    def _check(self) -> None:
        owner = self._owners.finished()
        if owner is None or is_ours():
            return
        line = (
            f"a request came from a client of the finished test {self._name(owner)}, from {caller()}: end there what "
            "the test starts, or start it in a fixture of wider scope"
        )
        meeting = owner, self._owners.running()
        if meeting not in self._told:  # clients try again
            self._told.add(meeting)
            self._tell(line)
        raise StaleError(f"mockllm: {line}")


def _nothing() -> None:
    """Nobody listens."""
