"""The HTTP client side: its settings, the headers that are forwarded, and what its failures are called."""

import ssl
from collections.abc import Mapping
from urllib.request import getproxies, proxy_bypass

import aiohttp
from msgspec import Struct, field
from multidict import CIMultiDict
from yarl import URL

from mockllm.cassette.secrets import is_credential
from mockllm.errors import MockLLMError
from mockllm.exchange import Pairs, Raw

__all__ = ["Settings", "cause", "context", "forwarded", "origin", "proxy_for", "received", "sent", "session"]

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_OURS = "x-mockllm-"
_AUTOMATIC = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
_LARGEST_FIELD = 65_536
_CONNECT_SECONDS = 10
_SILENT_SECONDS = 600


class Settings(Struct, frozen=True):
    """How upstreams are reached.

    `ca` is a file of further authorities to trust. `proxy` is the address of an HTTP proxy, or "env" for those of the
    environment. `raw` leaves the client's Accept-Encoding as it is. `keys` swaps credentials on the way up: the one
    that the client sent -> the real one. `most` bounds how many requests are sent. `drain` is for how many seconds the
    rest of a response is read, to be recorded, when the client has left.
    """

    ca: str | None = None
    proxy: str | None = None
    raw: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None
    drain: float = 30.0


class _AsSent(aiohttp.ClientRequest):
    """A request without body has no length unless the client gave one, whatever its method."""

    GET_METHODS = aiohttp.ClientRequest.ALL_METHODS


def session(settings: Settings) -> aiohttp.ClientSession:
    """A client that changes nothing and keeps no cookies. Raises MockLLMError for a bad CA file."""
    return aiohttp.ClientSession(
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        connector=aiohttp.TCPConnector(limit=0, ssl=context(settings.ca)),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS),
        request_class=_AsSent,
        skip_auto_headers=_AUTOMATIC,
        max_field_size=_LARGEST_FIELD,
        max_line_size=_LARGEST_FIELD,
    )


def context(ca: str | None) -> ssl.SSLContext:
    """Whom to trust: the system's authorities and those in `ca`. Raises MockLLMError where that holds none."""
    trusting = ssl.create_default_context()
    if ca is not None:
        try:
            trusting.load_verify_locations(cafile=ca)
        except OSError as error:
            raise MockLLMError(f"--ca {ca}: cannot read certificates from it: {error.strerror or error}.") from error
    return trusting


def proxy_for(url: URL, settings: Settings) -> str | None:
    """The proxy for an address, if one is to be used."""
    if settings.proxy != "env":
        return settings.proxy
    return None if proxy_bypass(url.host or "") else getproxies().get(url.scheme)


def forwarded(raw: Raw, settings: Settings) -> Pairs:
    """The request's headers as they go up, in order, without those of the connection."""
    pairs = [(name, name.lower(), value) for name, value in raw.pairs]
    listed = {each.strip().lower() for _, lower, value in pairs if lower == "connection" for each in value.split(",")}
    kept = []
    for name, lower, value in pairs:
        if lower in _HOP_BY_HOP or lower in listed or lower.startswith(_OURS):
            continue
        if lower == "accept-encoding" and not settings.raw:
            kept.append((name, "identity"))
        else:
            swapped = _swapped(value, settings.keys) if settings.keys and is_credential(name) else value
            kept.append((name, swapped if swapped.isascii() else _as_utf8(swapped)))
    return tuple(kept)


def _as_utf8(value: str) -> str:
    """A value that the server read as Latin-1, so that it goes up as it came."""
    try:
        return _text(value.encode("latin-1"))
    except UnicodeEncodeError:
        return value


def _swapped(value: str, keys: Mapping[str, str]) -> str:
    scheme, space, key = value.rpartition(" ")
    return f"{scheme}{space}{keys.get(key, key)}"


def sent(pairs: Pairs) -> CIMultiDict[str]:
    """Headers as the client library takes them: of a repeated one it keeps all only where they are spelled alike."""
    spelled: dict[str, str] = {}
    return CIMultiDict((spelled.setdefault(name.lower(), name), value) for name, value in pairs)


def received(response: aiohttp.ClientResponse) -> Pairs:
    """The response's headers as they came, in order."""
    return tuple((_text(name), _text(value)) for name, value in response.raw_headers)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "its name cannot be resolved"),
    (aiohttp.ClientConnectorCertificateError, "its certificate is not trusted (give its authority with --ca)"),
    (aiohttp.ClientSSLError, "TLS failed"),
    (aiohttp.ClientProxyConnectionError, "the proxy cannot be reached"),
    (aiohttp.ClientHttpProxyError, "the proxy refused"),
    (aiohttp.ClientConnectorError, "it cannot be reached"),
    (aiohttp.ServerDisconnectedError, "it closed the connection without a response"),
    (TimeoutError, "it did not answer in time"),
    (aiohttp.ClientResponseError, "what it sent is not HTTP"),
    (aiohttp.InvalidURL, "the address is not valid"),
    (aiohttp.ClientPayloadError, "its response broke off"),
    (OSError, "the connection failed"),
)


def origin(url: URL) -> str:
    """Scheme, host and port of an address, without any login."""
    return str(url.origin())


def cause(error: BaseException, url: URL) -> str:
    """One sentence on why an upstream gave no response, without the path and query of the address."""
    words = next((text for kind, text in _CAUSES if isinstance(error, kind)), "the request failed")
    detail = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    detail = " ".join(detail.split()).removeprefix("400, message:").strip()
    if detail.startswith("Got more than"):
        words, detail = "its headers are too large", f"more than {_LARGEST_FIELD:,} bytes in one of them"
    return f"The upstream {origin(url)} failed: {words}{f' ({detail})' if detail else ''}."
