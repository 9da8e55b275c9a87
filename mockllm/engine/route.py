"""From a path to a vendor and one of its routes."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from mockllm.ask import Headers
from mockllm.vendors.kinds import Route, Vendor

__all__ = ["Place", "Router", "session_of"]

_PARAM = re.compile(r"\{(\w+)(:path)?\}")
_SESSION = re.compile(r"/s/([^/?]+)(?=/|$)")


class Place(Struct, frozen=True):
    """Where a request belongs. Without a route, `known` tells whether the path is there with another method."""

    vendor: Vendor
    mount: str
    path: str
    route: Route | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    known: bool = False


class Router:
    """All vendors' routes. Longer mounts are looked at first; at a shared mount the first vendor to claim it."""

    def __init__(self, vendors: Sequence[Vendor]) -> None:
        pairs = [(mount, vendor) for vendor in vendors for mount in vendor.mounts]
        self._mounts = sorted(pairs, key=lambda pair: -len(pair[0]))
        mounts = [mount for mount, _ in pairs]
        self._shared = {mount for mount in mounts if mounts.count(mount) > 1}
        heads = {_head(mount) for mount in mounts} | {""}
        self._under = {
            head: [(mount, vendor) for mount, vendor in self._mounts if _head(mount) in {"", head}] for head in heads
        }
        self._static = {
            (mount, vendor.name, route.method, route.path): Place(vendor, mount, route.path, route)
            for mount, vendor in pairs
            for route in vendor.routes
            if "{" not in route.path
        }
        self._dynamic = {v.name: [(_pattern(r.path), r) for r in v.routes if "{" in r.path] for v in vendors}

    def place(self, method: str, path: str, headers: Headers) -> Place:
        """The place of a request; every path belongs to some vendor."""
        for mount, vendor in self._under.get(_head(path), self._under[""]):
            if path != mount and not path.startswith(mount + "/"):
                continue
            if mount not in self._shared or vendor.claims(path[len(mount) :], headers):
                return self._within(vendor, mount, method, path[len(mount) :] or "/")
        mount, vendor = self._mounts[-1]
        return Place(vendor, mount, path)

    def _within(self, vendor: Vendor, mount: str, method: str, path: str) -> Place:
        path = path.rstrip("/") or "/"
        found = self._static.get((mount, vendor.name, method, path))
        if found is not None:
            return found
        for pattern, route in self._dynamic[vendor.name]:
            match = pattern.fullmatch(path)
            if match and route.method == method:
                return Place(vendor, mount, path, route, match.groupdict())
        known = any(route.path == path for route in vendor.routes) or any(
            pattern.fullmatch(path) for pattern, _ in self._dynamic[vendor.name]
        )
        return Place(vendor, mount, path, known=known)


def _head(path: str) -> str:
    """The first segment of a path."""
    return path[1:].partition("/")[0]


def session_of(path: str) -> tuple[str | None, str]:
    """The session that a path names, and the rest of the path."""
    match = _SESSION.match(path)
    return (match.group(1), path[match.end() :] or "/") if match else (None, path)


def _pattern(path: str) -> re.Pattern[str]:
    pieces: list[str] = []
    end = 0
    for match in _PARAM.finditer(path):
        pieces += [re.escape(path[end : match.start()]), f"(?P<{match[1]}>{'.+' if match[2] else '[^/]+'})"]
        end = match.end()
    return re.compile("".join([*pieces, re.escape(path[end:])]))
