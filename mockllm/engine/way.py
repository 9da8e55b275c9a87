"""The one way through: a raw request, its place, the sources, an ask, turns, a reply."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mockllm import promptcache
from mockllm.ask import Ask
from mockllm.cassette.secrets import of
from mockllm.engine.frame import Frames, Meeting
from mockllm.engine.memo import Key, Memo, Remembered
from mockllm.engine.metered import admitted, limited, told, used
from mockllm.engine.payload import parsed
from mockllm.engine.reading import following, read
from mockllm.engine.render import render, stamped_again
from mockllm.engine.route import Place, Router
from mockllm.engine.settings import Settings, Source, Uploading
from mockllm.engine.stamping import digest, stamped
from mockllm.engine.visit import Visit, entered
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Raw, Recording, Reply
from mockllm.journal import Entry, flat
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.turn import total
from mockllm.vendors.kinds import Said, Speech, Vendor, World

__all__ = ["Engine", "Visit"]

UNDRAWN = Stamp(b"", b"")
"""The stamp of a request from which nothing is drawn."""
WRITTEN = ("content-type", "content-encoding")
"""Headers that tell how a body is to be read."""


MAKERS = frozenset({"script", "scenario", "fake"})
"""The sources that make answers up; beside them the endpoints that no model answers make theirs up too."""


def _real_alone(chain: Sequence[Source]) -> bool:
    """Whether nothing but what a service said is to be told: recordings, or the service itself."""
    return any(source.raw for source in chain) and MAKERS.isdisjoint(source.name for source in chain)


class Engine:
    """Answers requests from a chain of sources, for a table of vendors."""

    def __init__(self, chain: Sequence[Source], settings: Settings, vendors: Sequence[Vendor]) -> None:
        self.chain = list(chain)
        self.settings = settings
        self.router = Router(vendors)
        self.memo = Memo()
        self.frames = Frames()

    @property
    def takes_uploads(self) -> bool:
        """Whether bodies may be handed on while they come: nobody but one source looks at them."""
        return len(self.chain) == 1 and isinstance(self.chain[0], Uploading) and self.chain[0].uploads

    async def respond(self, raw: Raw, session: Session, now: float, *, inner: bool = False) -> tuple[Reply, Entry]:
        """The reply to a request, and its journal entry, which the server completes.

        `raw.path` is the path without its session prefix; `now` is in Unix seconds. `inner` is a request that another
        one brought: no rate limits hold for it.
        """
        place = self.router.place(raw.method, raw.path, raw.headers)
        entry = entered(raw, session, place, now)
        session.journal.add(entry)
        chain = [source for source in self.chain if source.active(session)]
        refused = place.vendor.authorize(raw.headers, self.settings.options)
        key = self._key(raw, place, session, chain) if refused is None else None
        known = None if key is None else self.memo.find(key)
        if known is not None:
            return self._again(known, raw, session, place, now, entry), entry
        if place.mount or place.path != raw.path:
            raw = raw.below(place.mount, place.path)
        found, asked = None, 0
        if chain and chain[0].raw:
            found, asked = await self._first(raw, session, place, entry, chain, refused)
        if isinstance(found, Recording):
            return self._recorded(entry, found), entry
        body, broken = parsed(raw, place.route, self.settings.options.body_limit)
        meeting = self.frames.meet(place, body, raw.headers)
        visit = self._visit(raw, session, place, now, entry, body, meeting, inner=inner)
        visit.chain, visit.asked, visit.key, visit.refused = chain, asked, key, refused
        reply = self._found(visit, found, None) if found is not None else await self._reply(visit, broken)
        entry.status = reply.status
        return reply, entry

    async def _first(
        self,
        raw: Raw,
        session: Session,
        place: Place,
        entry: Entry,
        chain: Sequence[Source],
        refused: Failure | None,
    ) -> tuple[Answer | Recording | None, int]:
        """What the raw sources at the head of the chain have, before anything is parsed, and how many were asked."""
        world: World | None = None
        for asked, source in enumerate(chain):
            if not source.raw:
                return None, asked
            if refused is not None:
                return None, 0
            if world is None:
                world = World(place.vendor, session, raw, UNDRAWN, 0.0, self.settings.options, place.params)
            found = await source.answer(raw, None, world)
            if not isinstance(found, Miss):
                return found, asked
            entry.passed.append(found.why)
        return None, len(chain)

    def _recorded(self, entry: Entry, found: Recording) -> Reply:
        entry.why, entry.source, entry.status = found.why, found.source, found.reply.status
        return found.reply

    def refuse(self, raw: Raw, session: Session, now: float, failure: Failure) -> Reply:
        """The reply to a failure that struck before or beside the way through."""
        place = self.router.place(raw.method, raw.path, raw.headers)
        if place.route is not None and "limit" in failure.details:
            limit = place.route.within(failure.details["limit"])
            failure = replace(failure, details={**failure.details, "limit": limit})
        entry = entered(raw, session, place, now)
        session.journal.add(entry)
        visit = self._visit(replace(raw, path=place.path), session, place, now, entry, {})
        reply = self._refuse(visit, failure)
        entry.status = reply.status
        return reply

    def _visit(
        self,
        raw: Raw,
        session: Session,
        place: Place,
        now: float,
        entry: Entry,
        body: Mapping[str, Any],
        meeting: Meeting | None = None,
        *,
        inner: bool = False,
    ) -> Visit:
        name = place.route.name if place.route else raw.path
        seed = self.settings.seed if session.seed is None else session.seed
        frame = None if meeting is None else meeting.frame
        said = (
            body or raw.target.encode() + raw.body
            if meeting is None or frame is None
            else frame.canonical(meeting.talk)
        )
        text = digest(seed, place.vendor.name, name, said)
        stamp = self._stamp(text, session, now)

        async def answer(inner: Raw) -> Reply:
            reply, _ = await self.respond(replace(inner, path=place.mount + inner.path), session, now, inner=True)
            return reply

        options = replace(self.settings.options, rate=None) if inner else self.settings.options
        world = World(place.vendor, session, raw, stamp, now, options, place.params, body, answer)
        return Visit(raw, session, now, place, entry, stamp, world, meeting=meeting)

    def _stamp(self, text: bytes, session: Session, now: float) -> Stamp:
        return stamped(text, session.seen(text.hex()), now if self.settings.clock == "real" else None)

    async def _reply(self, visit: Visit, broken: Failure | None) -> Reply:
        if visit.refused is not None:
            return self._refuse(visit, visit.refused)
        found, ask, why = await self._asked_around(visit, broken)
        while (next_ask := following(visit, found, ask)) is not None:
            found, ask, why = await self._asked_around(visit, None, next_ask)
        if found is not None:
            return self._found(visit, found, ask if isinstance(ask, Ask) else None)
        match ask:
            case Failure():
                if any(source.raw for source in visit.chain):
                    # Where recordings answer, what they lack is a miss, whatever the service would say to it.
                    return self._miss(visit, why)
                return self._refuse(visit, ask)
            case Ask():
                return self._miss(visit, why)
            case None:
                return await self._handled(visit)

    async def _asked_around(
        self, visit: Visit, broken: Failure | None, ask: Ask | Failure | None = None
    ) -> tuple[Answer | Recording | None, Ask | Failure | None, list[Sequence[str]]]:
        """What the first source has that has something, the ask, and why the others had nothing."""
        why, again = visit.entry.passed, ask is not None
        for source in visit.chain[visit.asked :]:
            if source.raw and again:
                continue
            if not source.raw:
                ask = ask or read(visit, broken)
                if not isinstance(ask, Ask):
                    continue
            found = await source.answer(visit.raw, ask if isinstance(ask, Ask) else None, visit.world)
            if not isinstance(found, Miss):
                return found, ask, why
            why.append(found.why)
        return None, ask or read(visit, broken), why

    def _found(self, visit: Visit, found: Answer | Recording, ask: Ask | None) -> Reply:
        entry = visit.entry
        if isinstance(found, Recording):
            return self._recorded(entry, found)
        entry.why = found.why
        entry.source = found.source
        entry.translated = found.translated
        entry.problems.extend(found.problems)
        if found.failure is not None and not found.turns:
            return self._refuse(visit, found.failure, found.source)
        assert ask is not None
        return self._said(visit, found, ask)

    def _said(self, visit: Visit, answer: Answer, ask: Ask) -> Reply:
        route, entry = visit.place.route, visit.entry
        assert route is not None
        speech = route.endpoint
        assert isinstance(speech, Speech)
        if answer.model is not None:
            ask = replace(ask, card=replace(ask.card, id=answer.model))
            visit.forms = None
        turns = used(speech, ask, answer, visit.world)
        said = Said(ask, turns, visit.stamp)
        refused = speech.judge(said)
        if refused is not None:
            return self._refuse(visit, refused, answer.source)
        entry.turns, entry.usage = turns, total(turns)
        answer = limited(answer, entry.usage, ask, visit.world)
        rendered = render(visit.place.vendor, speech, said, answer, self.settings.pace, visit.forms)
        speech.keep(said, visit.world)
        alone = speech.alone(ask) and not promptcache.concerned(speech.cache, ask)
        if rendered.encoded is not None and alone and visit.key is not None and self.memo.met(visit.key):
            template, pause = rendered.template(visit.stamp), rendered.reply.after
            # What was asked or said stays as it is, also where it is the time of the answer.
            if not template.stands_in(repr((ask.body, turns))):
                kept = Remembered(speech, said, answer, template, entry.usage, visit.world, pause)
                self.memo.keep(visit.key, kept)
        return rendered.reply

    def _key(self, raw: Raw, place: Place, session: Session, chain: Sequence[Source]) -> Key | None:
        """Under what the answer may be kept for the same bytes: nothing but the fake source could give one."""
        if not raw.body or place.route is None or not isinstance(place.route.endpoint, Speech):
            return None
        if any(source.name != "fake" for source in chain):
            return None
        heeded = tuple(map(raw.headers.get, (*WRITTEN, *place.route.endpoint.heeds)))
        return (place.vendor.name, place.route.name, raw.body, heeded, session.seed)

    def _again(
        self, known: Remembered, raw: Raw, session: Session, place: Place, now: float, entry: Entry
    ) -> Reply:  # fmt: skip
        stamp = self._stamp(known.said.stamp.text, session, now)
        said = known.said
        ask = said.ask if said.ask.headers == raw.headers else replace(said.ask, headers=raw.headers)
        entry.ask, entry.model, entry.stream, entry.shape = ask, ask.model, ask.stream, ask.shape
        entry.turns, entry.usage, entry.status = said.turns, known.usage, 200
        entry.source, entry.why = known.answer.source, known.answer.why
        if known.keeps:
            world = replace(known.world, session=session, raw=raw, stamp=stamp, now=now, params=place.params)
            known.speech.keep(replace(said, stamp=stamp), world)
        return stamped_again(known.speech, known.template, stamp, known.after, stream=said.ask.stream)

    async def _handled(self, visit: Visit) -> Reply:
        if _real_alone(visit.chain):
            return self._miss(visit, visit.entry.passed)
        route = visit.place.route
        assert route is not None
        assert not isinstance(route.endpoint, Speech)
        toll = route.toll(visit.world)
        refused = admitted(toll, visit.world)
        if refused is not None:
            return self._refuse(visit, refused)
        reply = route.endpoint(visit.world)
        if inspect.isawaitable(reply):
            reply = await reply
        return told(toll, reply, visit.world)

    def _miss(self, visit: Visit, why: Sequence[Sequence[str]]) -> Reply:
        visit.entry.source = "miss"
        # What tells of a miss stands in the reports of tests.
        secrets = of(visit.raw.pairs, visit.raw.target)
        visit.entry.why = tuple(secrets.hide(each) for lines in why for each in lines) or ("no source has an answer",)
        visit.entry.passed = []
        visit.entry.problems.append("miss: " + flat(visit.entry.why))
        return self._refuse(visit, Failure("miss", "mockllm: " + "\n".join(visit.entry.why)), "miss")

    def _refuse(self, visit: Visit, failure: Failure, source: Any = "error") -> Reply:
        visit.entry.source = source
        if failure.kind == "unknown_url":
            visit.entry.why = (self.router.nowhere(visit.raw.method, visit.place.mount + visit.place.path),)
        elif not visit.entry.why:
            visit.entry.why = (failure.message or failure.kind,)
        return visit.place.vendor.refuse(failure, visit.world)
