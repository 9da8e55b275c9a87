"""Server-sent events: encoding of single events, and an incremental decoder.

Follows the event stream grammar of the WHATWG HTML standard, section 9.2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Decoded", "Decoder", "comment", "decode", "frame", "split"]

_BOUNDARY = re.compile(rb"\r\n\r\n|\n\n|\r\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """One event as a client sees it: its name, if it had one, and its data; a comment has its text only."""

    name: str | None
    data: str | None
    comment: str | None = None


def frame(data: str, name: str | None = None) -> bytes:
    """The bytes of one event; `data` must be a single line."""
    if name is None:
        return f"data: {data}\n\n".encode()
    return f"event: {name}\ndata: {data}\n\n".encode()


def comment(text: str) -> bytes:
    """The bytes of a comment."""
    return f": {text}\n\n".encode()


def split(body: bytes) -> list[bytes]:
    """A stream's bytes cut after each blank line; joined they are the stream again."""
    blocks: list[bytes] = []
    start = 0
    for match in _BOUNDARY.finditer(body):
        blocks.append(body[start : match.end()])
        start = match.end()
    if start < len(body):
        blocks.append(body[start:])
    return blocks


class Decoder:
    """Feed it bytes as they come, in pieces of any size; it gives the events that are complete."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Decoded]:
        """The events completed by `data`."""
        self._rest += data
        held = b"\r" if self._rest.endswith(b"\r") else b""
        ready = self._rest[: len(self._rest) - len(held)]
        end = 0
        for match in _BOUNDARY.finditer(ready):
            block, end = ready[end : match.end()], match.end()
            yield from _events(block)
        self._rest = ready[end:] + held

    def rest(self) -> bytes:
        """What was fed and is not yet a whole event."""
        return self._rest


def decode(body: bytes) -> list[Decoded]:
    """All events of a whole stream; a last one without its blank line counts too."""
    return [event for block in split(body) for event in _events(block)]


def _events(block: bytes) -> Iterator[Decoded]:
    name: str | None = None
    data: list[str] = []
    comments: list[str] = []
    for line in block.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.startswith(":"):
            comments.append(line[1:].removeprefix(" "))
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
    for text in comments:
        yield Decoded(None, None, text)
    if data or name is not None:
        yield Decoded(name, "\n".join(data) if data else None)
