"""The aiohttp server: requests off the socket, replies onto it, and nothing decided in between."""

import json
import logging
import time
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from aiohttp import web
from msgspec.structs import replace

from mockllm.engine.route import session_of
from mockllm.engine.way import Engine
from mockllm.errors import Failure
from mockllm.exchange import Raw, Reply
from mockllm.journal import Entry
from mockllm.metrics import Tally
from mockllm.server.fields import fields
from mockllm.server.holds import HOLDS
from mockllm.server.hosts import Hosts
from mockllm.server.pacer import Pacer
from mockllm.server.send import Sender
from mockllm.server.upload import Upload, still_coming
from mockllm.session import Session, Sessions

__all__ = ["Admin", "Server"]

PREFIX = "/_mockllm/"
log = logging.getLogger("mockllm")
_LOCKED = (
    "This server is bound beyond loopback: /_mockllm needs the header Authorization: Bearer TOKEN, with the token of "
    "--token or MOCKLLM_TOKEN, or the one that the server told at its start."
)

Admin = Callable[["Server", Raw, str | None], Awaitable[Reply]]
"""What answers below `/_mockllm/`: the request, with its path below it, and the session that its path names."""


class Server:
    """One server: an engine, its sessions, and how replies are written."""

    def __init__(
        self, engine: Engine, sessions: Sessions, hosts: Hosts, admin: Admin, token: str | None = None
    ) -> None:
        self.engine = engine
        self.sessions = sessions
        self.hosts = hosts
        self.admin = admin
        self.token = token
        self.pacer = Pacer()
        self.tally = Tally()
        self.sender = Sender(self.pacer)
        self.now: Callable[[], float] = time.time
        self.limit = engine.settings.options.body_limit
        self.before: list[Callable[[], None]] = []
        """Called before each request; a watcher reloads files here."""
        self.after: list[Callable[[Entry], None]] = []
        """Called with the entry of each request once it has been answered."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        raw, named, upload = await self._read(request)
        if raw.path.startswith(PREFIX):
            reply = await self._administer(replace(raw, path=raw.path[len(PREFIX) :]), named)
            return await self.sender.send(request, reply, None, self._unheld)
        refused = self.hosts.refusal(raw.headers)
        if refused is not None:
            return await self.sender.send(request, _plain(403, refused), None, self._unheld)
        for each in self.before:
            each()
        session = self.sessions.get(named or raw.headers.get("x-mockllm-session") or self.sessions.current)
        size = len(raw.body) if upload is None else upload.size or 0
        if size > self.limit:
            return await self._too_large(request, raw, session, size)
        reply, entry = await self._respond(raw, session)
        try:
            return await self.sender.send(request, reply, entry, session.slot(HOLDS).wait)
        finally:
            if entry is not None:
                self._answered(session, entry, upload)

    def _answered(self, session: Session, entry: Entry, upload: Upload | None) -> None:
        if upload is not None:
            session.journal.fill(entry, upload.kept)
        self.tally.add(entry)
        for each in self.after:
            each(entry)

    async def _respond(self, raw: Raw, session: Session) -> tuple[Reply, Entry | None]:
        try:
            return await self.engine.respond(raw, session, self.now())
        except Exception:
            # The one broad net: a mistake of ours is the vendor's server error for the client, and a traceback in the
            # log for us; the server goes on.
            log.exception("%s %s failed", raw.method, raw.target)
            return self.engine.refuse(raw, session, self.now(), Failure("server_error")), None

    async def _too_large(self, request: web.BaseRequest, raw: Raw, session: Session, size: int) -> web.StreamResponse:
        failure = Failure("request_too_large", details={"limit": self.limit, "read": size})
        reply = self.engine.refuse(raw, session, self.now(), failure)
        return await self.sender.send(request, reply, None, self._unheld)

    async def _administer(self, raw: Raw, named: str | None) -> Reply:
        if raw.path != "health":
            refused = self.hosts.refusal(raw.headers)
            if refused is not None:
                return _plain(403, refused)
            given = raw.headers.get("authorization", "").encode()
            if self.token is not None and not compare_digest(given, f"Bearer {self.token}".encode()):
                return _plain(401, _LOCKED)
        return await self.admin(self, raw, named)

    async def _read(self, request: web.BaseRequest) -> tuple[Raw, str | None, Upload | None]:
        """The request, the session that its path names, and the body where it is left to be read."""
        pairs, headers = fields(request.raw_headers)
        target = request.raw_path
        path, _, query = target.partition("?")
        if not path.startswith("/") or "%" in path:
            path = request.path
        named, path = session_of(path)
        if "expect" in headers and headers["expect"].lower() == "100-continue":
            _go_on(request)
        upload: Upload | None = None
        body = b""
        if request.content.is_eof():
            body = request.content.read_nowait()
        elif self.engine.takes_uploads and not path.startswith(PREFIX) and still_coming(request):
            upload = Upload(request, self.limit)
        else:
            body = await request.content.read()
        base = f"{request.scheme}://{headers.get('host', '')}" + (f"/s/{named}" if named else "")
        asked = request.query if query else {}
        return Raw(request.method, path, asked, headers, pairs, body, target, base, upload), named, upload

    @staticmethod
    async def _unheld(_: str) -> None:
        return None


def _go_on(request: web.BaseRequest) -> None:
    """Ask a client for the body that it holds back until it is wanted (RFC 9110, 10.1.1)."""
    if request.transport is not None and request.version >= (1, 1):
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def _plain(status: int, text: str) -> Reply:
    return Reply(status, (("content-type", "application/json"),), json.dumps({"error": text}).encode())
