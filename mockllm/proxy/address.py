"""Where an upstream is: its address in the parts that a connection and a request need."""

from base64 import b64encode
from functools import lru_cache

from msgspec import Struct
from yarl import URL

__all__ = ["Address", "Origin", "basic", "origin"]

_PORTS = {"http": 80, "https": 443}


class Origin(Struct, frozen=True):
    """A server. `authority` is host and port as `Host` has them; `login` is an `Authorization`, where one was given."""

    scheme: str
    host: str
    port: int
    authority: str
    login: str | None = None

    @property
    def name(self) -> str:
        """Scheme, host and port, without any login."""
        return f"{self.scheme}://{self.authority}"


class Address(Struct, frozen=True):
    """What is asked for: the base that a person gave, and the path and query behind it as a client sent them."""

    base: str
    path: str

    @property
    def url(self) -> str:
        """All of it."""
        return self.base + self.path

    @property
    def origin(self) -> Origin:
        """Which server."""
        return origin(self.base)

    @property
    def target(self) -> str:
        """What the request line names: a path that begins with `/`, and the query."""
        found = (_prefix(self.base) + self.path).partition("#")[0]
        return found if found.startswith("/") else f"/{found}"


@lru_cache(maxsize=256)
def origin(url: str) -> Origin:
    """The server of an address. Raises ValueError where it is none."""
    parsed = URL(url)
    if parsed.scheme not in _PORTS or not parsed.raw_host:
        raise ValueError(f"{url!r} is not an http or https address")
    host, port = parsed.raw_host, parsed.port or _PORTS[parsed.scheme]
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port == _PORTS[parsed.scheme] else f"{shown}:{port}"
    login = basic(parsed.user or "", parsed.password or "") if parsed.user or parsed.password else None
    return Origin(parsed.scheme, host, port, authority, login)


def basic(user: str, password: str) -> str:
    """Credentials as a header holds them (RFC 7617)."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


@lru_cache(maxsize=256)
def _prefix(base: str) -> str:
    _, slash, path = base.partition("://")[2].partition("/")
    return slash + path
