"""From a request to its ask: the checks, the parsing, what the session remembers of it."""

from msgspec.structs import replace

from mockllm import checks
from mockllm.ask import Ask, Model
from mockllm.engine.metered import let_through
from mockllm.engine.visit import Visit, note
from mockllm.errors import Failure
from mockllm.exchange import Answer, Recording
from mockllm.vendors.kinds import Speech
from mockllm.wire.talk import talk

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
    return _checked(visit, route.endpoint)


def _checked(visit: Visit, speech: Speech) -> Ask | Failure:
    body, headers = visit.world.body, visit.raw.headers
    said = None if speech.alike is None else talk(body, speech.shape.talk)
    if said is None or visit.frames is None:
        return _let_in(visit, _read(visit, speech))
    key = (visit.place.vendor.name, visit.entry.endpoint, *map(headers.get, speech.heeds), said.roles, said.rest)
    frame = visit.frames.find(key)
    ask = None if frame is None else frame.asked(said, body, headers)
    if frame is None or ask is None:
        found = _read(visit, speech)
        if isinstance(found, Ask) and _by_itself(speech, found):
            visit.frames.learn(key, speech, found, said)
        return _let_in(visit, found)
    visit.forms = frame.forms
    return _let_in(visit, ask)


def _by_itself(speech: Speech, ask: Ask) -> bool:
    """Whether requests with other texts are judged alike and answered in the same form."""
    free = ask.format is None or ask.format.kind != "json_object"
    return free and not ask.found and speech.alone(ask) and speech.alike is not None and speech.alike(ask)


def _let_in(visit: Visit, ask: Ask | Failure) -> Ask | Failure:
    if isinstance(ask, Failure):
        return ask
    note(visit, ask)
    return let_through(ask, visit.world)


def _read(visit: Visit, speech: Speech) -> Ask | Failure:
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
