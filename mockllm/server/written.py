"""What a handler returns when everything has been written already."""

from aiohttp import web

__all__ = ["written"]


class _Written(web.StreamResponse):
    """A response that writes nothing."""

    def __init__(self, *, keep_alive: bool) -> None:
        super().__init__()
        self._stays = keep_alive

    @property
    def keep_alive(self) -> bool | None:
        return self._stays

    async def prepare(self, request: web.BaseRequest) -> None:  # noqa: ARG002 - aiohttp's signature
        return None

    async def write_eof(self, data: bytes = b"") -> None:  # noqa: ARG002 - aiohttp's signature
        return None


_STAYS: _Written | None = None
_CLOSES: _Written | None = None


def written(*, keep_alive: bool) -> web.StreamResponse:
    """The response of a request that was answered on its transport."""
    global _STAYS, _CLOSES
    if _STAYS is None or _CLOSES is None:
        _STAYS, _CLOSES = _Written(keep_alive=True), _Written(keep_alive=False)
    return _STAYS if keep_alive else _CLOSES
