"""Where a server runs for tests: on a thread with its own loop, or on the loop of whoever starts it."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from mockllm.api import Config, build
from mockllm.errors import MockLLMError
from mockllm.server.app import Server
from mockllm.server.run import Running, start

__all__ = ["THREAD", "Home"]

Value = TypeVar("Value")

THREAD = "mockllm-server"
"""How the names of all threads of a server start."""

_START_SECONDS = 30.0


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose clock goes on where a test has stopped the time."""

    def time(self, _clock: Callable[[], float] = time.perf_counter) -> float:
        return _clock()


class Home:
    """One server and the loop that it runs on. `sock` is a socket that listens already; else `port` is taken."""

    def __init__(self, config: Config, port: int = 0, sock: socket.socket | None = None) -> None:
        self.server: Server = build(config)
        self._config = config
        self._port = port
        self._sock = sock
        self._running: Running | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the server listens. Raises MockLLMError while it does not."""
        if self._running is None:
            raise MockLLMError("This server is not running; use it in a with statement.")
        return self._running.url

    def start(self) -> None:
        """Start the server on a thread; returns once it listens."""
        loop = self._loop = _Loop()
        loop.set_default_executor(ThreadPoolExecutor(4, thread_name_prefix=THREAD))
        self._thread = threading.Thread(target=self._serve, args=(loop,), name=THREAD, daemon=True)
        self._thread.start()
        try:
            self._running = asyncio.run_coroutine_threadsafe(self._begun(), loop).result(_START_SECONDS)
        except MockLLMError:
            self.stop()
            raise

    async def begin(self) -> None:
        """Start the server on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._running = await self._begun()

    def stop(self) -> None:
        """End the server and its thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        if self._running is not None:
            self.wait(self._running.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        self._loop = self._thread = self._running = None

    async def end(self) -> None:
        """End the server on the running loop."""
        if self._running is not None:
            await self._running.stop()
        self._loop = self._running = None

    def wait(self, coroutine: Coroutine[Any, Any, Value]) -> Value:
        """What a coroutine returns that runs on the server's thread."""
        if self._loop is None or self._thread is None:
            coroutine.close()
            raise MockLLMError("Only a server on a thread of its own can be waited for.")
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def call(self, function: Callable[[], Value]) -> Value:
        """What a function returns that runs on the server's loop, where nothing else happens meanwhile."""
        if self._thread is None or threading.current_thread() is self._thread:
            return function()

        async def called() -> Value:
            return function()

        return self.wait(called())

    async def _begun(self) -> Running:
        return await start(self.server, self._config.host, self._port, self._sock)

    @staticmethod
    def _serve(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            # Answers that stand still, or are slow, may outlive their clients.
            under_way = asyncio.all_tasks(loop)
            for task in under_way:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*under_way, return_exceptions=True))
            with contextlib.suppress(RuntimeError):
                loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
