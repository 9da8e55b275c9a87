"""What answers below `/_mockllm/`."""

from mockllm.exchange import Raw, Reply
from mockllm.server.app import Server
from mockllm.wire.layout import compact

__all__ = ["admin"]


async def admin(server: Server, raw: Raw, named: str | None) -> Reply:
    """The reply to a request of the control API."""
    del server, named
    if raw.path == "health":
        return Reply(200, (("content-type", "application/json"),), compact({"status": "ok"}))
    return Reply(404, (("content-type", "application/json"),), compact({"error": f"There is no /_mockllm/{raw.path}."}))
