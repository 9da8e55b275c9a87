"""Server-sent events: encoding of single events, and an incremental decoder.

Follows the event stream grammar of the WHATWG HTML standard, section 9.2.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from mockllm.wire.layout import utf8

__all__ = ["Decoded", "Decoder", "comment", "decode", "ended", "frame", "line", "split"]

# Atomic, so that CR and LF of one line end never count as two.
_END = rb"(?>\r\n|\r|\n)"
_BLANK = re.compile(_END + _END)
_LINE = re.compile("\r\n|\r|\n")


class Decoded(Struct, frozen=True):
    """One event as a client sees it: its name, if it had one, and its data; a comment has its text only."""

    name: str | None
    data: str | None
    comment: str | None = None


def line(data: str, name: str | None = None) -> str:
    """The text of one event; `data` must be a single line."""
    return f"data: {data}\n\n" if name is None else f"event: {name}\ndata: {data}\n\n"


def frame(data: str, name: str | None = None) -> bytes:
    """The bytes of one event; `data` must be a single line."""
    return utf8(line(data, name))


def comment(text: str) -> str:
    """The text of a comment."""
    return f": {text}\n\n"


def split(body: bytes) -> list[bytes]:
    """A stream's bytes cut after each blank line; joined they are the stream again."""
    blocks: list[bytes] = []
    start = 0
    for match in _BLANK.finditer(body):
        blocks.append(body[start : match.end()])
        start = match.end()
    if start < len(body):
        blocks.append(body[start:])
    return blocks


def ended(block: bytes) -> bool:
    """Whether a block of a stream has its blank line; without one it was cut off."""
    return block.endswith((b"\n\n", b"\n\r\n", b"\r\r", b"\n\r", b"\r\r\n"))


class Decoder:
    """Feed it bytes as they come, in pieces of any size; it gives the events that are complete."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._seen = 0

    def feed(self, data: bytes) -> Iterator[Decoded]:
        """The events completed by `data`; it is taken in at once, whether or not they are looked at."""
        self._rest += data
        # A CR at the end may be half of a line end, so it waits for the next byte.
        size = len(self._rest) - self._rest.endswith(b"\r")
        end = 0
        blocks: list[bytes] = []
        for match in _BLANK.finditer(self._rest, self._seen, size):
            blocks.append(bytes(self._rest[end : match.end()]))
            end = match.end()
        del self._rest[:end]
        self._seen = max(0, len(self._rest) - len(b"\r\n\r"))
        return (event for block in blocks for event in _events(block))

    def rest(self) -> bytes:
        """What was fed and is not yet a whole event."""
        return bytes(self._rest)


def decode(body: bytes) -> list[Decoded]:
    """All events of a whole stream; a last one without its blank line counts too."""
    return [event for block in split(body) for event in _events(block)]


def _events(block: bytes) -> Iterator[Decoded]:
    name: str | None = None
    data: list[str] = []
    for line in _LINE.split(block.decode("utf-8", "replace")):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line.startswith(":"):
            yield Decoded(None, None, value)
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)
    if data or name is not None:
        yield Decoded(name, "\n".join(data) if data else None)
