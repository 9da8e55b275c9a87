"""A body that is still coming: what is there leaves at once, and together."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, runtime_checkable

from mockllm.exchange import Frame, Live

__all__ = ["pass_on"]

Sink = Callable[[bytes], Awaitable[None]]


@runtime_checkable
class _Flowing(Protocol):
    """A live body that may be led into a sink, so that no task has to wake for each of its frames."""

    def waiting(self) -> Sequence[Frame]:
        """The frames that are there already; they are not given again."""

    async def flow(self, sink: Sink) -> None:
        """Lead the rest into `sink`; returns when it is over. Raises the ConnectionError that the sink raises."""


async def pass_on(live: Live, head: bytes, framed: Callable[[bytes], bytes], write: Sink) -> None:
    """Write a head and a body as it comes, all but how it ends. Raises ConnectionError where the client leaves."""

    async def sink(data: bytes) -> None:
        await write(framed(data))

    if isinstance(live, _Flowing):
        await write(head + b"".join([framed(frame.data) for frame in live.waiting()]))
        await live.flow(sink)
        return
    await write(head)
    async for frame in live:
        await sink(frame.data)
