"""The sources that answer from recordings: as they are, and, behind it, those of another shape."""

import asyncio
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct, field

from mockllm.ask import Ask
from mockllm.cassette.asked import Asked, of_raw
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange
from mockllm.cassette.index import Found, Index
from mockllm.cassette.nearest import Nearest
from mockllm.cassette.replay import Tempo, reply
from mockllm.cassette.shapes import shape_of
from mockllm.cassette.translate import Translator
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.session import Bounded, Session, Slot
from mockllm.vendors.kinds import World

__all__ = ["CassetteSource", "Library", "Repeats", "TranslatedSource"]

Repeats = Literal["error", "last", "loop"]
"""What a request gets once all its recordings have been played."""


class Library:
    """Recordings that can be asked: their index, what is nearest, and their replies, encoded once."""

    def __init__(self, exchanges: Sequence[Exchange], rules: Rules | None = None, tempo: Tempo | None = None) -> None:
        self.index = Index(exchanges, rules)
        self._nearest = Nearest(self.index)
        self.translator = Translator(self.index)
        self._tempo = tempo or Tempo()
        self._replies: Bounded[Recording] = Bounded(1_000)
        self._explained: Bounded[tuple[str, ...]] = Bounded(100)
        self._met: Bounded[Found] = Bounded(1_000)

    def recording(self, position: int) -> Recording:
        """The recording at a position, ready to be served."""
        kept = self._replies.get(str(position))
        if kept is None:
            exchange = self.index.exchanges[position]
            why = (f"replayed {exchange.place or f'#{position + 1}'}",)
            kept = Recording(reply(exchange, self._tempo), why, shape_of(exchange.request))
            self._replies[str(position)] = kept
        return kept

    def exact(self, raw: Raw, mounts: tuple[str, ...]) -> Found | None:
        """The recordings that are equal to a request; the same bytes are read only once."""
        if self.index.rules.also:
            return self.index.exact(of_raw(raw, mounts, self.index.rules))
        coding = raw.headers.get("content-encoding", "").encode()[:64]
        key = blake2b(raw.body, digest_size=16, key=coding).hexdigest() + raw.method + raw.path + raw.target
        found = self._met.get(key)
        if found is None:
            found = self.index.exact(of_raw(raw, mounts, self.index.rules))
            if found is not None:
                self._met[key] = found
        return found

    def less_exact(self, raw: Raw, mounts: tuple[str, ...]) -> Found | tuple[str, ...]:
        """The recordings that differ from a request in ids alone, or why there are none."""
        asked = of_raw(raw, mounts, self.index.rules)
        return self.index.loose(asked) or self.explain(asked)

    def explain(self, asked: Asked) -> tuple[str, ...]:
        """Why a request has no recording. What was said of an equal request is said again."""
        key = asked.keys(asked.body)[0].hex()
        lines = self._explained.get(key)
        if lines is None:
            try:
                lines = self._nearest.explain(asked)
            except RecursionError:
                lines = ("The body is nested too deeply to be compared.",)
            self._explained[key] = lines
        return lines


class _Cursor(Struct):
    """How far a session has played."""

    asked: dict[bytes, int] = field(default_factory=dict)
    played: set[int] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)


_HOW_ON = "reset the session, or choose --repeats last or loop."
_CURSOR: Slot[_Cursor] = Slot("cassette cursor", _Cursor)
_LIBRARY: Slot["list[Library]"] = Slot("cassette of the session", list)


