"""A body that is still coming, written straight to its transport: what is there leaves at once, and together."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from aiohttp import web

from mockllm.exchange import Frame, Live, Reply
from mockllm.server.written import head
from mockllm.wire.coding import LAST_CHUNK, chunked

__all__ = ["pass_on"]


@runtime_checkable
class _Buffered(Protocol):
    """A live body that tells what need not be waited for."""

    def waiting(self) -> Sequence[Frame]:
        """The frames that are there already; they are not given again."""


def _waiting(live: Live) -> Sequence[Frame]:
    return live.waiting() if isinstance(live, _Buffered) else ()


async def pass_on(request: web.Request, reply: Reply, live: Live) -> bool:
    """Write a reply as it comes, all but how it ends where it breaks off.

    False, and nothing is written, where it has to be written in another way. Raises ConnectionError where the client
    leaves.
    """
    data = head(request, reply) if reply.exact else None
    transport, writer = request.transport, request.writer
    if data is None or transport is None:
        return False
    frame = chunked if reply.length is None else bytes
    data += b"".join([frame(each.data) for each in _waiting(live)])
    frames = aiter(live)
    while True:
        if transport.is_closing():
            raise ConnectionResetError
        transport.write(data)
        await writer.drain()
        following = await anext(frames, None)
        if following is None:
            break
        data = b"".join([frame(each.data) for each in (following, *_waiting(live))])
    if live.end == "eof" and reply.length is None:
        transport.write(LAST_CHUNK)
    return True
