"""A body that is still coming: what is there leaves at once, and together."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Protocol, TypeGuard, runtime_checkable

from mockllm.exchange import Frame, Live

__all__ = ["pass_on"]

Sink = Callable[[Sequence[bytes]], bool]


class _Wire(Protocol):
    """The way to one client."""

    def framed(self, data: bytes) -> bytes:
        """A piece of the body as it is sent."""

    def push(self, data: bytes) -> bool:
        """Write bytes as they are; whether the client keeps up. Raises ConnectionError where it has left."""

    async def drained(self) -> None:
        """Wait until the client has kept up. Raises ConnectionError where it leaves."""


@runtime_checkable
class _Flowing(Protocol):
    """A live body that may be led into a sink, so that no task has to wake for each of its frames."""

    def waiting(self) -> Sequence[Frame]:
        """The frames that are there already; they are not given again."""

    async def flow(self, sink: Sink, drained: Callable[[], Awaitable[None]]) -> None:
        """Lead the rest into `sink`, what came together in one call; returns when it is over.

        Where the sink says that the client does not keep up, `drained` is awaited before more is given. Raises the
        ConnectionError that they raise.
        """


async def pass_on(live: Live, head: bytes, wire: _Wire) -> None:
    """Write a head and a body as it comes, all but how it ends. Raises ConnectionError where the client leaves."""

    def sink(pieces: Sequence[bytes]) -> bool:
        return wire.push(b"".join(map(wire.framed, pieces)))

    if _is_flowing(live):
        if not wire.push(head + b"".join([wire.framed(frame.data) for frame in live.waiting()])):
            await wire.drained()
        await live.flow(sink, wire.drained)
        return
    wire.push(head)
    async for frame in live:
        if not sink([frame.data]):
            await wire.drained()


def _is_flowing(live: Live) -> TypeGuard[_Flowing]:
    return _flows(type(live))


@cache
def _flows(kind: type[Live]) -> bool:
    # To look at what a class can do takes longer than all else that stands before the first byte of an answer.
    return issubclass(kind, _Flowing)
