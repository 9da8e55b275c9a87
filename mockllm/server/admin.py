"""The control API over this server: what answers below `/_mockllm/`."""

from mockllm.admin import Desk, Finite, administer
from mockllm.exchange import Raw, Reply
from mockllm.server.app import Server
from mockllm.server.holds import HOLDS
from mockllm.session import Session
from mockllm.vendors.table import VENDORS

__all__ = ["admin", "desk"]

PATTERNS = tuple(pattern for vendor in VENDORS for pattern in vendor.secrets)


async def admin(server: Server, raw: Raw, named: str | None) -> Reply:
    """The reply to a request of the control API."""
    return administer(desk(server), raw, named)


def desk(server: Server) -> Desk:
    """The server as the control API sees it."""
    return Desk(
        server.sessions,
        [source for source in server.engine.chain if isinstance(source, Finite)],
        lambda: _metrics(server),
        _release,
        PATTERNS,
    )


def _metrics(server: Server) -> bytes:
    from mockllm.metrics import render  # noqa: PLC0415 - only who asks pays for it

    return render(server.tally, len(server.sessions.names()), server.pacer.late)


def _release(session: Session, name: str | None) -> int:
    return session.slot(HOLDS).release(name)
