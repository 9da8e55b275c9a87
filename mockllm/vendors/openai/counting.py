"""How many tokens a Responses request has.

Specification: https://platform.openai.com/docs/api-reference/responses/input-tokens
"""

from mockllm.ask import Model
from mockllm.checks import About, first
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.replies import json_reply
from mockllm.vendors.openai.responses_rows import COUNT_ROWS
from mockllm.vendors.stored import recall
from mockllm.wire import responses
from mockllm.wire.layout import ascii_pretty
from mockllm.wire.tolerant import string

__all__ = ["ROUTES", "count_input_tokens"]


def count_input_tokens(world: World) -> Reply:
    """The tokens of a whole input, with instructions, tools and the conversation before it."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options) if name else None
    about = About(world.raw.headers, model, world.options.allow)
    failure = None if world.options.lenient else first(COUNT_ROWS, world.body, about)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    ask = responses.parse(world.body, world.raw.headers, world.vendor.name, model or Model(name))
    joined = recall(ask, world)
    if isinstance(joined, Failure):
        return world.vendor.refuse(joined, world)
    shown = {"object": "response.input_tokens", "input_tokens": joined.input_tokens}
    return json_reply(world, shown, layout=ascii_pretty, family="responses")


ROUTES = (Route("POST", "/v1/responses/input_tokens", "responses.input_tokens", count_input_tokens),)
