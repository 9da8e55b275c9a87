"""Whose requests are answered: those that name this machine, and no foreign page's where there is an upstream."""

import ipaddress
from collections.abc import Iterable
from hmac import compare_digest

from mockllm.ask import Headers

__all__ = ["Hosts", "is_loopback"]

_LOCKED = (
    "This recorder is bound beyond loopback: every request needs the header x-mockllm-token, with the token of "
    "--token or MOCKLLM_TOKEN, or the one that the recorder told at its start."
)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether a name or address is of the loopback interface."""
    if host in LOOPBACK or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Hosts:
    """The names that requests may use for this server, and with `token` what they must carry."""

    def __init__(
        self, own: str, allowed: Iterable[str] = (), *, guard_origin: bool = False, token: str | None = None
    ) -> None:
        self._names = {own.lower(), *(name.lower() for name in allowed), *LOOPBACK}
        self._guard_origin = guard_origin
        self._token = token
        self._known: dict[str, bool] = {}

    def refusal(self, headers: Headers) -> str | None:
        """Why a request is not for us, or None."""
        host = headers.get("host", "")
        if not self._ours(host):
            name = _name(host) or "(none)"
            return f"Host {name} is not this server's; start it with --allow-host {name} to answer it."
        origin = headers.get("origin", "")
        if self._guard_origin and origin and not self._ours(origin.partition("://")[2]):
            return f"Origin {origin} may not use this server while an upstream is set."
        if self._token is not None and not _carries(headers, self._token):
            return _LOCKED
        return None

    def _ours(self, host: str) -> bool:
        known = self._known.get(host)
        if known is None:
            name = _name(host)
            known = name in self._names or name.endswith(".localhost") or _is_address(name)
            if len(self._known) < 1_000:
                self._known[host] = known
        return known


def _carries(headers: Headers, token: str) -> bool:
    """Whether a request has the token in a header of its own, or where `/_mockllm` wants it."""
    own, common = headers.get("x-mockllm-token", ""), headers.get("authorization", "").removeprefix("Bearer ")
    return compare_digest(own.encode(), token.encode()) or compare_digest(common.encode(), token.encode())


def _name(host: str) -> str:
    host = host.strip().lower().partition("/")[0]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
