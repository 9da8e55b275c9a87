"""Heads of requests as they go up, byte for byte as the client wrote them, and headers of both sides as they are kept.

On the way up each character of a header is a byte (Latin-1), as the server read it.
"""

import re
from collections.abc import Mapping, Sequence

from mockllm.cassette.secrets import is_credential
from mockllm.exchange import Pairs, Raw
from mockllm.proxy.address import Address
from mockllm.proxy.client import Settings
from mockllm.wire.coding import unbroken

__all__ = ["head", "kept", "text"]

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "upgrade",
    }
)
_OWN = frozenset({"content-length", "host", "transfer-encoding"})
"""What is made anew for the connection upwards, in the place where the client has it; it is not recorded."""
_OURS = "x-mockllm-"
_GAP = re.compile(r"[\0-\x20\x7f]")


def head(raw: Raw, address: Address, settings: Settings, before: str = "", extra: str = "") -> tuple[bytes, bool]:
    """Request line and headers, in the client's order and spelling, and whether the body must go up in chunks.

    `before` stands before the target, `extra` is a further header line: what a proxy wants.
    """
    names = [name.lower() for name, _ in raw.pairs]
    chunked = "transfer-encoding" in names or (raw.upload is not None and "content-length" not in names)
    origin = address.origin
    own = {"host": origin.authority}
    if raw.upload is None:
        own["content-length"] = str(len(raw.body))
    lines = [f"{raw.method} {before}{_target(address)} HTTP/1.1"]
    if "host" not in names:
        lines.append(f"Host: {origin.authority}")
    lines += [f"{name}: {own.get(lower, value)}" for name, lower, value in _passing(raw, names, settings)]
    lines += _added(raw, names, chunked=chunked)
    if origin.login is not None and "authorization" not in names:
        lines.append(f"Authorization: {origin.login}")
    if extra:
        lines.append(extra)
    return _lines(lines), chunked


def _target(address: Address) -> str:
    """What is asked for, each character a byte; what an address cannot hold is escaped."""
    target = address.target
    if target.isascii() and target.isprintable() and " " not in target:
        return target
    return _GAP.sub(_escaped, target.encode("utf-8", "surrogateescape").decode("latin-1"))


def _added(raw: Raw, names: Sequence[str], *, chunked: bool) -> list[str]:
    """What must tell where the body ends, where no header that came does."""
    if chunked:
        return [] if "transfer-encoding" in names else ["Transfer-Encoding: chunked"]
    return [f"Content-Length: {len(raw.body)}"] if raw.body and "content-length" not in names else []


def kept(raw: Raw, settings: Settings) -> Pairs:
    """The headers that go up as a recording has them: as text, without those of the connection."""
    names = [name.lower() for name, _ in raw.pairs]
    return tuple((name, _as_utf8(value)) for name, lower, value in _passing(raw, names, settings) if lower not in _OWN)


def _passing(raw: Raw, names: Sequence[str], settings: Settings) -> list[tuple[str, str, str]]:
    """The headers that are not for this hop: name, name in lower case, value."""
    passing = []
    listed = _listed(raw, names) if "connection" in names or "transfer-encoding" in names else _HOP_BY_HOP
    for (name, value), lower in zip(raw.pairs, names, strict=True):
        if lower in listed or lower.startswith(_OURS):
            continue
        if lower == "accept-encoding" and not settings.raw:
            passing.append((name, lower, "identity"))
        elif settings.keys and is_credential(name):
            passing.append((name, lower, _swapped(value, settings.keys)))
        else:
            passing.append((name, lower, value))
    return passing


def _listed(raw: Raw, names: Sequence[str]) -> frozenset[str]:
    """What is for this hop alone: what `Connection` says that is, and a length beside chunks (RFC 9112, 6.3)."""
    said = [value for (_, value), lower in zip(raw.pairs, names, strict=True) if lower == "connection"]
    listed = {each.strip().lower() for value in said for each in value.split(",")} - _OWN
    return _HOP_BY_HOP | listed | ({"content-length"} if "transfer-encoding" in names else set())


def text(value: bytes) -> str:
    """A header as text for a person: UTF-8, else Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _swapped(value: str, keys: Mapping[str, str]) -> str:
    scheme, space, key = value.rpartition(" ")
    return f"{scheme}{space}{keys.get(key, key)}"


def _lines(lines: Sequence[str]) -> bytes:
    """Header lines and the empty one behind them."""
    joined = unbroken(lines)
    try:
        return f"{joined}\r\n".encode("latin-1")
    except UnicodeEncodeError:
        # Not off a socket: a header that was given as text.
        return b"".join(_as_bytes(line) + b"\r\n" for line in joined.split("\r\n"))


def _as_bytes(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def _as_utf8(value: str) -> str:
    """A value that the server read as Latin-1, as a person reads it."""
    if value.isascii():
        return value
    try:
        return text(value.encode("latin-1"))
    except UnicodeEncodeError:
        return value


def _escaped(gap: re.Match[str]) -> str:
    return f"%{ord(gap[0]):02X}"