class CassetteSource:
    """Answers with recordings: the server's, or those that a session was given for itself."""

    name = "cassette"
    raw = True

    def __init__(self, library: Library | None = None, repeats: Repeats = "error") -> None:
        self._library = library
        self._repeats: Repeats = repeats

    def give(self, session: Session, library: Library) -> None:
        """Let a session play these recordings instead of the server's."""
        session.put(_LIBRARY, [library])
        session.put(_CURSOR, _Cursor())

    def active(self, session: Session) -> bool:
        """Whether this session has recordings."""
        return self.library(session) is not None

    async def answer(self, raw: Raw, _: Ask | None, world: World) -> Answer | Recording | Miss:
        """The next recording of the request, or a miss with the nearest ones."""
        library = self.library(world.session)
        if library is None:
            return Miss(("No cassette is loaded.",))
        mounts = _mounts(world.vendor.upstream, world.vendor.mounts)
        found: Found | tuple[str, ...] | None = library.exact(raw, mounts)
        if found is None:
            # This may have to make an index first: a large cassette must not hold up other requests.
            found = await asyncio.to_thread(library.less_exact, raw, mounts)
        if isinstance(found, tuple):
            return Miss(found)
        position = self.turn(world.session, found)
        return position if isinstance(position, Miss) else library.recording(position)

    def leftovers(self, session: Session) -> tuple[str, ...]:
        """The recordings that the session has not played, a line each."""
        library = self.library(session)
        if library is None:
            return ()
        played = session.slot(_CURSOR).played
        return tuple(
            f"{exchange.place}: {exchange.request.method} {exchange.request.uri} was not asked for"
            for position, exchange in enumerate(library.index.exchanges)
            if position not in played
        )

    def library(self, session: Session) -> Library | None:
        """The recordings that a session plays; None where there are none."""
        own = session.slot(_LIBRARY)
        library = own[0] if own else self._library
        return library if library is not None and len(library.index) else None

    def turn(self, session: Session, found: Found) -> int | Miss:
        """The position that is due among those found; it counts as played."""
        cursor = session.slot(_CURSOR)
        position = self._next(cursor, found)
        if not isinstance(position, Miss):
            cursor.played.add(position)
            cursor.ids.update(found.ids.get(position, {}))
        return position

    def _next(self, cursor: _Cursor, found: Found) -> int | Miss:
        """The position to play: in recorded order, then as `repeats` says."""
        positions = found.positions
        if found.ids:
            positions = [position for position in positions if _agree(cursor.ids, found.ids.get(position, {}))]
        times = cursor.asked.get(found.key, 0)
        while times < len(positions) and positions[times] in cursor.played:
            times += 1
        if not positions:
            return Miss(("A recording is like this request, but its ids belong to another conversation.",))
        cursor.asked[found.key] = times + 1
        if times < len(positions):
            return positions[times]
        if self._repeats == "error":
            all_of = (
                f"All {len(positions)} recordings of this request have"
                if positions[1:]
                else "The recording of this request has"
            )
            return Miss((f"{all_of} been played; {_HOW_ON}",))
        return positions[times % len(positions) if self._repeats == "loop" else -1]


class TranslatedSource:
    """Answers with recordings of another shape, once no recording of the request's own is found."""

    name = "cassette"
    raw = False

    def __init__(self, recorded: CassetteSource) -> None:
        self._recorded = recorded

    def active(self, session: Session) -> bool:
        """Whether this session has recordings."""
        return self._recorded.active(session)

    async def answer(self, _: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """The turns of the next recording of the same conversation in another shape, or a miss."""
        library = self._recorded.library(world.session)
        if library is None or ask is None:
            return Miss()
        translated = await asyncio.to_thread(library.translator.find, ask)
        if translated is None:
            return Miss()
        position = self._recorded.turn(world.session, translated.found)
        if isinstance(position, Miss):
            return position
        place = library.index.exchanges[position].place
        return library.translator.answer(position, f"translated from {translated.shape}: {place}")


def _agree(known: dict[str, str], ids: dict[str, str]) -> bool:
    """Whether a recording's ids are those that the session has met for it so far."""
    return all(known.get(recorded, asked) == asked for recorded, asked in ids.items())


@cache
def _mounts(upstream: str | None, mounts: tuple[str, ...]) -> tuple[str, ...]:
    """The prefixes that a path may have been recorded with."""
    path = urlsplit(upstream or "").path.rstrip("/")
    return tuple(dict.fromkeys(mount for mount in (path, *mounts) if mount))
