"""Opening connections to upstreams: names, sockets, TLS, and the proxies in between."""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from aiohappyeyeballs import start_connection

from mockllm.exchange import End
from mockllm.proxy.address import Origin, origin
from mockllm.proxy.client import Settings, context, proxy_for
from mockllm.proxy.failure import UpstreamError
from mockllm.proxy.link import Link, Route
from mockllm.proxy.response import Head, Piece

__all__ = ["Dialer"]

_SECONDS = 10
"""How long each step may take."""
_STAGGER = 0.25
"""Seconds after which the next address of a name is tried beside the one before (RFC 8305, 8)."""
_UNREACHED: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "its name cannot be resolved"),
    (TimeoutError, "it did not answer in time"),
    (OSError, "it cannot be reached"),
    (UnicodeError, "its name cannot be resolved"),
)
_INSECURE: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate is not trusted (give its authority with --ca)"),
    (TimeoutError, "it did not answer in time"),
    (OSError, "TLS failed"),
)
_NO_PROXY: tuple[tuple[type[Exception], str], ...] = (
    (UpstreamError, "the proxy cannot be reached"),
    (TimeoutError, "the proxy did not answer in time"),
    (OSError, "the proxy cannot be reached"),
)


class Dialer:
    """Opens connections as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._context: ssl.SSLContext | None = None

    async def dial(self, server: Origin) -> Link:
        """A connection to a server. Raises UpstreamError where there is none to be had."""
        proxy = proxy_for(server, self._settings)
        if proxy is None:
            return await self._connected(server)
        via = _proxy(proxy)
        with _named(_NO_PROXY):
            link = await self._connected(via)
        extra = "" if via.login is None else f"Proxy-Authorization: {via.login}"
        if server.scheme == "http":
            link.route = Route(server.name, extra)
        else:
            await self._through(link, server, extra)
        return link

    async def _connected(self, server: Origin) -> Link:
        loop = asyncio.get_running_loop()
        with _named(_UNREACHED):
            async with asyncio.timeout(_SECONDS):
                infos = await loop.getaddrinfo(
                    server.host, server.port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
                )
                sock = await start_connection(infos, happy_eyeballs_delay=_STAGGER, loop=loop)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.scheme == "http":
            return (await loop.create_connection(Link, sock=sock))[1]
        with _named(_INSECURE):
            _, link = await loop.create_connection(
                Link, sock=sock, ssl=self._trusting(), server_hostname=server.host, ssl_handshake_timeout=_SECONDS
            )
        return link

    async def _through(self, link: Link, server: Origin, extra: str) -> None:
        """Lead a connection to a proxy on to a server (RFC 9110, 9.3.6)."""
        loop = asyncio.get_running_loop()
        place = f"{server.authority.removesuffix(f':{server.port}')}:{server.port}"
        lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", *filter(None, [extra])]
        answer = _Answer(loop.create_future())
        with ExitStack() as lost:
            lost.callback(link.drop)
            link.ask("CONNECT", "".join(f"{line}\r\n" for line in [*lines, ""]).encode(), answer)
            with _named(_NO_PROXY):
                async with asyncio.timeout(_SECONDS):
                    head = await answer.head
            _accepted(head)
            assert link.transport is not None
            with _named(_INSECURE):
                link.transport = await loop.start_tls(
                    link.transport, link, self._trusting(), server_hostname=server.host, ssl_handshake_timeout=_SECONDS
                )
            lost.pop_all()
        link.used = False

    def _trusting(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = context(self._settings.ca)
        return self._context


class _Answer:
    """What a proxy says to CONNECT."""

    def __init__(self, head: asyncio.Future[Head]) -> None:
        self.head = head

    def headed(self, head: Head) -> None:
        if not self.head.done():
            self.head.set_result(head)

    def come(self, pieces: Sequence[Piece]) -> None:
        pass

    def ended(self, end: End) -> None:
        pass

    def failed(self, error: UpstreamError) -> None:
        if not self.head.done():
            self.head.set_exception(error)


def _accepted(head: Head) -> None:
    if head.status != 200:
        raise UpstreamError("the proxy refused", f"{head.status} {head.reason.decode('latin-1')}")


def _proxy(address: str) -> Origin:
    try:
        return origin(address if "://" in address else f"http://{address}")
    except ValueError as error:
        raise UpstreamError("the proxy is not one of HTTP") from error


@contextmanager
def _named(kinds: Sequence[tuple[type[Exception], str]]) -> Iterator[None]:
    """Failures by their names in a table."""
    try:
        yield
    except tuple(kind for kind, _ in kinds) as error:
        words = next(words for kind, words in kinds if isinstance(error, kind))
        raise UpstreamError(words, error) from error
