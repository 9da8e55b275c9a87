"""The terms of a session in a test: what may answer it, and that after a miss nothing does."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.admin.desk import Finite
from mockllm.api.mishap import Mishap
from mockllm.ask import Ask
from mockllm.cassette.source import CassetteSource, TranslatedSource
from mockllm.engine.settings import Source
from mockllm.errors import Miss, MockLLMError
from mockllm.exchange import Answer, Pace, Raw, Recording
from mockllm.fake.source import FakeSource
from mockllm.scenario.source import SCENARIO, Scripted, script_source
from mockllm.session import Session, Slot
from mockllm.vendors.kinds import World

__all__ = ["TERMS", "Chain", "First", "OnMiss", "Terms", "chain", "known"]

OnMiss = Literal["error", "fake", "upstream"]
"""Who answers what nothing else does."""


First = Callable[[Raw, Ask | None, World], Awaitable[Answer | Recording | Miss]]
"""Whoever may answer a session before anybody else: a failure, a recording, or a miss to pass it on."""

_NOTHING = "nothing was scripted or recorded for this session, and fakes were not asked for: script(...) or fake()"


class Terms(Struct):
    """What one session allows. `halted` says why nothing is answered any more.

    `first` is asked before every source; `mishap` befalls one request. `upstream` is who asks the real services.
    `problems` are what must fail the test beside what its requests say.
    """

    on_miss: OnMiss | None = None
    pace: Pace | None = None
    halted: str | None = None
    first: First | None = None
    mishap: Mishap | None = None
    upstream: Source | None = None
    problems: list[str] = field(default_factory=list)


TERMS: Slot[Terms] = Slot("terms", Terms)


class Chain(Struct, frozen=True):
    """The sources of a server for tests, and the one among them that plays cassettes."""

    sources: Sequence[Source]
    cassette: CassetteSource
    finite: Sequence[Finite]
    asks: bool = False
    """Whether sessions may ask the real services without a way of their own."""


def known(on_miss: OnMiss) -> OnMiss:
    """Who answers a miss, as given. Raises MockLLMError for a word that names nobody."""
    if on_miss not in get_args(OnMiss):
        raise MockLLMError(f"on_miss is one of {', '.join(get_args(OnMiss))}, not {on_miss!r}.")
    return on_miss


def chain(default: OnMiss = "error", upstream: Source | None = None) -> Chain:
    """All sources, each heeding the terms of the session that asks; `default` holds where a session says nothing.

    `upstream` is asked for sessions that have none of their own, where a miss is to go to the real services.
    """
    recorded = CassetteSource()

    def fakes(session: Session) -> bool:
        return (session.slot(TERMS).on_miss or default) == "fake"

    play = Scripted("scenario", lambda session: session.slot(SCENARIO))
    script = script_source()
    inner: list[Source] = [
        _First(),
        _Befallen(),
        script,
        play,
        recorded,
        TranslatedSource(recorded),
        _Upstream(default, upstream),
    ]
    open_ones: list[Source] = [_Gate(source) for source in inner]
    return Chain(
        [*open_ones, _Gate(FakeSource(), fakes), _End(fakes, inner)],
        recorded,
        (script, play, recorded),
        upstream is not None,
    )


def _always(_: Session) -> bool:
    return True


class _Gate:
    """A source that is shut where the session is halted, or its terms leave the source out."""

    def __init__(self, source: Source, allowed: Callable[[Session], bool] = _always) -> None:
        self.name = source.name
        self.raw = source.raw
        self._source = source
        self._allowed = allowed

    def active(self, session: Session) -> bool:
        """Whether the gate is open and there is somebody behind it."""
        return session.slot(TERMS).halted is None and self._allowed(session) and self._source.active(session)

    async def answer(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """What the source says, at the pace of the session."""
        found = await self._source.answer(raw, ask, world)
        terms = world.session.slot(TERMS)
        pace = terms.pace
        if terms.mishap is not None and not isinstance(found, Miss):
            found = terms.mishap.after(raw, found)
        if pace is not None and isinstance(found, Answer) and found.pace is None:
            return _paced(found, pace)
        return found


def _paced(answer: Answer, pace: Pace) -> Answer:
    # Not steady: the encoded answer would be kept for sessions of another pace.
    return replace(answer, pace=pace, steady=False)


class _First:
    """The session's own first word."""

    name = "first"
    raw = True

    def active(self, session: Session) -> bool:
        """Whether the session has one."""
        return session.slot(TERMS).first is not None

    async def answer(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """What it says."""
        first = world.session.slot(TERMS).first
        return Miss() if first is None else await first(raw, ask, world)


class _Befallen:
    """The mishap of a session."""

    name = "mishap"
    raw = False

    def active(self, session: Session) -> bool:
        """Whether the session is to suffer one."""
        return session.slot(TERMS).mishap is not None

    async def answer(self, raw: Raw, _: Ask | None, world: World) -> Answer | Recording | Miss:
        """What comes of it before anybody else is asked."""
        mishap = world.session.slot(TERMS).mishap
        return Miss() if mishap is None else mishap.before(raw)


class _Upstream:
    """The way to the real services: a session's own, else that of all."""

    name = "upstream"
    raw = True

    def __init__(self, default: OnMiss, upstream: Source | None) -> None:
        self._default = default
        self._upstream = upstream

    def _of(self, session: Session) -> Source | None:
        terms = session.slot(TERMS)
        shared = self._upstream if (terms.on_miss or self._default) == "upstream" else None
        return terms.upstream or shared

    def active(self, session: Session) -> bool:
        """Whether there is one."""
        return self._of(session) is not None

    async def answer(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """What the real service says."""
        upstream = self._of(world.session)
        return Miss() if upstream is None else await upstream.answer(raw, ask, world)


class _End:
    """The end of the chain where nothing is made up: what comes here is a miss, and so is all that follows it."""

    name = "end"
    raw = False

    def __init__(self, fakes: Callable[[Session], bool], sources: Sequence[Source]) -> None:
        self._fakes = fakes
        self._sources = sources

    def _others(self, session: Session) -> bool:
        return any(source.active(session) for source in self._sources)

    def active(self, session: Session) -> bool:
        """Whether this is the end."""
        return session.slot(TERMS).halted is not None or not self._fakes(session)

    async def answer(self, _: Raw, __: Ask | None, world: World) -> Miss:
        """A miss that says why, once the session is halted."""
        terms = world.session.slot(TERMS)
        if terms.halted is not None:
            return Miss((terms.halted,))
        number = world.session.journal.count
        terms.halted = f"an earlier request of this session (request {number}) was a miss, so all after it are"
        return Miss(() if self._others(world.session) else (_NOTHING,))
