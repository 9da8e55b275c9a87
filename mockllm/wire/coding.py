"""Messages on the wire: content codings, undone within a bound (RFC 9110, 8.4), header lines and chunks (RFC 9112)."""

import re
import zlib
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Literal

from mockllm.wire.layout import utf8

__all__ = [
    "LAST_CHUNK",
    "burst",
    "burst_of",
    "chunked",
    "decoded",
    "fault",
    "header_lines",
    "missing",
    "unbroken",
    "unframed",
]

LAST_CHUNK = b"0\r\n\r\n"
"""What ends a body in chunks."""

_BREAK = re.compile(r"[\r\n\0]")
_COMMON = 2_048
_SIZES = [f"{size:x}\r\n" for size in range(_COMMON)]
"""The lines that tell the sizes of most chunks: making one takes longer than framing the chunk."""
_LARGEST = 256 << 20
_BEYOND = 4
"""How many times the size that is allowed a body is looked at, to tell a large one from one that is broken."""
_PACKAGES = {"br": "brotli", "zstd": "zstandard"}
"""Codings that need a package which is not of the standard library."""


def decoded(coding: str, body: bytes, most: int = _LARGEST, *, whole: bool = True) -> bytes | None:
    """A body without its codings; None where one is not known, the body is not of it, or over `most` bytes.

    Without `whole`, what there is of a body that breaks off.
    """
    found: bytes | None = body
    for name in reversed(coding.lower().split(",")):
        undo = _UNDO.get(name.strip())
        found = undo(found, most, whole) if undo is not None and found is not None else None
    return found


def missing(coding: str) -> str | None:
    """The package that must be installed to undo a coding, where that is what it needs."""
    needed = (_PACKAGES.get(name.strip()) for name in coding.lower().split(","))
    return next((package for package in needed if package is not None and find_spec(package) is None), None)


def _kept(body: bytes, most: int, whole: bool) -> bytes | None:  # noqa: ARG001 - as its like
    return body


def _gzip(body: bytes, most: int, whole: bool) -> bytes | None:
    """All members of a body."""
    return _inflated(body, 16 + zlib.MAX_WBITS, most, whole)


def _deflate(body: bytes, most: int, whole: bool) -> bytes | None:
    found = _inflated(body, zlib.MAX_WBITS, most, whole)
    # Some senders leave the zlib header out.
    return _inflated(body, -zlib.MAX_WBITS, most, whole) if found is None else found


def fault(coding: str, body: bytes, most: int) -> Literal["unsupported", "large", "invalid"]:
    """Why a body has no decoded form of at most so many bytes."""
    if missing(coding) or any(name.strip() not in _UNDO for name in coding.lower().split(",")):
        return "unsupported"
    return "invalid" if decoded(coding, body, min(_BEYOND * most, _LARGEST)) is None else "large"


def _inflated(body: bytes, window: int, most: int, whole: bool) -> bytes | None:
    found = b""
    while body:
        stream = zlib.decompressobj(window)
        try:
            found += stream.decompress(body, most - len(found) + 1)
        except zlib.error:
            return None
        if len(found) > most or (whole and not stream.eof):
            return None
        body = stream.unused_data.lstrip(b"\0")
    return found


def _brotli(body: bytes, most: int, whole: bool) -> bytes | None:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    stream = brotli.Decompressor()
    try:
        found: bytes = stream.process(body, output_buffer_limit=most + 1)
        while len(found) <= most and (more := stream.process(b"", output_buffer_limit=most + 1 - len(found))):
            found += more
    except brotli.error:
        return None
    return None if len(found) > most or (whole and body and not stream.is_finished()) else found


def _zstd(body: bytes, most: int, whole: bool) -> bytes | None:
    try:
        import zstandard  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    found = b""
    while body:
        stream = zstandard.ZstdDecompressor().decompressobj(read_across_frames=False)
        try:
            for start in range(0, len(body), _STEP):
                found += stream.decompress(body[start : start + _STEP])
                if len(found) > most or stream.eof:
                    break
        except zstandard.ZstdError:
            return None
        if len(found) > most or (whole and not stream.eof):
            return None
        body = stream.unused_data + body[start + _STEP :] if stream.eof else b""
    return found


_STEP = 1 << 8
"""Few bytes of zstd may stand for many."""
_UNDO = {
    "": _kept,
    "identity": _kept,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def chunked(data: bytes) -> bytes:
    """Bytes as one HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def unbroken(lines: Sequence[str]) -> str:
    """Header lines with their ends. What came from a request must not begin another: line ends in it are spaces."""
    said = "".join(lines)
    if "\r" in said or "\n" in said or "\0" in said:
        lines = [_BREAK.sub(" ", line) for line in lines]
    return "\r\n".join([*lines, ""])


def header_lines(pairs: Sequence[tuple[str, str]]) -> bytes:
    """Headers as they are sent."""
    text = unbroken(list(map(": ".join, pairs)))
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def burst(chunks: Sequence[bytes]) -> tuple[bytes, bytes]:
    """A stream that leaves at once: all its chunks but the last, framed, and the last as it is."""
    if not chunks:
        return b"", b""
    whole = chunks[:-1]
    pieces = [b"\r\n"] * (3 * len(whole))
    pieces[::3] = map(str.encode, _sizes(whole))
    pieces[1::3] = whole
    return b"".join(pieces), chunks[-1]


def burst_of(lines: Sequence[str]) -> tuple[bytes, bytes]:
    """A stream that leaves at once, each of whose chunks is given as text."""
    *told, last = lines
    pieces = ["\r\n"] * (3 * len(told))
    pieces[::3] = _sizes(told)
    pieces[1::3] = told
    framed = "".join(pieces)
    # Sizes are in bytes: those of other texts are counted one by one.
    return (framed.encode(), last.encode()) if framed.isascii() else burst(list(map(utf8, lines)))


def _sizes(chunks: Sequence[bytes | str]) -> list[str]:
    """The line before each chunk, which tells how long it is."""
    return [_SIZES[size] if size < _COMMON else f"{size:x}\r\n" for size in map(len, chunks)]


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
