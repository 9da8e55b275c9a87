"""How many tokens a Messages request has.

Specification: https://platform.claude.com/docs/en/api/messages-count-tokens
"""

from mockllm.ask import Model
from mockllm.checks import About, first
from mockllm.exchange import Reply
from mockllm.vendors.anthropic import rates
from mockllm.vendors.anthropic.editing import edited
from mockllm.vendors.anthropic.message_rows import COUNT_ROWS
from mockllm.vendors.anthropic.replies import json_reply
from mockllm.vendors.kinds import Route, World
from mockllm.wire import JsonObject, messages
from mockllm.wire.tolerant import string

__all__ = ["ROUTES", "count_tokens"]

BETA = "token-counting-2024-11-01"


def count_tokens(world: World) -> Reply:
    """The tokens of a whole request; with edits of the context asked for, also what it was before them."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options)
    about = About(world.raw.headers, model, world.options.allow)
    failure = None if world.options.lenient else first(COUNT_ROWS, world.body, about)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    ask = messages.parse(world.body, world.raw.headers, world.vendor.name, model or Model(name))
    shown: JsonObject = {"input_tokens": edited(ask).input_tokens}
    if world.body.get("context_management") or (world.options.lenient and _is_beta(world)):
        shown["context_management"] = {"original_input_tokens": ask.input_tokens}
    return json_reply(world, shown)


def _is_beta(world: World) -> bool:
    return BETA in world.raw.headers.get("anthropic-beta", "") or world.raw.query.get("beta") == "true"


TOLL = rates.alone("count_tokens")
ROUTES = (Route("POST", "/v1/messages/count_tokens", "messages.count_tokens", count_tokens, toll=TOLL),)
