"""A body that is still coming, written straight to its transport: what is there leaves at once, and together."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, runtime_checkable

from aiohttp import web

from mockllm.exchange import Frame, Live, Reply
from mockllm.server.written import head
from mockllm.wire.coding import LAST_CHUNK, chunked

__all__ = ["pass_on"]


@runtime_checkable
class _Flowing(Protocol):
    """A live body that may be led into a sink, so that no task has to wake for each of its frames."""

    def waiting(self) -> Sequence[Frame]:
        """The frames that are there already; they are not given again."""

    async def flow(self, sink: Callable[[bytes], Awaitable[None]]) -> None:
        """Lead the rest into `sink`; returns when it is over. Raises the ConnectionError that the sink raises."""


async def pass_on(request: web.Request, reply: Reply, live: Live) -> bool:
    """Write a reply as it comes, all but how it ends where it breaks off.

    False, and nothing is written, where it has to be written in another way. Raises ConnectionError where the client
    leaves.
    """
    if not reply.exact or not isinstance(live, _Flowing):
        return False
    begin = head(request, reply)
    transport, writer = request.transport, request.writer
    if begin is None or transport is None:
        return False
    framed = chunked if reply.length is None else bytes

    async def sink(data: bytes) -> None:
        if transport.is_closing():
            raise ConnectionResetError
        transport.write(framed(data))
        await writer.drain()

    transport.write(begin + b"".join([framed(frame.data) for frame in live.waiting()]))
    await live.flow(sink)
    if live.end == "eof" and reply.length is None:
        transport.write(LAST_CHUNK)
    return True
