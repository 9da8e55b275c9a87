"""OpenAI's embeddings.

Specification: https://platform.openai.com/docs/api-reference/embeddings
"""

from mockllm.ask import Body, Model
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.refused import above, below, no_model, wrong_type
from mockllm.vendors.openai.replies import JSON, success_headers
from mockllm.wire.embeddings import answer, encoded, input_tokens, inputs, vector
from mockllm.wire.layout import pretty_line
from mockllm.wire.tolerant import integer, string

__all__ = ["ROUTES", "embed", "full_size", "refusal"]

MOST_INPUTS = 2_048
MOST_TOKENS = 8_192
USUAL = 1_536
SIZES = {"text-embedding-3-large": 3_072}
CUTTABLE = "text-embedding-3"
ENCODINGS = ("float", "base64")


def embed(world: World) -> Reply:
    """The vectors of all inputs."""
    name = string(world.body.get("model"))
    model = world.vendor.model(name, world.options)
    failure = None if world.options.lenient else refusal(world.body, model, world.options.allow)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    found = inputs(world.body.get("input"))
    used = sum(map(input_tokens, found))
    shown = (model or Model(name)).id
    size = min(integer(world.body.get("dimensions")) or full_size(name), max(SIZES.values()))
    encoding = string(world.body.get("encoding_format"), "float")
    values = [encoded(vector(each, shown, max(1, size)), encoding) for each in found]
    headers = success_headers(world.stamp, shown, content_type=JSON, family="embeddings", used=used)
    return Reply(200, headers, pretty_line(answer(values, shown, used)), chunked=True)


def full_size(name: str) -> int:
    """How many dimensions a model's vectors have."""
    return SIZES.get(name, USUAL)


def refusal(body: Body, model: Model | None, allow: frozenset[str]) -> Failure | None:
    """What is wrong with a request; the first that is found."""
    name = body.get("model")
    if not isinstance(name, str) or not name:
        return Failure("invalid_request", "you must provide a model parameter")
    if model is None:
        return no_model(name)
    if "embedding" not in model.traits and "model" not in allow:
        message = "You are not allowed to generate embeddings from this model"
        return Failure("permission", message, type="invalid_request_error")
    return _bad_input(body.get("input")) or _bad_dimensions(body.get("dimensions"), name) or _bad_encoding(body)


def _bad_input(value: object) -> Failure | None:
    found = inputs(value)
    whole = isinstance(value, str) or (
        isinstance(value, list) and (found == (tuple(value),) or len(found) == len(value))
    )
    if not (found and all(found) and whole):
        message = (
            "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."
        )
        return Failure("invalid_request", message)
    if len(found) > MOST_INPUTS:
        message = (
            f"Invalid 'input': array too long. Expected an array with maximum length {MOST_INPUTS}, "
            f"but got an array with length {len(found)} instead."
        )
        return Failure("invalid_request", message, "input", code="array_above_max_length")
    longest = max(map(input_tokens, found))
    if longest > MOST_TOKENS:
        message = (
            f"This model's maximum context length is {MOST_TOKENS} tokens, however you requested {longest} tokens "
            f"({longest} in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
        )
        return Failure("invalid_request", message)
    return None


def _bad_dimensions(value: object, name: str) -> Failure | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return wrong_type("dimensions", "an integer", value)
    if not name.startswith(CUTTABLE):
        return Failure("invalid_request", "This model does not support specifying dimensions.")
    if value < 1:
        return below("dimensions", 1, value)
    return above("dimensions", full_size(name), value) if value > full_size(name) else None


def _bad_encoding(body: Body) -> Failure | None:
    encoding = body.get("encoding_format")
    if encoding is None or encoding in ENCODINGS:
        return None
    if not isinstance(encoding, str):
        return wrong_type("encoding_format", "one of 'float' or 'base64'", encoding)
    message = f"Invalid value: '{encoding}'. Supported values are: 'float' and 'base64'."
    return Failure("invalid_request", message, "encoding_format", code="invalid_value")


ROUTES = (Route("POST", "/v1/embeddings", "embeddings", embed),)
