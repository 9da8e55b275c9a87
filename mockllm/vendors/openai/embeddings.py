"""OpenAI's embeddings.

Specification: https://platform.openai.com/docs/api-reference/embeddings
"""

from mockllm.ask import Model
from mockllm.checks import About, first
from mockllm.exchange import Reply
from mockllm.ratelimit import Toll
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.embeddings_rows import ROWS
from mockllm.vendors.openai.replies import JSON, success_headers
from mockllm.wire.embeddings import answer, encoded, input_tokens, inputs, vector
from mockllm.wire.layout import compact, pretty_line
from mockllm.wire.tolerant import integer, string

__all__ = ["ROUTES", "embed", "full_size", "toll"]

NEWER = "text-embedding-3"
USUAL = 1_536
SIZES = {"text-embedding-3-large": 3_072}


def embed(world: World) -> Reply:
    """The vectors of all inputs."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options)
    about = About(world.raw.headers, model, world.options.allow)
    failure = None if world.options.lenient else first(ROWS, world.body, about)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    found = inputs(world.body.get("input"))
    used = sum(map(input_tokens, found))
    shown = (model or Model(name)).id
    size = min(integer(world.body.get("dimensions")) or full_size(name), max(SIZES.values()))
    encoding = string(world.body.get("encoding_format"), "float")
    values = [encoded(vector(each, shown, max(1, size)), encoding) for each in found]
    body = answer(values, shown, used)
    if not shown.startswith(NEWER):
        headers = success_headers(world.stamp, shown, content_type=JSON, family="embeddings", used=used)
        return Reply(200, headers, pretty_line(body), chunked=True)
    # Recordings of August 2026: compact, the index last, and no header that names the model.
    body["data"] = [
        {"object": each["object"], "embedding": each["embedding"], "index": each["index"]} for each in body["data"]
    ]
    headers = success_headers(world.stamp, shown, content_type=JSON, family="plain", used=used)
    return Reply(200, headers, compact(body), chunked=True)


def full_size(name: str) -> int:
    """How many dimensions a model's vectors have."""
    return SIZES.get(name, USUAL)


def toll(world: World) -> Toll:
    """What a request takes from the limits of its model."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options)
    return Toll(model.id if model else name, sum(map(input_tokens, inputs(world.body.get("input")))))


ROUTES = (Route("POST", "/v1/embeddings", "embeddings", embed, toll=toll),)
