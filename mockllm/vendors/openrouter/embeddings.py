"""OpenRouter's embeddings.

Specification: https://openrouter.ai/docs/api-reference/embeddings
"""

from collections.abc import Mapping

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.ratelimit import Toll
from mockllm.stamp import BASE62, letters
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openrouter.account import SPENT
from mockllm.vendors.openrouter.providers import provider
from mockllm.vendors.openrouter.refuse import headers
from mockllm.wire import JsonObject
from mockllm.wire.embeddings import encoded, input_tokens, inputs, vector
from mockllm.wire.layout import script
from mockllm.wire.tolerant import integer, items, string

__all__ = ["ROUTES", "embed", "toll"]

PRICE = 0.02
"""US dollars a million tokens."""
USUAL = 1_536
SIZES: Mapping[str, int] = {"openai/text-embedding-3-large": 3_072}
MOST = 8_192
PADDING = b"\n         \n"


def embed(world: World) -> Reply:
    """The vectors of all inputs, and what they cost."""
    name = string(world.body.get("model"))
    failure = None if world.options.lenient else _refusal(world, name)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    found = inputs(_plain(world.body.get("input")))
    used = sum(map(input_tokens, found))
    size = min(max(1, integer(world.body.get("dimensions")) or SIZES.get(name, USUAL)), MOST)
    encoding = string(world.body.get("encoding_format"), "float")
    data = [
        {"object": "embedding", "embedding": encoded(vector(each, name, size), encoding), "index": number}
        for number, each in enumerate(found)
    ]
    cost = round(used * PRICE / 1_000_000, 10)
    world.session.slot(SPENT).add(cost)
    shown: JsonObject = {
        "object": "list",
        "data": data,
        "model": name.partition("/")[2] or name,
        "usage": _usage(used, cost),
        "provider": provider(name).name,
        "id": _generation(world),
    }
    return Reply(200, headers("application/json"), PADDING + script(shown), chunked=True)


def _plain(value: object) -> object:
    """The input with the texts of content blocks in place of the blocks."""
    if not isinstance(value, list):
        return value
    return [_text(each) if isinstance(each, dict) else each for each in value]


def _text(block: Mapping[str, object]) -> str:
    parts = items(block.get("content"))
    return " ".join(string(part.get("text")) for part in parts)


def _refusal(world: World, name: str) -> Failure | None:
    if world.vendor.model(name, world.options) is None:
        return Failure("model_not_found", f"{name} is not a valid model ID")
    if not inputs(_plain(world.body.get("input"))):
        return Failure("invalid_request", "Invalid input: expected a string, an array of strings or token ids")
    return None


def _usage(used: int, cost: float) -> JsonObject:
    return {
        "prompt_tokens": used,
        "total_tokens": used,
        "cost": cost,
        "is_byok": False,
        "cost_details": {
            "upstream_inference_cost": cost,
            "upstream_inference_prompt_cost": cost,
            "upstream_inference_completions_cost": 0,
        },
    }


def _generation(world: World) -> str:
    return world.stamp.draw(
        "generation", lambda stamp: f"gen-emb-{stamp.created}-{letters(stamp.unique + b'embedding', BASE62, 20)}"
    )


def toll(world: World) -> Toll:
    """What a request takes from the limits of its model."""
    found = inputs(_plain(world.body.get("input")))
    return Toll(string(world.body.get("model")), sum(map(input_tokens, found)))


ROUTES = (Route("POST", "/v1/embeddings", "embeddings", embed, toll=toll),)
