"""Streams that stop at a given text until they are released."""

import asyncio

from mockllm.session import Slot

__all__ = ["HOLDS", "Holds"]


class Holds:
    """The held streams of a session. A release that comes before its stream is kept for it."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._early: list[str] = []

    def held(self) -> list[str]:
        """What the waiting streams are held at."""
        return [name for name, _ in self._waiting]

    async def wait(self, name: str) -> None:
        """Come back when `name` is released."""
        if name in self._early:
            self._early.remove(name)
            return
        waiting = (name, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            await waiting[1]
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def release(self, name: str | None = None) -> int:
        """Let the streams held at `name` go on, or all of them; how many there were."""
        ready = [future for held, future in self._waiting if name in {None, held} and not future.done()]
        for future in ready:
            future.set_result(None)
        if not ready and name is not None and name not in self._early:
            self._early.append(name)
        return len(ready)


HOLDS: Slot[Holds] = Slot("holds", Holds)
