"""Whose code is running: the test that started it, whatever thread, pool or task it runs in."""

import asyncio
import contextlib
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from mockllm.pytest_plugin.caller import begun, submitted, submitter
from mockllm.pytest_plugin.patches import Patches

__all__ = ["Owners"]

_OWNER: ContextVar[str | None] = ContextVar("mockllm_owner")


class Owners:
    """Code belongs to the test that started its thread, pool job or task; to nobody where none did.

    `running` names the test that runs. Code of a finished test that takes work, from a queue or a listening socket, is
    a worker that outlives its test on purpose: from then on it belongs to nobody.
    """

    def __init__(self, running: Callable[[], str]) -> None:
        self.running = running
        self._threads: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()
        self._patches = Patches()

    def watch(self) -> None:
        """Begin to note who starts what."""
        self._patches.wrap(threading.Thread, "start", self._starting)
        self._patches.wrap(ThreadPoolExecutor, "submit", self._submitting)
        self._patches.wrap(queue.Queue, "get", self._taking)
        self._patches.wrap(socket.socket, "accept", self._taking)
        self._patches.wrap(asyncio.Queue, "get", self._taking_later)

    def close(self) -> None:
        """Note no more."""
        self._patches.undo()

    @staticmethod
    def begin(owner: str | None) -> None:
        """What this thread does from now on belongs to `owner`."""
        _OWNER.set(owner)

    @staticmethod
    @contextlib.contextmanager
    def nobody() -> Iterator[None]:
        """What is started within belongs to nobody: it may serve several tests."""
        token = _OWNER.set(None)
        try:
            yield
        finally:
            _OWNER.reset(token)

    def finished(self) -> str | None:
        """The test to which the running code belongs, if that is over."""
        try:
            owner = _OWNER.get()
        except LookupError:  # a thread begins with an empty context
            owner = self._threads.get(threading.current_thread())
        return None if owner == self.running() else owner

    def _starting(self, plain: Any) -> Any:
        def start(thread: threading.Thread) -> None:
            owner = _OWNER.get(self._threads.get(threading.current_thread()))
            # The jobs of multiprocessing's pools cannot be told apart.
            if owner is not None and type(thread).__module__ != "multiprocessing.dummy":
                self._threads[thread] = owner
            begun(thread)
            plain(thread)

        return start

    def _submitting(self, plain: Any) -> Any:
        def submit(pool: ThreadPoolExecutor, function: Any, /, *args: Any, **options: Any) -> Any:
            owner = _OWNER.get(self._threads.get(threading.current_thread()))
            line = submitter()

            def job() -> Any:
                token = _OWNER.set(owner)
                try:
                    with submitted(line):
                        return function(*args, **options)
                finally:
                    _OWNER.reset(token)

            return plain(pool, job)

        return submit

    def _taking(self, plain: Any) -> Any:
        def take(source: Any, *args: Any, **options: Any) -> Any:
            found = plain(source, *args, **options)
            self._let_go()
            return found

        return take

    def _taking_later(self, plain: Any) -> Any:
        async def take(source: Any) -> Any:
            found = await plain(source)
            self._let_go()
            return found

        return take

    def _let_go(self) -> None:
        if self.finished() is not None:
            _OWNER.set(None)
