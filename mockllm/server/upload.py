"""Request bodies off the socket: read whole, or handed on while they are still coming."""

from collections.abc import AsyncIterator
from typing import Literal

from aiohttp import web

__all__ = ["Upload", "still_coming"]

SMALL = 1 << 16
_KEPT = 1 << 20


def still_coming(request: web.BaseRequest) -> bool:
    """Whether there is a body that is worth handing on before it is whole."""
    if not request.body_exists or request.content.is_eof():
        return False
    return request.content_length is None or request.content_length > SMALL


class Upload:
    """The body of a request while it comes, to be read once.

    `trouble` says why it did not come whole: the client left, or it is over `limit` bytes. `kept` is all of it for
    the journal, unless it is large.
    """

    def __init__(self, request: web.BaseRequest, limit: int) -> None:
        self.size = request.content_length
        self.limit = limit
        self.read = 0
        self.trouble: Literal["left", "over"] | None = None
        self._content = request.content
        self._pieces: list[bytes] = []

    @property
    def kept(self) -> bytes:
        """The body, where it is not large."""
        return b"".join(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # By chunks, so that the next hop gets those that came whole as they were.
        while not self._content.at_eof():
            try:
                data, _ = await self._content.readchunk()
            except (web.RequestPayloadError, OSError) as error:
                self.trouble = "left"
                raise ConnectionResetError("The client left while it sent its request.") from error
            self.read += len(data)
            if self.read > self.limit:
                self.trouble = "over"
                raise ConnectionAbortedError("The request is over the limit.")
            self._keep(data)
            if data:
                yield data

    def _keep(self, data: bytes) -> None:
        self._pieces.append(data)
        if self.read > _KEPT:
            self._pieces.clear()
