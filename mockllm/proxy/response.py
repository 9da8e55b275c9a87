"""Responses off one connection, as their bytes come (RFC 9112): the head, the pieces of the body, and where it ends."""

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser
from msgspec import Struct

from mockllm.proxy.failure import UpstreamError

__all__ = ["Head", "Piece", "Reader"]

Piece = tuple[bytes, bool]
"""Bytes of a body, and whether they are the last of an HTTP chunk, whose end may come alone."""

_LARGEST_FIELD = 65_536
_LARGEST_HEAD = 16 * _LARGEST_FIELD
_FINAL = 200
_BODYLESS = frozenset({"HEAD", "CONNECT"})
"""Methods whose response has no body, whatever its headers say."""


class Head(Struct, frozen=True):
    """Status line and headers, their bytes as they came, and whether the body comes in chunks."""

    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    chunked: bool


class Reader:
    """Reads one response after another, each once `begin` has said what it answers.

    `head` is None until it is whole; `done` says that the response is, and `stays` that the connection may be used
    again. `trouble` is why nothing more can be read, once that is so.
    """

    def __init__(self) -> None:
        self._parser = _parser(self)
        self.begin("")

    def begin(self, method: str) -> None:
        """Expect a response to a request of this method."""
        if getattr(self, "_bodiless", False):
            # It still waits for the body that the headers announced.
            self._parser = _parser(self)
        self.head: Head | None = None
        self.trouble: UpstreamError | None = None
        self.begun = self.done = self.stays = False
        self._bodiless = method in _BODYLESS
        self._bounded = True
        self._reason = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._pieces: list[Piece] = []
        self._read = self._largest = 0

    def feed(self, data: bytes) -> list[Piece]:
        """Take bytes; gives what of the body is among them."""
        self.begun = True
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self.stays = False
            if not self.done:
                self.trouble = UpstreamError("what it sent is not HTTP", _said(error))
        if self.head is None:
            self._read += len(data)
        if max(self._largest, self._read) > _LARGEST_FIELD:
            self._bound()
        pieces, self._pieces = self._pieces, []
        return pieces

    def close(self) -> bool:
        """No more will come: whether the response is whole."""
        self.stays = False
        self.done = self.done or (self.head is not None and not self._bounded)
        return self.done

    def _bound(self) -> None:
        """Refuse heads without end."""
        if self._largest > _LARGEST_FIELD:
            self.head = None
            self.trouble = UpstreamError("its headers are too large", f"more than {_LARGEST_FIELD:,} bytes in one")
        elif self._read > _LARGEST_HEAD:
            self.trouble = UpstreamError("its headers are too large", f"more than {_LARGEST_HEAD:,} bytes")

    def on_message_begin(self) -> None:
        """Begin a head: the one behind an informational response, or one that nobody asked for."""
        self.stays = False
        self._headers = []
        self._reason = b""

    def on_status(self, reason: bytes) -> None:
        """Take words of the status line."""
        self._reason += reason

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those behind the body are not passed on."""
        if self.head is None:
            self._largest = max(self._largest, len(name) + len(value))
            self._headers.append((name, value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        """Finish the head, unless it is that of an informational response."""
        status = self._parser.get_status_code()
        if self.head is not None or status < _FINAL:
            return
        found = {name.lower(): value for name, value in self._headers}
        chunked = b"chunked" in found.get(b"transfer-encoding", b"").lower()
        self.head = Head(status, self._reason, tuple(self._headers), chunked)
        self._bounded = chunked or b"content-length" in found
        self.stays = self._parser.should_keep_alive()
        self.done = self._bodiless

    def on_body(self, data: bytes) -> None:
        """Take bytes of the body."""
        if not self.done:
            self._pieces.append((data, False))

    def on_chunk_complete(self) -> None:
        """Note that a chunk ends here."""
        if not self.done:
            self._pieces[-1:] = [(self._pieces[-1][0] if self._pieces else b"", True)]

    def on_message_complete(self) -> None:
        """Note the end, unless it is that of an informational response."""
        self.done = self.head is not None


def _parser(reader: Reader) -> HttpResponseParser:
    """As lenient as most clients are."""
    parser = HttpResponseParser(reader)
    parser.set_dangerous_leniencies(
        lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
    )
    return parser


def _said(error: Exception) -> str:
    return "it changes the protocol unasked" if isinstance(error, HttpParserUpgrade) else str(error)
