"""The source that asks the real services: what comes back is passed on as it comes, and kept."""

import asyncio
import errno
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from typing import Protocol

import aiohttp
from aiohttp.base_protocol import BaseProtocol
from aiohttp.client_proto import ResponseHandler
from msgspec import Struct, field
from msgspec.structs import replace
from yarl import URL

from mockllm.ask import Ask
from mockllm.cassette.exchange import Chunk, Exchange, Request, Response, Trace, digest, header
from mockllm.cassette.replay import framed, without_hops
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, End, Pairs, Raw, Recording, Reply, Upload
from mockllm.proxy import client
from mockllm.proxy.client import Settings
from mockllm.proxy.targets import Targets
from mockllm.proxy.tee import Tee
from mockllm.session import Session
from mockllm.vendors.kinds import World

__all__ = ["Keeper", "UpstreamSource"]

_BODYLESS = frozenset({204, 304})
_LARGE = 1 << 19
_TROUBLES = {
    "left": "the client left before it had sent its request",
    "over": "the request is over the limit of its size",
}
_FAILURES = (aiohttp.ClientError, OSError, TimeoutError)


class _Passing(Struct):
    """An exchange on its way: what is known of it so far. Times are in seconds on the loop's clock."""

    request: Request
    going: Pairs
    """The headers that go up; the request is kept without its length."""
    started: float
    tee: Tee
    head: asyncio.Future[Recording | Answer]
    status: int = 0
    reason: str = ""
    headers: Pairs = ()
    headed: float = 0.0
    chunks: list[Chunk] = field(default_factory=list)
    chunked: bool = False
    upload: Upload | None = None
    sent: list[bytes] = field(default_factory=list)

    def take(self, data: bytes, at: float, *, whole: bool) -> None:
        """Note a piece. The end of an HTTP chunk may come alone, after its bytes."""
        if data:
            self.chunks.append(Chunk(data, at - self.started, whole or not self.chunked))
        elif whole and self.chunks:
            self.chunks[-1] = replace(self.chunks[-1], whole=True)


class Keeper(Protocol):
    """Who takes what came back."""

    async def keep(self, exchange: Exchange) -> None:
        """Take an exchange."""

    def drop(self, why: str) -> None:
        """Note that one could not be had."""


