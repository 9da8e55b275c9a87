"""One request on its way, and its entry in the journal."""

from collections.abc import Sequence

from msgspec import Struct

from mockllm.ask import Ask
from mockllm.cassette.secrets import without_keys
from mockllm.engine.form import Forms
from mockllm.engine.frame import Frames
from mockllm.engine.memo import Key
from mockllm.engine.route import Place
from mockllm.engine.settings import Source
from mockllm.exchange import Raw
from mockllm.journal import Entry
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.vendors.kinds import World
from mockllm.wire.tolerant import digits

__all__ = ["Visit", "entered", "note"]


class Visit(Struct):
    """One request on its way."""

    raw: Raw
    session: Session
    now: float
    place: Place
    entry: Entry
    stamp: Stamp
    world: World
    key: Key | None = None
    """Under what its answer may be kept for the same bytes."""
    chain: Sequence[Source] = ()
    """The sources that are worth asking."""
    asked: int = 0
    """How many of them were asked before the request was parsed."""
    frames: Frames | None = None
    """What is known of requests like it."""
    forms: Forms | None = None
    """The forms of answers to its ask."""


def entered(raw: Raw, session: Session, place: Place, now: float) -> Entry:
    """The entry of a request, as far as it is known when it comes. `now` is in Unix seconds."""
    retry = raw.headers.get("x-stainless-retry-count")
    return Entry(
        number=session.journal.count + 1,
        method=raw.method,
        path=without_keys(raw.target or raw.path),
        vendor=place.vendor.name,
        endpoint=place.route.name if place.route else "",
        headers=raw.pairs,
        target=raw.target,
        request=raw.body,
        retry=0 if retry is None else digits(retry) or 0,
        arrived=now,
    )


def note(visit: Visit, ask: Ask) -> None:
    """Tell the journal what is asked."""
    entry = visit.entry
    entry.ask, entry.model, entry.stream, entry.shape = ask, ask.model, ask.stream, ask.shape
