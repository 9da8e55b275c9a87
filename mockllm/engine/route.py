"""From a path to a vendor and one of its routes."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct, field

from mockllm.ask import Headers
from mockllm.vendors.kinds import Route, Vendor, claims_all

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


Claims = Callable[[str, Headers], bool]
"""Whether a request is a vendor's, by what follows the mount."""


class Router:
    """All vendors' routes. Longer mounts are looked at first; at a shared mount the first vendor to claim it."""

    def __init__(self, vendors: Sequence[Vendor]) -> None:
        pairs = [(mount, vendor) for vendor in vendors for mount in vendor.mounts]
        mounts = [mount for mount, _ in pairs]
        claimed = [(mount, vendor, vendor.claims if mounts.count(mount) > 1 else claims_all) for mount, vendor in pairs]
        self._mounts = sorted(claimed, key=lambda each: -len(each[0]))
        heads = {_head(mount) for mount in mounts} | {""}
        self._under = {head: [each for each in self._mounts if _head(each[0]) in {"", head}] for head in heads}
        self._static = {
            (mount, vendor.name, route.method, route.path): Place(vendor, mount, route.path, route)
            for mount, vendor in pairs
            for route in vendor.routes
            if "{" not in route.path
        }
        self._dynamic = {v.name: [(_pattern(r.path), r) for r in v.routes if "{" in r.path] for v in vendors}
        self._whole = {(method, mount + path) for mount, _, method, path in self._static}
        self._known: dict[tuple[str, str], list[tuple[Claims, str, Place]]] = {}

    def place(self, method: str, path: str, headers: Headers) -> Place:
        """The place of a request; every path belongs to some vendor."""
        for claims, rest, place in self._known.get((method, path), ()):
            if claims(rest, headers):
                return place
        over = self._over(path)
        if (method, path) in self._whole:
            # As many as there are routes without parameters, however many paths are asked for.
            found = [(claims, rest, self._within(vendor, mount, method, rest)) for mount, vendor, claims, rest in over]
            self._known[method, path] = found
        for mount, vendor, claims, rest in over:
            if claims(rest, headers):
                return self._within(vendor, mount, method, rest or "/")
        mount, vendor, _ = self._mounts[-1]
        return Place(vendor, mount, path)

    def nowhere(self, method: str, path: str) -> str:
        """That a path is not served, and which may be meant: mostly the base URL is too short or too long."""
        told = f"nothing is served at {method} {path}"
        if (method, path) in self._whole:
            return told
        asked = path.strip("/").split("/")
        near = [
            (served.split("/")[1] != asked[0], -alike, len(served), served)
            for known, served in self._whole
            if known == method and (alike := _alike(served.split("/"), asked))
        ]
        return f"{told}; did you mean {min(near)[-1]}?" if near else told

    def _over(self, path: str) -> list[tuple[str, Vendor, Claims, str]]:
        """The mounts above a path, who may be there, and what of the path follows."""
        under = self._under.get(_head(path), self._under[""])
        return [
            (mount, vendor, claims, path[len(mount) :])
            for mount, vendor, claims in under
            if path == mount or path.startswith(mount + "/")
        ]

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


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many segments two paths have in common at their ends."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False))))


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
