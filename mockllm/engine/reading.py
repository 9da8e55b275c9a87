"""From a request to its ask: the checks, the parsing, what the session remembers of it."""

from msgspec.structs import replace

from mockllm import checks
from mockllm.ask import Ask, Model
from mockllm.engine.metered import let_through
from mockllm.engine.visit import Visit, note
from mockllm.errors import Failure
from mockllm.exchange import Answer, Recording
from mockllm.vendors.kinds import Speech

__all__ = ["following", "read"]


def read(visit: Visit, broken: Failure | None) -> Ask | Failure | None:
    """The ask of a request to a model; None for an endpoint that no model answers."""
    route = visit.place.route
    if route is None:
        return Failure("bad_method" if visit.place.known else "unknown_url")
    if broken is not None:
        return broken
    if not isinstance(route.endpoint, Speech):
        return None
    ask = _framed(visit)
    if ask is None:
        found = _checked(visit, route.endpoint)
        if isinstance(found, Failure):
            return found
        if visit.meeting is not None:
            visit.meeting.learn(route.endpoint, found)
        ask = found
    note(visit, ask)
    return let_through(ask, visit.world)


def _framed(visit: Visit) -> Ask | None:
    """The ask of a request like others that were found good."""
    meeting = visit.meeting
    if meeting is None or meeting.frame is None:
        return None
    ask = meeting.frame.asked(meeting.talk, visit.world.body, visit.raw.headers)
    if ask is not None:
        visit.forms = meeting.frame.forms
    return ask


def _checked(visit: Visit, speech: Speech) -> Ask | Failure:
    """The ask with what the session remembers of it, or the failure of the first check that it does not pass."""
    options, vendor, body = visit.world.options, visit.place.vendor, visit.world.body
    name = vendor.named(body)
    card = None if name is None else vendor.model(name, options)
    about = checks.About(visit.raw.headers, card, options.allow)
    failure = None if options.lenient else checks.first(speech.rows, body, about)
    if failure is not None:
        return failure
    ask = speech.shape.parse(body, visit.raw.headers, vendor.name, card or Model(name or ""))
    ask = ask if ask.model == name else replace(ask, model=name or "")
    joined = speech.recall(ask, visit.world)
    if isinstance(joined, Ask) and not options.lenient:
        return checks.first(speech.late, body, about) or joined
    return joined


def following(visit: Visit, found: Answer | Recording | None, ask: Ask | Failure | None) -> Ask | None:
    """The ask of the model that is asked next, where one failed before it said anything."""
    if not isinstance(found, Answer) or found.failure is None or found.turns or not isinstance(ask, Ask):
        return None
    after = visit.place.vendor.following(ask, visit.world.options)
    if after is not None:
        visit.entry.passed.append((f"{ask.model}: {found.failure.kind}, so {after.model} is asked",))
        note(visit, after)
        visit.forms = None
    return after
