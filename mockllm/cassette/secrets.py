"""Finding secrets in bytes: keys by their look, and the very values that a request carried.

A secret is found where it is cut up too: through the escapes of JSON, and through the deltas of a stream, since a
model that repeats a key says it in pieces.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from urllib.parse import quote

from mockllm.exchange import Pairs

__all__ = ["CREDENTIALS", "PATTERNS", "PLACEHOLDER", "QUERY", "Secrets", "carried", "is_credential", "replaced"]

PLACEHOLDER = "REDACTED"

CREDENTIALS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "cookie",
        "set-cookie",
        "openai-organization",
        "openai-project",
        "anthropic-organization-id",
        "anthropic-workspace-id",
        "x-amz-security-token",
    }
)
"""Headers, either way, whose values never reach a file."""

QUERY = frozenset({"key", "api_key", "api-key", "apikey", "access_token", "token", "sig", "signature"})
"""Fields of a query whose values never reach a file."""

_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte."""
_WORD = "[A-Za-z0-9_-]"
PATTERNS = (
    rf"sk-(?=[A-Za-z_-]*[0-9]){_WORD}{{16,}}",
    rf"gsk_{_WORD}{{20,}}",
    rf"hf_{_WORD}{{20,}}",
    rf"xai-{_WORD}{{20,}}",
    rf"nvapi-{_WORD}{{20,}}",
    rf"pplx-{_WORD}{{20,}}",
    rf"AIza{_WORD}{{35}}",
    r"AKIA[A-Z0-9]{16}(?![A-Za-z0-9])",
    r"ASIA[A-Z0-9]{16}(?![A-Za-z0-9])",
    r"ghp_[A-Za-z0-9]{36,}",
    r"gho_[A-Za-z0-9]{36,}",
    r"ghs_[A-Za-z0-9]{36,}",
    r"github_pat_[A-Za-z0-9_]{50,}",
    r"xox[abprs]-[A-Za-z0-9-]{10,}",
    rf"eyJ{_WORD}{{10,}}\.eyJ{_WORD}{{10,}}\.{_WORD}{{10,}}",
    r"org-[A-Za-z0-9]{20,}",
    r"proj_[A-Za-z0-9]{20,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----",
)
"""How keys look that are in use with model services and around them. Each starts with plain text, at a word's start."""

_LITERAL = re.compile(r"(?:[A-Za-z0-9_]|-)+")
_SECRET_NAME = re.compile(r"(?:^|[-_])(?:token|secret|password|api-?key|session-?key)$")
_LEAST = 8
_ESCAPE = re.compile(rb"\\+(?:u([0-9a-fA-F]{4})|(/))")
_SPEAKING = "content|text|delta|partial_json|arguments|input|thinking|reasoning|reasoning_content|refusal|output"
_FIELD = re.compile(rf'"({_SPEAKING})"\s*:\s*"((?:[^"\\]|\\.)*)"'.encode())
_NUMBERED = re.compile(rb'"(?:output_|content_)?index"\s*:\s*(\d+)')
Span = tuple[int, int]


@lru_cache(maxsize=1_024)
def is_credential(name: str) -> bool:
    """Whether a header of this name holds a credential, a cookie or who pays."""
    lower = name.lower()
    return lower in CREDENTIALS or _SECRET_NAME.search(lower) is not None


