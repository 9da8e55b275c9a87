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
from itertools import chain
from urllib.parse import parse_qsl, quote

from mockllm.cassette import said
from mockllm.cassette.said import Span
from mockllm.cassette.views import FILLED, PLACEHOLDER, View, Views, merged
from mockllm.exchange import Pairs

__all__ = [
    "CREDENTIALS",
    "PATTERNS",
    "PLACEHOLDER",
    "QUERY",
    "Secrets",
    "carried",
    "is_credential",
    "of",
    "without_keys",
]

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

QUERY = frozenset(
    {
        "access_token",
        "api-key",
        "api_key",
        "apikey",
        "auth_token",
        "client_secret",
        "id_token",
        "key",
        "password",
        "refresh_token",
        "secret",
        "session_token",
        "sessiontoken",
        "sig",
        "signature",
        "subscription-key",
        "token",
        "x-amz-credential",
        "x-amz-security-token",
        "x-amz-signature",
        "x-api-key",
        "x-goog-credential",
        "x-goog-signature",
    }
)
"""Fields of a query whose values never reach a file. Not those that turn pages: they say which answer is wanted."""

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

_KEYS = re.compile(rf"(?i)([?&](?:{'|'.join(sorted(map(re.escape, QUERY)))})=)[^&#]*")
_LITERAL = re.compile(r"(?:[A-Za-z0-9_]|-)+")
_SECRET_NAME = re.compile(r"(?:^|[-_])(?:token|secret|password|api-?key|session-?key)$")
_LEAST = 8
_CUT = re.compile(r"…|\.\.\.")


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


def of(headers: Pairs, target: str, patterns: tuple[str, ...] = ()) -> "Secrets":
    """The secrets that a request carries in its headers and the query of its address, and how keys look."""
    query = parse_qsl(target.partition("?")[2], keep_blank_values=True) if "?" in target else ()
    return Secrets(carried(headers, query), tuple(dict.fromkeys((*PATTERNS, *patterns))))


def without_keys(target: str) -> str:
    """An address without the values of the keys in its query."""
    return _KEYS.sub(rf"\g<1>{PLACEHOLDER}", target) if "?" in target else target


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
        return self._found(_views(body, stream=stream))

    def clean(self, body: bytes, *, stream: bool = False) -> bytes:
        """A body with the placeholder in place of each secret: it keeps its length, and so do its chunks."""
        views = _views(body, stream=stream)
        return views.overwritten(self._found(views))

    def told(self, body: bytes, *, stream: bool = False) -> bool:
        """Whether the tokens beside which an answer puts probabilities tell a secret: these cannot be taken out."""
        tokens = said.tokens(body, stream=stream)
        return bool(tokens) and bool(self._found(Views(body, tokens, whole=False)))

    def hide(self, text: str) -> str:
        """A text with the placeholder in place of each secret."""
        # Half surrogates are bytes that were no text, or came as escapes of JSON.
        errors = "surrogatepass" if _HALVES.search(text) else "surrogateescape"
        clean = self.clean(text.encode("utf-8", errors)).decode("utf-8", errors)
        return self._uncut(clean) if _CUT.search(clean) else clean

    def _uncut(self, text: str) -> str:
        """A text without what a cut has left of a value."""
        for value in self.values:
            for size in range(len(value) - 1, _LEAST - 4, -1):
                text = re.sub(rf"{re.escape(value[:size])}(?=…|\.\.\.)", "x" * size, text)
                text = re.sub(rf"((?:…|\.\.\.)[\"']?){re.escape(value[-size:])}", rf"\g<1>{'x' * size}", text)
        return text

    def _found(self, views: Views) -> list[Span]:
        known, found = self, set[Span]()
        while True:
            matches = list(known._matches(views))
            found |= {place for view, start, end in matches for place in view.lands(start, end)}
            # What is a secret in one place is one in every other, whatever stands around it there.
            read = {view.read[start:end] for view, start, end in matches if end - start >= _LEAST}
            fresh = {value.lower() for value in read if not value.isdigit()} - known._literal
            if not fresh:
                return merged(found)
            known = known.also(value.decode("utf-8", "surrogateescape") for value in fresh)

    def _matches(self, views: Views) -> Iterator[tuple[View, int, int]]:
        known = ((view, start, end) for view in views.all for start, end in self._in(view.read))
        for view, start, end in chain(known, self._own(views)):
            if not FILLED.fullmatch(view.read, start, end):
                yield view, start, end

    def _own(self, views: Views) -> Iterator[tuple[View, int, int]]:
        """What the user's patterns find. In JSON they are about what strings say, and end where these end."""
        patterns = _compiled(self.extra)
        if not patterns or not views.is_json:
            for view in views.all if patterns else ():
                yield from ((view, start, end) for _, start, end in _groups(patterns, view.read))
            return
        for view in views.strings():
            yield from ((view, start, end) for _, start, end in _groups(patterns, view.read))
        body = View(views.body, [(0, len(views.body))])
        for whole, start, end in _groups(patterns, body.read):
            around = b'"' in whole or not views.in_string(start, end)
            if around and b'"' not in body.read[start:end]:
                yield body, start, end

    def _in(self, content: bytes) -> Iterator[Span]:
        for start, pattern in _known(self.patterns):
            # Looking for plain text is a hundred times as fast as looking for a pattern.
            if start in content:
                yield from (match.span() for match in pattern.finditer(content) if _starts_word(content, match.start()))
        # Who repeats a key may begin a sentence with it.
        lower = content.lower() if self._literal else b""
        for value in self._literal:
            if value in lower:
                yield from (match.span() for match in re.finditer(re.escape(value), lower))

    @cached_property
    def _literal(self) -> frozenset[bytes]:
        """Each value, as it stands in an address, and in base64, as tools that print secrets show it."""
        plain = [value.encode("utf-8", "surrogateescape") for value in self.values]
        addressed = [quote(value, safe="").encode() for value in plain]
        coded = [base64.b64encode(value).rstrip(b"=") for value in plain if len(value) >= _LEAST]
        return frozenset(value.lower() for value in (*plain, *addressed, *coded))


def _views(body: bytes, *, stream: bool) -> Views:
    return Views(body, said.texts(body) if stream else ())


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


def _groups(patterns: Iterable[re.Pattern[bytes]], content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each match, and the span of its first group that matched, else of the whole; none that are empty."""
    for match in chain.from_iterable(pattern.finditer(content) for pattern in patterns):
        group = next((number for number, text in enumerate(match.groups(), 1) if text is not None), 0)
        start, end = match.span(group)
        if start < end:
            yield match[0], start, end
