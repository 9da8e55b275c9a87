"""Connections that have answered and may do so again."""

import asyncio

from mockllm.proxy.address import Origin
from mockllm.proxy.link import Link

__all__ = ["Pool"]

_KEPT_SECONDS = 15.0


class Pool:
    """Keeps connections, by server, for some seconds after their last response."""

    def __init__(self) -> None:
        self._kept: dict[str, list[tuple[float, Link]]] = {}
        self._sweep: asyncio.TimerHandle | None = None

    def kept(self, server: Origin) -> Link | None:
        """A connection that is open still, the latest first; None where there is none."""
        links = self._kept.get(server.name)
        while links:
            _, link = links.pop()
            if link.open:
                return link
        return None

    def give(self, server: Origin, link: Link) -> None:
        """Take back a connection; one that cannot be used again is dropped."""
        if not link.stays:
            link.drop()
            return
        loop = asyncio.get_running_loop()
        self._kept.setdefault(server.name, []).append((loop.time() + _KEPT_SECONDS, link))
        if self._sweep is None:
            self._sweep = loop.call_later(_KEPT_SECONDS, self._look)

    def close(self) -> None:
        """Hang up."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for links in self._kept.values():
            for _, link in links:
                link.drop()
        self._kept.clear()

    def _look(self) -> None:
        """Drop what nobody has wanted for long."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for name, links in list(self._kept.items()):
            for due, link in links:
                if due <= now:
                    link.drop()
            self._kept[name] = [each for each in links if each[0] > now]
        soonest = min((due for links in self._kept.values() for due, _ in links), default=None)
        self._sweep = None if soonest is None else loop.call_at(soonest, self._look)
