"""One exchange on its way: the request goes up, what comes back goes to the client, and is remembered."""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct

from mockllm.cassette.exchange import Exchange, Request
from mockllm.errors import Failure
from mockllm.exchange import Answer, End, Raw, Recording, Upload
from mockllm.proxy import headers, record
from mockllm.proxy.address import Address
from mockllm.proxy.client import Settings
from mockllm.proxy.dial import Dialer
from mockllm.proxy.failure import UpstreamError
from mockllm.proxy.link import Link
from mockllm.proxy.pool import Pool
from mockllm.proxy.response import Head, Piece
from mockllm.proxy.tee import Tee
from mockllm.wire.coding import LAST_CHUNK, chunked

__all__ = ["Passage", "Ways"]

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
_KEY = "idempotency-key"
_TROUBLES = {
    "left": "the client left before it had sent its request",
    "over": "the request is over the limit of its size",
}


class Ways(Struct, frozen=True):
    """How exchanges go: by which connections, whether they are remembered, what becomes of them without a client.

    `drain` is for how many seconds the rest of a response is read when the client has left.
    """

    settings: Settings
    dialer: Dialer
    pool: Pool
    records: bool
    drain: float


class Passage:
    """An exchange, on its way once it is made.

    `answer` is what the client is told; `over` is called with this when nothing more will happen.
    In the end, `why` tells why there is no whole response; it is empty where there is something to keep.
    """

    why = ""
    _anew = False
    _link: Link | None = None
    _task: asyncio.Task[None] | None = None
    _bound: asyncio.TimerHandle | None = None
    _head: Head | None = None

    def __init__(self, raw: Raw, address: Address, ways: Ways, over: Callable[["Passage"], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._raw = raw
        self._address = address
        self._ways = ways
        self._over: Callable[[Passage], None] | None = over
        started = self._loop.time()
        self._begin()
        # What comes back needs these; they are made while the request is under way.
        self.answer: asyncio.Future[Recording | Answer] = self._loop.create_future()
        self._course = record.Course(started)
        self._sent: list[bytes] = []
        self._tee = Tee(self)
        self._tee.on_leave = self._left

    def _begin(self) -> None:
        """Send the request by a connection that is there, else by a new one."""
        link = None if self._anew else self._ways.pool.kept(self._address.origin)
        if link is not None and self._raw.upload is None:
            self._ask(link)
        else:
            self._task = asyncio.create_task(self._go_up(link))

    def hold(self) -> None:
        """Take no more from the upstream for now."""
        if self._link is not None:
            self._link.hold()

    def go_on(self) -> None:
        """Take more."""
        if self._link is not None:
            self._link.go_on()

    def leave(self) -> None:
        """Go on without the client, as far as that is wanted."""
        self._tee.leave()

    def exchange(self) -> Exchange:
        """What is kept of it."""
        assert self._head is not None
        raw = self._raw
        # In a recording the body is kept in memory, for nothing is written before it is redacted.
        body = b"".join(self._sent) or raw.body
        request = Request(raw.method, self._address.url, headers.kept(raw, self._ways.settings), body)
        return record.exchange(request, self._head, self._course, self._tee.end)

    def headed(self, head: Head) -> None:
        """Tell the client, unless it has left."""
        self._head = head
        self._course.headed = self._loop.time()
        if not self.answer.done():
            upstream = self._address.origin.name
            self.answer.set_result(record.recording(self._raw.method, head, self._tee, upstream))

    def come(self, pieces: Sequence[Piece]) -> None:
        """Pass on a part of the body."""
        self._tee.put([data for data, _ in pieces if data])
        if self._ways.records:
            self._course.pieces.append((self._loop.time(), pieces))

    def ended(self, end: End) -> None:
        """Note how the body ended."""
        self._course.ended = self._loop.time()
        if self._link is not None:
            self._ways.pool.give(self._address.origin, self._link)
        self._finish(end)

    def failed(self, error: UpstreamError) -> None:
        """Try once more where a connection had gone stale, else tell why there is no response."""
        link = self._link
        if link is not None and link.used and not link.heard and not self._anew and _is_repeatable(self._raw):
            self._anew = True
            self._begin()
        else:
            self._fail(f"The upstream {self._address.origin.name} failed: {error}.")

    async def _go_up(self, link: Link | None) -> None:
        try:
            link = link or await self._ways.dialer.dial(self._address.origin)
        except UpstreamError as error:
            self._link = None
            self.failed(error)
            return
        chunks = self._ask(link)
        if self._raw.upload is not None:
            await self._rise(self._raw.upload, link, chunks=chunks)

    def _ask(self, link: Link) -> bool:
        """Send the request, all but a body that is still coming; whether that must go up in chunks."""
        raw = self._raw
        data, chunks = headers.head(raw, self._address, self._ways.settings, link.route.before, link.route.extra)
        if raw.upload is None and chunks:
            data += (chunked(raw.body) if raw.body else b"") + LAST_CHUNK
        elif raw.body:
            data += raw.body
        self._link = link
        link.ask(raw.method, data, self, whole=raw.upload is None)
        return chunks

    async def _rise(self, upload: Upload, link: Link, *, chunks: bool) -> None:
        """Send a body as it comes."""
        try:
            async for data in upload:
                if self._ways.records:
                    self._sent.append(data)
                await link.send(chunked(data) if chunks else data)
            if chunks:
                await link.send(LAST_CHUNK)
            link.end()
        except OSError:
            # What goes wrong with the upstream, the link tells.
            if upload.trouble is not None:
                too_large = Failure("request_too_large", details={"limit": upload.limit, "read": upload.read})
                self._fail(_TROUBLES[upload.trouble], too_large)

    def _left(self) -> None:
        self._bound = self._loop.call_later(self._ways.drain, self._give_up)

    def _give_up(self) -> None:
        self._fail("the client left and the upstream did not end in time")

    def _fail(self, why: str, failure: Failure | None = None) -> None:
        if self._link is not None:
            self._link.drop()
        if not self.answer.done():
            failure = failure or Failure("bad_gateway", message=why)
            self.answer.set_result(Answer(failure=failure, source="upstream", why=(why,)))
        self.why = why
        self._finish("reset")

    def _finish(self, end: End) -> None:
        over, self._over = self._over, None
        if over is None:
            return
        self._tee.finish(end)
        self._tee.on_leave = self._tee.feeder = self._link = None
        if self._bound is not None:
            self._bound.cancel()
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
        over(self)


def _is_repeatable(raw: Raw) -> bool:
    """Whether a request may be sent again that may have been heard (RFC 9110, 9.2.2), and is there to be sent."""
    return raw.upload is None and (raw.method in _REPEATABLE or any(name.lower() == _KEY for name, _ in raw.pairs))
