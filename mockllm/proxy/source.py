"""The source that asks the real services: what comes back is passed on as it comes, and kept."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from mockllm.ask import Ask
from mockllm.cassette.exchange import Exchange
from mockllm.errors import Miss, counted
from mockllm.exchange import Answer, Raw, Recording
from mockllm.proxy.client import Settings, context
from mockllm.proxy.dial import Dialer
from mockllm.proxy.passage import Passage, Ways
from mockllm.proxy.pool import Pool
from mockllm.proxy.targets import Targets
from mockllm.session import Session
from mockllm.vendors.kinds import World

__all__ = ["Keeper", "UpstreamSource"]


class Keeper(Protocol):
    """Who takes what came back."""

    async def keep(self, exchange: Exchange) -> None:
        """Take an exchange."""

    def drop(self, why: str) -> None:
        """Note that one could not be had."""


class UpstreamSource:
    """Sends requests to `targets` and gives what they answer; with a recorder, what comes back is kept.

    `raw` says whether it is asked before parsing. A client that leaves does not end an exchange that is being
    recorded. Raises MockLLMError where the settings name a bad CA file.
    """

    name = "upstream"
    uploads = True

    def __init__(
        self, targets: Targets, recorder: Keeper | None = None, settings: Settings | None = None, *, raw: bool = True
    ) -> None:
        self.raw = raw
        self._targets = targets
        self._recorder = recorder
        self._settings = settings or Settings()
        self._sent = 0
        if self._settings.ca is not None:
            context(self._settings.ca)
        recorded = recorder is not None
        self._pool = Pool()
        self._ways = Ways(
            self._settings, Dialer(self._settings), self._pool, recorded, self._settings.drain if recorded else 0.0
        )
        self._passing: set[Passage] = set()
        self._none = asyncio.Event()
        self._keeping: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> int:
        """How many exchanges have not ended."""
        return len(self._passing)

    def active(self, _: Session) -> bool:
        """Whether this session may ask: always."""
        return True

    async def answer(self, raw: Raw, _: Ask | None, world: World) -> Answer | Recording | Miss:
        """The upstream's response, its body still coming; a failure where there is none; a miss where none is set."""
        return await self.send(world.vendor.name, raw, world.vendor.mounts)

    async def send(self, vendor: str, raw: Raw, mounts: Sequence[str] = ()) -> Answer | Recording | Miss:
        """As `answer`, for a vendor by its name and mounts."""
        address = self._targets.address(vendor, raw, mounts)
        if address is None:
            return Miss((f"No upstream is set for {vendor}; give one as {vendor}=URL.",))
        if self._settings.most is not None and self._sent >= self._settings.most:
            why = f"No more than {counted(self._settings.most, 'request')} may be sent upstream (--max-requests)"
            if self._recorder is not None:
                self._recorder.drop(f"{why[0].lower()}{why[1:]}")
            return Miss((f"{why}.",))
        self._sent += 1
        passage = Passage(raw, address, self._ways, self._over)
        self._passing.add(passage)
        try:
            # The exchange goes on where this is cancelled.
            return await passage.answer
        except asyncio.CancelledError:
            passage.leave()
            raise

    async def settle(self) -> None:
        """Wait until no exchange is under way."""
        while self._passing:
            self._none.clear()
            await self._none.wait()

    async def close(self) -> None:
        """Let the exchanges under way end, each within its time, then hang up."""
        await self.settle()
        self._pool.close()

    def _over(self, passage: Passage) -> None:
        """Keep what has ended."""
        if self._recorder is None or passage.why:
            if self._recorder is not None:
                self._recorder.drop(passage.why.rstrip("."))
            self._gone(passage)
            return
        task = asyncio.create_task(self._keep(passage, self._recorder))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _keep(self, passage: Passage, recorder: Keeper) -> None:
        try:
            await recorder.keep(passage.exchange())
        finally:
            self._gone(passage)

    def _gone(self, passage: Passage) -> None:
        self._passing.discard(passage)
        if not self._passing:
            self._none.set()
