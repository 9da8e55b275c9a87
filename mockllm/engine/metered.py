"""What a session meters: the prompt cache in the usage of an answer, and the rate limits that were asked for."""

from msgspec.structs import replace

from mockllm import promptcache, ratelimit
from mockllm.ask import Ask
from mockllm.engine.render import cached, counted
from mockllm.errors import Failure
from mockllm.exchange import Answer, Pairs, Reply
from mockllm.ratelimit import Toll
from mockllm.turn import Turn, Usage
from mockllm.vendors.kinds import Speech, World

__all__ = ["admitted", "let_through", "limited", "told", "used"]

REFUSED = 400


def used(speech: Speech, ask: Ask, answer: Answer, world: World) -> tuple[Turn, ...]:
    """The turns of an answer, each with its usage; the prompt is looked up in the cache and kept there."""
    turns = counted(answer.turns, ask.input_tokens)
    if not promptcache.concerned(speech.cache, ask):
        return turns
    return cached(turns, answer, promptcache.account(speech.cache, ask, world.session, world.now))


def admitted(toll: Toll | None, world: World) -> Failure | None:
    """The failure of one request too many."""
    rate, vendor = world.options.rate, world.vendor
    if rate is None or toll is None:
        return None
    found = ratelimit.take(rate, world.session, vendor.name, toll, world.now)
    return None if found.short is None else vendor.exceed(found)


def told(toll: Toll | None, reply: Reply, world: World) -> Reply:
    """The reply of an endpoint, with headers that tell what is left; a request that it refused costs nothing."""
    rate, vendor = world.options.rate, world.vendor
    if rate is None or toll is None:
        return reply
    if reply.status >= REFUSED:
        ratelimit.give_back(rate, world.session, vendor.name, toll, world.now)
        return reply
    if not toll.told:
        return reply
    pairs = vendor.limits(ratelimit.spend(rate, world.session, vendor.name, toll, world.now))
    return replace(reply, headers=_without(reply.headers, pairs) + pairs)


def let_through(ask: Ask, world: World) -> Ask | Failure:
    """The ask, or the failure of one request too many."""
    return admitted(_toll(ask, world), world) or ask


def limited(answer: Answer, spent: Usage, ask: Ask, world: World) -> Answer:
    """The answer with headers that tell what is left, but for those that it came with."""
    rate, vendor = world.options.rate, world.vendor
    if rate is None:
        return answer
    toll = _toll(ask, world)
    found = ratelimit.spend(rate, world.session, vendor.name, toll, world.now, spent.output, spent.cached)
    pairs = _without(vendor.limits(found), answer.headers)
    return replace(answer, headers=(*pairs, *answer.headers), steady=False)


def _toll(ask: Ask, world: World) -> Toll:
    return Toll(ask.card.id, ask.input_tokens, world.vendor.sides)


def _without(pairs: Pairs, others: Pairs) -> Pairs:
    own = {name.lower() for name, _ in others}
    return tuple(pair for pair in pairs if pair[0] not in own)
