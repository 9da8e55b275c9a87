"""Prompt caches: which part of a prompt was met before in the session, and which part is kept for the next time.

A prompt is its tools, then its messages, read as tokens. An automatic cache keeps prefixes from 1,024 tokens in steps
of 128; a marked one keeps the prefixes that the request marks, for as long as the mark says. Models that tell what they
write to an automatic cache keep prefixes to the token: up to the end of the prompt, unless the request forbids it, and
to the marks of the request. The longest prefix that is still kept is a hit, and being hit keeps it for longer.
Specification: https://platform.openai.com/docs/guides/prompt-caching,
https://platform.claude.com/docs/en/build-with-claude/prompt-caching
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Literal

from msgspec import Struct

from mockllm import tokens
from mockllm.ask import Ask, File, Image, InputPart, Message, Tool, ToolResult, Ttl
from mockllm.session import Bounded, Session, Slot
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall
from mockllm.wire import layout
from mockllm.wire.prompt import PER_IMAGE, PER_MESSAGE, part_tokens
from mockllm.wire.tolerant import mapping, string

__all__ = ["CACHE", "LEAST", "STEP", "Cached", "Entry", "Piece", "account", "concerned", "pieces"]

Policy = Literal["automatic", "marked"] | None

LEAST = 1_024
"""The shortest prefix that is kept, in tokens."""

STEP = 128
IDLE = 600.0
"""How many seconds an automatic cache keeps what is not used, unless the request says otherwise."""

RETENTION = {"24h": 86_400.0, "in_memory": IDLE}
SECONDS: dict[Ttl, float] = {"5m": 300.0, "30m": 1_800.0, "request": 1_800.0, "1h": 3_600.0, "12h": 43_200.0}
LOOKBACK = 20
"""How many blocks before a mark a hit may lie."""
WRITES = 4
"""How many prefixes a request writes at most where they are kept to the token."""

MOST = 10_000


class Cached(Struct, frozen=True):
    """What the cache did for one prompt, in tokens: read from it, written to it, and of that for an hour."""

    cached: int = 0
    written: int = 0
    written_1h: int = 0


Run = str | tuple[str, int]
"""A text to be read as tokens, or a token so many times."""


class Piece(Struct, frozen=True):
    """One block of a prompt, and how long the prompt up to its end is to be kept, where that is marked."""

    runs: tuple[Run, ...]
    mark: Ttl | None = None

    @property
    def text(self) -> str:
        """Its tokens as one text."""
        return "".join([run if isinstance(run, str) else run[0] * run[1] for run in self.runs])

    @property
    def tokens(self) -> list[str]:
        """Its tokens, in order."""
        read = (tokens.tokens(run) if isinstance(run, str) else [run[0]] * run[1] for run in self.runs)
        return list(chain.from_iterable(read))

    @property
    def size(self) -> int:
        """How many tokens it has, which takes half as long to tell as the tokens."""
        return sum([tokens.count(run) if isinstance(run, str) else run[1] for run in self.runs])


class Entry(Struct, frozen=True):
    """A kept prefix: how long it lives without a hit, in seconds, and until when, in Unix seconds."""

    life: float
    until: float


CACHE: Slot[Bounded[Entry]] = Slot("promptcache", lambda: Bounded(MOST))


def concerned(policy: Policy, ask: Ask) -> bool:
    """Whether the cache has anything to do with a prompt."""
    if policy is None or ask.input_tokens < LEAST:
        return False
    return policy == "automatic" or _is_marked(ask)


def account(policy: Policy, ask: Ask, session: Session, now: float) -> Cached:
    """Look the prompt up in the session's cache and keep it there. `now` is in Unix seconds."""
    kept = session.slot(CACHE)
    found = list(pieces(ask))
    scope = f"{ask.vendor}/{ask.card.id}/{string(ask.body.get('prompt_cache_key'))}"
    if policy == "automatic" and "cache_write" not in ask.card.traits:
        return _automatic(ask, found, kept, scope, now)
    prefixes = _Prefixes(found, kept, scope, now)
    return _pointed(ask, prefixes) if policy == "automatic" else _marked(prefixes)


def _is_marked(ask: Ask) -> bool:
    return bool(ask.cached or any(tool.cached for tool in ask.tools) or any(each.marks for each in ask.messages))


def pieces(ask: Ask) -> Iterator[Piece]:
    """The prompt in blocks: the schema of a wanted document, the tools, the parts of the messages."""
    if ask.format is not None and ask.format.schema is not None:
        yield Piece((layout.text(ask.format.schema),))
    for tool in ask.tools:
        yield Piece(_tool(tool), tool.cached)
    last = len(ask.messages) - 1
    for number, message in enumerate(ask.messages):
        yield from _message(message, ask.cached if number == last else None)


def _message(message: Message, whole: Ttl | None) -> Iterator[Piece]:
    marked = {mark.parts: mark.ttl for mark in message.marks}
    if whole is not None:
        marked.setdefault(len(message.parts), whole)
    yield Piece(((f"\0{message.role}", PER_MESSAGE),), marked.get(0))
    for number, part in enumerate(message.parts, 1):
        yield Piece(_part(part), marked.get(number))


