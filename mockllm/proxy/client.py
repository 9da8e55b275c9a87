"""How upstreams are reached: the settings, whom to trust, which proxy to use."""

import ssl
from collections.abc import Mapping
from urllib.request import getproxies, proxy_bypass

from msgspec import Struct, field

from mockllm.errors import MockLLMError
from mockllm.proxy.address import Origin

__all__ = ["Settings", "context", "proxy_for"]


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


def context(ca: str | None) -> ssl.SSLContext:
    """Whom to trust: the system's authorities and those in `ca`. Raises MockLLMError where that holds none."""
    trusting = ssl.create_default_context()
    if ca is not None:
        try:
            trusting.load_verify_locations(cafile=ca)
        except OSError as error:
            raise MockLLMError(f"--ca {ca}: cannot read certificates from it: {error.strerror or error}.") from error
    return trusting


def proxy_for(server: Origin, settings: Settings) -> str | None:
    """The address of the proxy for a server, if one is to be used."""
    if settings.proxy != "env":
        return settings.proxy
    return None if proxy_bypass(server.host) else getproxies().get(server.scheme)
