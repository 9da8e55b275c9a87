"""Content codings of a body, undone within a bound (RFC 9110, section 8.4)."""

import zlib

__all__ = ["decoded"]

_LARGEST = 256 << 20
_WINDOWS = {
    "gzip": (16 + zlib.MAX_WBITS,),
    "x-gzip": (16 + zlib.MAX_WBITS,),
    # Some senders leave the zlib header out.
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}


def decoded(coding: str, body: bytes, most: int = _LARGEST) -> bytes | None:
    """A body without its coding; None where the coding is not known, the body is not of it, or over `most` bytes."""
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        return body
    for window in _WINDOWS.get(coding, ()):
        try:
            return _inflated(body, window, most)
        except zlib.error:
            continue
    return None


def _inflated(body: bytes, window: int, most: int) -> bytes | None:
    """All members of a body; None where it breaks off or is too large."""
    found = b""
    while body:
        stream = zlib.decompressobj(window)
        found += stream.decompress(body, most - len(found) + 1)
        if len(found) > most or not stream.eof:
            return None
        body = stream.unused_data.lstrip(b"\0")
    return found
