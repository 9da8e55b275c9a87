"""What a session meters: the prompt cache in the usage of an answer, and the rate limits that were asked for."""

from dataclasses import replace

from mockllm import promptcache, ratelimit
from mockllm.ask import Ask
from mockllm.engine.render import cached, counted
from mockllm.errors import Failure
from mockllm.exchange import Answer
from mockllm.turn import Turn, Usage
from mockllm.vendors.kinds import Speech, World

__all__ = ["let_through", "limited", "used"]


def used(speech: Speech, ask: Ask, answer: Answer, world: World) -> tuple[Turn, ...]:
    """The turns of an answer, each with its usage; the prompt is looked up in the cache and kept there."""
    turns = counted(answer.turns, ask.input_tokens)
    if not promptcache.concerned(speech.cache, ask):
        return turns
    return cached(turns, answer, promptcache.account(speech.cache, ask, world.session, world.now))


def let_through(ask: Ask, world: World) -> Ask | Failure:
    """The ask, or the failure of one request too many."""
    rate, vendor = world.options.rate, world.vendor
    if rate is None:
        return ask
    found = ratelimit.take(rate, world.session, vendor.name, ask.card.id, ask.input_tokens, world.now)
    return ask if found.short is None else vendor.exceed(found)


def limited(answer: Answer, spent: Usage, ask: Ask, world: World) -> Answer:
    """The answer with headers that tell what is left, but for those that it came with."""
    rate, vendor = world.options.rate, world.vendor
    if rate is None:
        return answer
    found = ratelimit.spend(rate, world.session, vendor.name, ask.card.id, spent.output, world.now)
    own = {name.lower() for name, _ in answer.headers}
    told = tuple(pair for pair in vendor.limits(found) if pair[0] not in own)
    return replace(answer, headers=(*told, *answer.headers), steady=False)
