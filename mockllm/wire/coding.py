"""Messages on the wire: content codings, undone within a bound (RFC 9110, 8.4), header lines and chunks (RFC 9112)."""

import zlib
from collections.abc import Iterable, Sequence

__all__ = ["LAST_CHUNK", "burst", "chunked", "decoded", "header_lines", "unframed"]

LAST_CHUNK = b"0\r\n\r\n"
"""What ends a body in chunks."""

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


def chunked(data: bytes) -> bytes:
    """Bytes as one HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def header_lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Headers as they are sent."""
    return "".join([f"{name}: {value}\r\n" for name, value in pairs]).encode()


def burst(chunks: Sequence[bytes]) -> tuple[bytes, bytes]:
    """A stream that leaves at once: all its chunks but the last, framed, and the last as it is."""
    if not chunks:
        return b"", b""
    return b"".join(map(chunked, chunks[:-1])), chunks[-1]


def unframed(framed: bytes) -> bytes:
    """The bytes in HTTP chunks."""
    pieces = []
    at = 0
    while at < len(framed):
        line = framed.index(b"\r\n", at)
        size = int(framed[at:line], 16)
        pieces.append(framed[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
    return b"".join(pieces)
