"""Connections that a test process may not make: to known model vendors, or to anything but this machine."""

import asyncio
import inspect
import ipaddress
import socket
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from mockllm.pytest_plugin.audit import listen
from mockllm.pytest_plugin.caller import caller, is_ours
from mockllm.pytest_plugin.patches import Patches, installed
from mockllm.vendors.table import VENDORS

__all__ = ["EgressError", "Guard"]

OTHERS = (
    "*-aiplatform.googleapis.com",
    "aiplatform.googleapis.com",
    "api-inference.huggingface.co",
    "api.ai21.com",
    "api.cerebras.ai",
    "api.cohere.com",
    "api.deepseek.com",
    "api.fireworks.ai",
    "api.groq.com",
    "api.mistral.ai",
    "api.perplexity.ai",
    "api.replicate.com",
    "api.together.xyz",
    "api.x.ai",
    "bedrock-runtime.*.amazonaws.com",
    "generativelanguage.googleapis.com",
    "inference.ai.azure.com",
    "integrate.api.nvidia.com",
    "models.inference.ai.azure.com",
    "openai.azure.com",
    "router.huggingface.co",
    "services.ai.azure.com",
)
"""Hosts of model services that we do not stand in for, as globs; what is below them counts as well."""


_INTERNET = frozenset({socket.AF_INET, socket.AF_INET6})
_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname")
_CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg")

_UNTOLD = (
    # The thread that looks a name up for a loop does not know who awaits it.
    ("asyncio", "BaseEventLoop", ("getaddrinfo",)),
    # These ask the system by themselves.
    ("uvloop", "Loop", ("create_connection", "create_datagram_endpoint", "getaddrinfo")),
    ("aiodns", "DNSResolver", ("getaddrinfo", "gethostbyname", "query")),
)
"""What the interpreter does not tell: module, class, and methods that are given a host."""


class EgressError(ConnectionRefusedError):
    """A connection that was refused because it would have left for a real service."""


class Guard:
    """Looks at every name that is looked up and every address that is connected to. `tell` hears of what is refused."""

    def __init__(self, mode: str, tell: Callable[[str], None]) -> None:
        self._mode = mode
        self._tell = tell
        self._hosts = {urlsplit(vendor.upstream).hostname or "" for vendor in VENDORS if vendor.upstream} | set(OTHERS)
        self._patches = Patches()
        self._undo: list[Callable[[], None]] = []

    def set(self) -> None:
        """Begin to look."""
        if self._mode == "off":
            return
        self._undo += [listen(event, self._looking_up) for event in _LOOKUPS]
        self._undo += [listen(event, self._connecting) for event in _CONNECTIONS]
        for module, owner, names in _UNTOLD:
            found = getattr(installed(module), owner, None)
            for name in names:
                if hasattr(found, name):
                    self._patches.wrap(found, name, partial(self._asking, name))

    def lift(self) -> None:
        """Look no more."""
        while self._undo:
            self._undo.pop()()
        self._patches.undo()

    def _looking_up(self, args: tuple[Any, ...]) -> None:
        self._check(args[0])

    def _connecting(self, args: tuple[Any, ...]) -> None:
        sock, address = args
        if sock.family in _INTERNET and address is not None:
            self._check(address[0])

    def _asking(self, name: str, plain: Any) -> Any:
        signature = _signature(name, plain)

        def ask(*args: Any, **options: Any) -> Any:
            given = signature.bind(*args, **options).arguments
            self._check(given.get("host") or (given.get("remote_addr") or ("",))[0])
            return plain(*args, **options)

        return ask

    def _check(self, host: Any) -> None:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
        if not self._refuses(name.lower().rstrip(".")) or is_ours():
            return
        line = f"a connection to {name} was refused (mockllm_egress = {self._mode}), from {caller()}"
        self._tell(line)
        raise EgressError(f"mockllm: {line}")

    def _refuses(self, name: str) -> bool:
        if self._mode == "all":
            return not _is_here(name)
        return any(fnmatchcase(name, host) or name.endswith(f".{host}") for host in self._hosts)


def _signature(name: str, method: Any) -> inspect.Signature:
    """How a method is called; uvloop is compiled and before 0.21 does not tell, but is called as any loop is."""
    try:
        return inspect.signature(method)
    except ValueError:
        return inspect.signature(getattr(asyncio.AbstractEventLoop, name))


def _is_here(name: str) -> bool:
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