def _tool(tool: Tool) -> tuple[Run, ...]:
    schema = layout.text(tool.schema) if tool.schema is not None else ""
    return ((f"\0{tool.kind}", PER_MESSAGE), tool.name, tool.description, schema)


def _part(part: InputPart) -> tuple[Run, ...]:
    match part:
        case Text(text=text) | Refusal(text=text) | Json(text=text) | Reasoning(text=text):
            return (text,)
        case ToolCall(name=name, arguments=arguments):
            return (name, arguments)
        case ToolResult(text=text, images=images):
            return (text, *(_opaque(image, PER_IMAGE) for image in images))
        case File(text=text) if text:
            return (text,)
        case Image() | File() | Other():
            return (_opaque(part, part_tokens(part)),)


def _opaque(part: InputPart, count: int) -> tuple[str, int]:
    """As many tokens as a part has that is no text."""
    return hashlib.blake2b(repr(part).encode(), digest_size=8).hexdigest(), count


def _automatic(ask: Ask, found: Sequence[Piece], kept: Bounded[Entry], scope: str, now: float) -> Cached:
    flat = [token for piece in found for token in piece.tokens]
    life = _life(ask)
    state = hashlib.blake2b(scope.encode(), digest_size=12)
    hit, length = 0, 0
    for start in range(0, len(flat) - STEP + 1, STEP):
        state.update("\0".join(flat[start : start + STEP]).encode("utf-8", "surrogatepass"))
        length = start + STEP
        if length < LEAST:
            continue
        key = state.hexdigest()
        if _alive(kept, key, now):
            hit = length
        _keep(kept, key, life, now)
    return Cached(hit)


def _life(ask: Ask) -> float:
    asked = string(ask.body.get("prompt_cache_retention"))
    return RETENTION[asked if asked in RETENTION else "24h" if "retention_24h" in ask.card.traits else "in_memory"]


def _marked(prefixes: "_Prefixes") -> Cached:
    """Prefixes are kept at marks; a hit lies not far before one."""
    marked = prefixes.marks()
    near = {number - back for number, _ in marked for back in range(LOOKBACK + 1) if number >= back}
    return prefixes.look(near, [(number, ttl, SECONDS[ttl]) for number, ttl in marked])


def _pointed(ask: Ask, prefixes: "_Prefixes") -> Cached:
    """Prefixes are kept at the latest marks and, unless the request wants only these, at the end of the prompt."""
    options = mapping(ask.body.get("prompt_cache_options"))
    default = SECONDS["12h" if options.get("ttl") == "12h" else "request"]
    marked = [(number, ttl, default if ttl == "request" else SECONDS[ttl]) for number, ttl in prefixes.marks()]
    last = len(prefixes.found) - 1
    if options.get("mode") == "explicit":
        return prefixes.look(range(last + 1), marked[-WRITES:]) if marked else Cached()
    points = (
        [*marked[1 - WRITES :], (last, "request", default)] if prefixes.ends[last] >= LEAST else marked[1 - WRITES :]
    )
    return prefixes.look(range(last + 1), points)


class _Prefixes:
    """The prefixes of a prompt that end with a block of it, in a session's cache."""

    def __init__(self, found: Sequence[Piece], kept: Bounded[Entry], scope: str, now: float) -> None:
        self.found = found
        self.ends = list(accumulate(piece.size for piece in found))
        self._keys = _keys(found, scope)
        self._kept = kept
        self._now = now

    def marks(self) -> list[tuple[int, Ttl]]:
        """The blocks that end what is marked and long enough, by number."""
        return [
            (number, piece.mark)
            for number, piece in enumerate(self.found)
            if piece.mark is not None and self.ends[number] >= LEAST
        ]

    def look(self, places: Iterable[int], points: Sequence[tuple[int, Ttl, float]]) -> Cached:
        """Read the longest prefix that is kept at one of the places, and keep those up to the points, for seconds."""
        if not points:
            return Cached()
        hit = max((number for number in places if _alive(self._kept, self._keys[number], self._now)), default=None)
        read = self.ends[hit] if hit is not None else 0
        if hit is not None:
            _keep(self._kept, self._keys[hit], self._kept[self._keys[hit]].life, self._now)
        for number, _, seconds in points:
            _keep(self._kept, self._keys[number], seconds, self._now)
        last = max(self.ends[max(number for number, _, _ in points)], read)
        hour = max((self.ends[number] for number, ttl, _ in points if ttl == "1h"), default=0)
        return Cached(read, last - read, max(0, hour - read))


def _keys(found: Sequence[Piece], scope: str) -> list[str]:
    """A key for the prompt up to the end of each block."""
    state = hashlib.blake2b(scope.encode(), digest_size=12)
    keys = []
    for piece in found:
        state.update(("\1" + piece.text).encode("utf-8", "surrogatepass"))
        keys.append(state.hexdigest())
    return keys


def _alive(kept: Bounded[Entry], key: str, now: float) -> bool:
    entry = kept.get(key)
    return entry is not None and entry.until >= now


def _keep(kept: Bounded[Entry], key: str, life: float, now: float) -> None:
    """Keep a prefix, or keep it for longer; what is kept for an hour stays so."""
    before = kept.pop(key, None)
    longest = max(life, before.life) if before is not None and before.until >= now else life
    kept[key] = Entry(longest, now + longest)