def carried(headers: Pairs, query: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The secret values that a request carries, without their schemes, the longest first."""
    found: set[str] = set()
    for name, value in headers:
        if is_credential(name):
            found |= _values(name.lower(), value)
    found |= {value for name, value in query if name.lower() in QUERY}
    return tuple(sorted((value for value in found if len(value) >= _LEAST), key=lambda value: (-len(value), value)))


def _values(name: str, value: str) -> set[str]:
    if name == "cookie":
        return {part.partition("=")[2].strip() for part in value.split(";")}
    scheme, _, rest = value.strip().partition(" ")
    if not rest:
        return {scheme}
    return {rest.strip(), *(_basic(rest) if scheme.lower() == "basic" else ())}


def _basic(token: str) -> set[str]:
    try:
        return {base64.b64decode(token).decode().partition(":")[2]}
    except (binascii.Error, UnicodeDecodeError):
        return set()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bytes as read, and the span of the body that they stand for."""

    start: int
    end: int
    read: bytes


@dataclass(frozen=True)
class Secrets:
    """What must not be kept: `values` as they are, `patterns` as regular expressions, the user's own in `extra`.

    Where a pattern of the user has groups, the first that matched is the secret.
    """

    values: tuple[str, ...] = ()
    patterns: tuple[str, ...] = PATTERNS
    extra: tuple[str, ...] = ()

    def also(self, values: Iterable[str]) -> "Secrets":
        """These and more values."""
        return Secrets((*self.values, *values), self.patterns, self.extra)

    def spans(self, body: bytes, *, stream: bool = False) -> list[Span]:
        """Where secrets lie in a body, from left to right, without overlaps."""
        found: set[Span] = set()
        for view in _views(body, stream=stream):
            for start, end in self._in(b"".join(piece.read for piece in view)):
                found |= set(_lands(view, start, end))
        return _merged(found)

    def hide(self, text: str) -> str:
        """A text with the placeholder in place of each secret."""
        # Half surrogates are bytes that were no text, or came as escapes of JSON.
        errors = "surrogatepass" if _HALVES.search(text) else "surrogateescape"
        content = text.encode("utf-8", errors)
        spans = self.spans(content)
        return replaced(content, spans).decode("utf-8", errors) if spans else text

    def _in(self, content: bytes) -> Iterator[Span]:
        for start, pattern in _known(self.patterns):
            # Looking for plain text is a hundred times as fast as looking for a pattern.
            if start in content:
                yield from (match.span() for match in pattern.finditer(content) if _starts_word(content, match.start()))
        for value in self._literal:
            if value in content:
                yield from (match.span() for match in re.finditer(re.escape(value), content))
        for pattern in _compiled(self.extra):
            yield from filter(None, map(_group, pattern.finditer(content)))

    @cached_property
    def _literal(self) -> tuple[bytes, ...]:
        return tuple({variant.encode() for value in self.values for variant in (value, quote(value, safe=""))})


@cache
def _known(patterns: tuple[str, ...]) -> tuple[tuple[bytes, re.Pattern[bytes]], ...]:
    """Each pattern behind the plain text with which it starts."""
    return tuple((_plain_start(pattern), re.compile(pattern.encode())) for pattern in patterns)


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[bytes], ...]:
    return tuple(re.compile(pattern.encode()) for pattern in patterns)


def _plain_start(pattern: str) -> bytes:
    """The plain text with which a pattern starts."""
    match = _LITERAL.match(pattern)
    plain = match[0] if match else ""
    # A quantifier is about the character before it.
    return (plain[:-1] if pattern[len(plain) : len(plain) + 1] in {"?", "*", "+", "{"} else plain).encode()


def _starts_word(content: bytes, at: int) -> bool:
    return at == 0 or not content[at - 1 : at].isalnum()


def _group(match: re.Match[bytes]) -> Span | None:
    """The first group that matched, else the whole; None where that is empty."""
    group = next((number for number, text in enumerate(match.groups(), 1) if text is not None), 0)
    return match.span(group) if match.start(group) < match.end(group) else None


def replaced(body: bytes, spans: Iterable[Span]) -> bytes:
    """A body with each span overwritten: it keeps its length, and so do its chunks."""
    out: bytearray | None = None
    for start, end in spans:
        out = out if out is not None else bytearray(body)
        size = end - start
        out[start:end] = PLACEHOLDER.encode().ljust(size, b"x") if size >= len(PLACEHOLDER) else b"x" * size
    return body if out is None else bytes(out)


def _views(body: bytes, *, stream: bool) -> Iterator[list[_Piece]]:
    """The ways to read a body: as it is, without escapes, and each text of a stream joined."""
    yield [_Piece(0, len(body), body)]
    if _ESCAPE.search(body):
        yield list(_unescaped(body, 0, len(body)))
    if stream:
        yield from _spoken(body).values()


def _unescaped(body: bytes, start: int, end: int) -> Iterator[_Piece]:
    for match in _ESCAPE.finditer(body, start, end):
        if match.start() > start:
            yield _Piece(start, match.start(), body[start : match.start()])
        yield _Piece(match.start(), match.end(), match[2] or chr(int(match[1], 16)).encode("utf-8", "replace"))
        start = match.end()
    if start < end:
        yield _Piece(start, end, body[start:end])


def _spoken(body: bytes) -> dict[tuple[bytes, ...], list[_Piece]]:
    """The texts of a stream by the field that carries them and the numbers of its event."""
    found: dict[tuple[bytes, ...], list[_Piece]] = {}
    start = 0
    for line in body.splitlines(keepends=True):
        said = list(_FIELD.finditer(line))
        numbers = _NUMBERED.findall(line) if said else ()
        for match in said:
            pieces = _unescaped(body, start + match.start(2), start + match.end(2))
            found.setdefault((match[1], *numbers), []).extend(pieces)
        start += len(line)
    return found


def _lands(view: list[_Piece], start: int, end: int) -> Iterator[Span]:
    """The spans of the body that `start` to `end` of a view stand for."""
    at = 0
    for piece in view:
        size = len(piece.read)
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            exact = size == piece.end - piece.start
            yield (piece.start + low, piece.start + high) if exact else (piece.start, piece.end)
        at += size
        if at >= end:
            return


def _merged(found: set[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
