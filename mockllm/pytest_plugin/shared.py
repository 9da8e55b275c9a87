"""The one server of a test process: its socket listens from the start, the server itself starts when it is needed."""

import os
import select
import socket
import threading
from typing import TYPE_CHECKING

from msgspec import Struct

from mockllm.pytest_plugin.sessions import TestSessions

if TYPE_CHECKING:
    from mockllm.api.home import Home
    from mockllm.api.mock import MockLLM
    from mockllm.api.terms import Chain

__all__ = ["Shared"]


class _Started(Struct):
    home: "Home"
    chain: "Chain"


class Shared:
    """The server and its sessions. The first connection or the first test that needs it starts it."""

    def __init__(self, seed: int = 0) -> None:
        self.sessions = TestSessions()
        self._seed = seed
        self._sock = socket.create_server(("127.0.0.1", 0), backlog=1_024)
        self.url = f"http://127.0.0.1:{self._sock.getsockname()[1]}"
        self._lock = threading.Lock()
        self._started: _Started | None = None
        self._wake = os.pipe()
        self._watch = threading.Thread(target=self._wait, name="mockllm-server-start", daemon=True)
        self._watch.start()

    @property
    def running(self) -> bool:
        """Whether the server has been started."""
        # A server that is being started may have answered already: wait until it is all there.
        with self._lock:
            return self._started is not None

    def start(self) -> _Started:
        """The server, started if need be."""
        with self._lock:
            if self._started is None:
                self._started = self._start()
            return self._started

    def mock(self, name: str) -> "MockLLM":
        """The session of that name as a test sees it."""
        from mockllm.api.mock import MockLLM  # noqa: PLC0415 - not every run needs the server

        started = self.start()
        return MockLLM.within(started.home, started.chain, self.sessions.get(name))

    def stop(self) -> None:
        """End the server and whatever waits for it."""
        os.write(self._wake[1], b"x")
        self._watch.join()
        with self._lock:
            if self._started is not None:
                self._started.home.stop()
            self._started = None
        self._sock.close()
        for end in self._wake:
            os.close(end)

    def _start(self) -> _Started:
        from mockllm.api import Config  # noqa: PLC0415
        from mockllm.api.home import Home  # noqa: PLC0415
        from mockllm.api.terms import chain  # noqa: PLC0415
        from mockllm.engine.settings import Settings  # noqa: PLC0415

        sources = chain()
        config = Config(
            Settings(seed=self._seed),
            sources=sources.sources,
            on_miss="error",
            sessions=self.sessions,
            keeps_replies=True,
        )
        home = Home(config, sock=self._sock)
        home.start()
        return _Started(home, sources)

    def _wait(self) -> None:
        ready, _, _ = select.select([self._sock.fileno(), self._wake[0]], [], [])
        if self._wake[0] not in ready:
            self.start()
