"""An engine that keeps what it answered, so that a test can look at it and a failed test can be kept as a cassette."""

from collections.abc import AsyncIterator

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest
from mockllm.engine.way import Engine
from mockllm.exchange import End, Frame, Live, Raw, Reply
from mockllm.journal import Entry
from mockllm.session import Bounded, Session, Slot
from mockllm.wire.coding import unframed

__all__ = ["Kept", "Tapped", "kept"]

MOST = 1_000


class Kept(Struct):
    """A request as it came and the reply to it; `pieces` are what a live reply has brought so far."""

    raw: Raw
    entry: Entry
    reply: Reply
    pieces: list[bytes] = field(default_factory=list)

    def exchange(self) -> Exchange:
        """The two as a cassette holds them. The address is the one that the client asked, without its session."""
        reply, body = self.reply, self._body()
        request = Request(self.raw.method, self.raw.base + _target(self.raw), self.raw.pairs, self.raw.body)
        sizes = [len(frame.data) for frame in reply.frames or () if frame.data]
        trace = Trace(
            chunk_ms=" ".join("0.0" for _ in sizes),
            chunk_sizes=" ".join(map(str, sizes)),
            end=reply.end,
            sha256=digest(body),
        )
        plain_one = reply.end == "eof" and not sizes
        headers = tuple(pair for pair in reply.headers if pair[0].lower() != "content-length")
        return Exchange(
            request, Response(reply.status, reply.reason or "", headers, body, None if plain_one else trace)
        )

    def _body(self) -> bytes:
        reply = self.reply
        if reply.live is not None:
            return b"".join(self.pieces)
        if reply.burst is not None:
            return unframed(reply.burst[0]) + reply.burst[1]
        if reply.frames is not None:
            return b"".join(frame.data for frame in reply.frames)
        return reply.body


_KEPT: Slot[Bounded[Kept]] = Slot("kept replies", lambda: Bounded(MOST))


class Tapped(Engine):
    """An engine whose sessions keep their replies."""

    async def respond(self, raw: Raw, session: Session, now: float, *, inner: bool = False) -> tuple[Reply, Entry]:
        """As the engine does; the reply is kept."""
        reply, entry = await super().respond(raw, session, now, inner=inner)
        found = Kept(raw, entry, reply)
        session.slot(_KEPT)[str(entry.number)] = found
        if reply.live is not None:
            reply = replace(reply, live=_Noted(reply.live, found.pieces))
        return reply, entry


def kept(session: Session, entry: Entry) -> Kept | None:
    """What was kept of an entry."""
    return session.slot(_KEPT).get(str(entry.number))


class _Noted:
    """A live body whose pieces are noted as they pass."""

    def __init__(self, live: Live, pieces: list[bytes]) -> None:
        self._live = live
        self._pieces = pieces
        self.end: End = "eof"

    async def __aiter__(self) -> AsyncIterator[Frame]:
        async for frame in self._live:
            self._pieces.append(frame.data)
            yield frame
        self.end = self._live.end

    async def aclose(self) -> None:
        """Let go of the frames."""
        await self._live.aclose()


def _target(raw: Raw) -> str:
    return raw.path + ("?" + raw.target.partition("?")[2] if "?" in raw.target else "")