class UpstreamSource:
    """Sends requests to `targets` and gives what they answer; with a recorder, what comes back is kept.

    `raw` says whether it is asked before parsing. A client that leaves does not end an exchange that is being
    recorded. Raises MockLLMError where the settings name a bad CA file.
    """

    name = "upstream"
    uploads = True

    def __init__(
        self, targets: Targets, recorder: Keeper | None = None, settings: Settings | None = None, *, raw: bool = True
    ) -> None:
        self.raw = raw
        self._targets = targets
        self._recorder = recorder
        self._settings = settings or Settings()
        self._sent = 0
        if self._settings.ca is not None:
            client.context(self._settings.ca)
        self._client: aiohttp.ClientSession | None = None
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> int:
        """How many exchanges have not ended."""
        return len(self._passing)

    def active(self, _: Session) -> bool:
        """Whether this session may ask: always."""
        return True

    async def answer(self, raw: Raw, _: Ask | None, world: World) -> Answer | Recording | Miss:
        """The upstream's response, its body still coming; a failure where there is none; a miss where none is set."""
        return await self.send(world.vendor.name, raw, world.vendor.mounts)

    async def send(self, vendor: str, raw: Raw, mounts: Sequence[str] = ()) -> Answer | Recording | Miss:
        """As `answer`, for a vendor by its name and mounts."""
        url = self._targets.url(vendor, raw, mounts)
        if url is None:
            return Miss((f"No upstream is set for {vendor}; give one as {vendor}=URL.",))
        if self._settings.most is not None and self._sent >= self._settings.most:
            why = f"No more than {self._settings.most} request(s) may be sent upstream (--max-requests)"
            if self._recorder is not None:
                self._recorder.drop(f"{why[0].lower()}{why[1:]}")
            return Miss((f"{why}.",))
        self._sent += 1
        passing = self._begin(raw, url)
        task = asyncio.create_task(self._pass(passing, url))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        try:
            # The exchange goes on where this is cancelled: what is awaited is not its task.
            return await passing.head
        except asyncio.CancelledError:
            passing.tee.leave()
            raise

    async def settle(self) -> None:
        """Wait until no exchange is under way."""
        while self._passing:
            # From Python 3.12 on, gather() of what is done already gives no other task, and so no callback, its turn.
            await asyncio.wait(self._passing)

    async def close(self) -> None:
        """Let the exchanges under way end, each within its time, then hang up."""
        await self.settle()
        if self._client is not None:
            await self._client.close()
            self._client = None

    def _begin(self, raw: Raw, url: URL) -> _Passing:
        going = client.forwarded(raw, self._settings)
        kept = tuple((name, value) for name, value in going if name.lower() != "content-length")
        loop = asyncio.get_running_loop()
        return _Passing(
            Request(raw.method, str(url), kept, raw.body),
            going,
            loop.time(),
            Tee(),
            loop.create_future(),
            upload=raw.upload,
        )

    async def _pass(self, passing: _Passing, url: URL) -> None:
        """One exchange from request to record."""
        end: End | None = None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(None) as bound:
                drain = self._settings.drain if self._recorder is not None else 0.0
                passing.tee.on_leave = lambda: bound.reschedule(loop.time() + drain)
                if passing.tee.left:
                    passing.tee.on_leave()
                async with self._send(passing, url) as response:
                    end = await self._receive(passing, response)
        except _FAILURES as error:
            self._fail(passing, error, url)
        finally:
            passing.head.cancel()
            passing.tee.finish(end or "reset")
        if end is not None and self._recorder is not None:
            await self._recorder.keep(_exchange(passing, end, loop.time()))

    def _send(self, passing: _Passing, url: URL) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if self._client is None:
            self._client = client.session(self._settings)
        request = passing.request
        return self._client.request(
            request.method,
            url,
            headers=client.sent(passing.going),
            data=self._rising(passing, passing.upload) if passing.upload is not None else _content(request.body),
            allow_redirects=False,
            proxy=client.proxy_for(url, self._settings),
        )

    async def _rising(self, passing: _Passing, upload: Upload) -> AsyncIterator[bytes]:
        """The body as it comes; in a recording it is kept in memory, for nothing is written before it is redacted."""
        async for data in upload:
            if self._recorder is not None:
                passing.sent.append(data)
            yield data

    async def _receive(self, passing: _Passing, response: aiohttp.ClientResponse) -> End:
        loop = asyncio.get_running_loop()
        passing.headed = loop.time()
        passing.status, passing.reason = response.status, response.reason or ""
        passing.headers = client.received(response)
        passing.chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        if not passing.head.done():
            passing.head.set_result(_recording(passing))
        content = response.content
        protocol = response.connection.protocol if response.connection is not None else None
        try:
            # Not `async for`: over an empty body it can spin without end (aiohttp PR 11397).
            while not content.at_eof():
                data, whole = await content.readchunk()
                if self._recorder is not None:
                    passing.take(data, loop.time(), whole=whole)
                if data:
                    await passing.tee.put(data)
        except (aiohttp.ClientError, ConnectionError) as error:
            return "reset" if "ConnectionResetError" in repr(error) else "truncated"
        # A body that ends with its connection is whole where that was closed, and cut off where it was reset: the
        # library takes both for its end.
        return "reset" if _was_reset(protocol) else "eof"

    def _fail(self, passing: _Passing, error: BaseException, url: URL) -> None:
        why, failure = client.cause(error, url), None
        upload = passing.upload
        if upload is not None and upload.trouble is not None:
            why = _TROUBLES[upload.trouble]
            failure = Failure("request_too_large", details={"limit": upload.limit, "read": upload.read})
        elif passing.tee.left:
            why = "the client left and the upstream did not end in time"
        if not passing.head.done():
            failure = failure or Failure("bad_gateway", message=why)
            passing.head.set_result(Answer(failure=failure, source="upstream", why=(why,)))
        if self._recorder is not None:
            self._recorder.drop(why.rstrip("."))


def _was_reset(protocol: BaseProtocol | None) -> bool:
    error = protocol.exception() if isinstance(protocol, ResponseHandler) else None
    return isinstance(error, OSError) and error.errno == errno.ECONNRESET


def _content(body: bytes) -> bytes | BytesIO | None:
    """A body as the client library sends it: a large one piece by piece."""
    return BytesIO(body) if len(body) > _LARGE else body or None


def _recording(passing: _Passing) -> Recording:
    """The response as it is passed on, its body from the tee."""
    headers = without_hops(passing.headers)
    why = (f"from {client.origin(URL(passing.request.uri, encoded=True))}",)
    if passing.request.method == "HEAD" or passing.status in _BODYLESS:
        return Recording(
            Reply(passing.status, headers, frames=(), reason=passing.reason, exact=True), why, source="upstream"
        )
    announced = None if passing.chunked else header(headers, "content-length")
    length = int(announced) if announced is not None else None
    reply = Reply(
        status=passing.status,
        headers=framed(headers, length),
        chunked=length is None,
        reason=passing.reason,
        length=length,
        live=passing.tee,
        exact=True,
    )
    return Recording(reply, why, source="upstream")


def _exchange(passing: _Passing, end: End, ended: float) -> Exchange:
    body = b"".join(chunk.data for chunk in passing.chunks)
    trace = Trace(
        headers_ms=_ms(passing.headed - passing.started),
        chunk_ms=" ".join(f"{_ms(chunk.at)}" for chunk in passing.chunks),
        chunk_sizes=" ".join(f"{len(chunk.data)}{'' if chunk.whole else '+'}" for chunk in passing.chunks),
        end=end,
        end_ms=_ms(ended - passing.started),
        sha256=digest(body),
    )
    request = replace(passing.request, body=b"".join(passing.sent)) if passing.sent else passing.request
    return Exchange(request, Response(passing.status, passing.reason, passing.headers, body, trace))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
