"""Conversations compacted to their users' messages and one opaque item.

Specification: https://platform.openai.com/docs/api-reference/responses/compact
"""

from mockllm.ask import Ask, Model
from mockllm.checks import About, first
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.ratelimit import Toll
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.replies import json_reply
from mockllm.vendors.openai.responses_rows import COMPACT_ROWS
from mockllm.vendors.stored import earlier, recall
from mockllm.wire import JsonObject, responses
from mockllm.wire.layout import ascii_pretty
from mockllm.wire.responses.ids import item_id, response_id
from mockllm.wire.responses.items import compaction, kept_items
from mockllm.wire.tolerant import string

__all__ = ["ROUTES", "compact_response", "toll"]

SHARE = 8
"""A compaction has one token for so many of what it compacts."""


def compact_response(world: World) -> Reply:
    """The user's messages, then an item that stands for the rest; what the assistant said is dropped."""
    asked = _asked(world)
    if isinstance(asked, Failure):
        return world.vendor.refuse(asked, world)
    before = earlier(asked, world)
    if isinstance(before, Failure):
        return world.vendor.refuse(before, world)
    given = enumerate(kept_items(world.body.get("input"), world.stamp))
    fresh = [{**each, "id": item_id(world.stamp, "msg", f"compact/{number}", stored=False)} for number, each in given]
    # The SDK's type for the output knows no input messages, so lenient answers leave them out.
    items = () if world.options.lenient else (*before, *fresh)
    said = [each for each in items if each["type"] == "message" and each["role"] == "user"]
    shown: JsonObject = {
        "id": response_id(world.stamp, stored=False),
        "object": "response.compaction",
        "created_at": world.stamp.at(),
        "output": [*said, compaction(world.stamp)],
        "usage": _usage(asked),
    }
    return json_reply(world, shown, layout=ascii_pretty, family="responses")


def _asked(world: World) -> Ask | Failure:
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options) if name else None
    about = About(world.raw.headers, model, world.options.allow)
    failure = None if world.options.lenient else first(COMPACT_ROWS, world.body, about)
    if failure is not None:
        return failure
    ask = responses.parse(world.body, world.raw.headers, world.vendor.name, model or Model(name))
    return recall(ask, world)


def _usage(ask: Ask) -> JsonObject:
    written = max(1, ask.input_tokens // SHARE)
    return {
        "input_tokens": ask.input_tokens,
        "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": ask.input_tokens + written,
    }


def toll(world: World) -> Toll:
    """What a request takes from the limits of its model, of which its answer says nothing."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options) or Model(name)
    asked = responses.parse(world.body, world.raw.headers, world.vendor.name, model)
    return Toll(model.id, asked.input_tokens, told=False)


ROUTES = (Route("POST", "/v1/responses/compact", "responses.compact", compact_response, toll=toll),)
