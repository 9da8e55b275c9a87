"""The checks of POST /v1/embeddings."""

from collections.abc import Iterator
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import ANYTHING, Kind, Null, OneOf, Text, Whole
from mockllm.checks.shapes import Object
from mockllm.errors import Failure
from mockllm.tokens import count
from mockllm.vendors.brackets import refused, say_older
from mockllm.vendors.openai.chat_rows import model_known, model_named

__all__ = ["ROWS"]

MOST_INPUTS = 2048
DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}
"""The largest vectors of the models that can make smaller ones."""

FIELDS: dict[str, Kind] = {
    "model": ANYTHING,
    "input": ANYTHING,
    "encoding_format": Null(OneOf(("float", "base64"))),
    "dimensions": Null(Whole(1)),
    "user": Null(Text()),
}


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _inputs(value: Any) -> list[Any] | None:
    """The inputs, each a string or a list of tokens, or None where the value is neither these nor one of them."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return None
    if value and all(map(_whole, value)):
        return [value]
    fine = all(isinstance(each, str) or (isinstance(each, list) and each and all(map(_whole, each))) for each in value)
    return value if fine else None


def _input_valid(body: Body, _: About) -> Failure | None:
    inputs = _inputs(body.get("input"))
    if inputs and len(inputs) <= MOST_INPUTS and all(inputs):
        return None
    text = "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."
    return refused(text)


def _embeds(_: Body, about: About) -> Failure | None:
    if about.model is None or "embedding" in about.model.traits:
        return None
    return Failure("permission", "You are not allowed to generate embeddings from this model", status=403)


def _sizes(body: Body, limit: int) -> Iterator[int]:
    for each in _inputs(body["input"]) or ():
        # A token is at least one character: what is no longer than the limit need not be counted.
        yield len(each) if isinstance(each, list) or len(each) <= limit else count(each)


def _inputs_fit(body: Body, about: About) -> Failure | None:
    if about.model is None:
        return None
    limit = about.model.context
    for size in _sizes(body, limit):
        if size > limit:
            text = (
                f"This model's maximum context length is {limit} tokens, however you requested {size} tokens "
                f"({size} in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
            )
            return refused(text)
    return None


def _dimensions(body: Body, about: About) -> Failure | None:
    value = body.get("dimensions")
    if value is None or about.model is None:
        return None
    most = DIMENSIONS.get(about.model.id)
    if most is None:
        return None if "-3-" in about.model.id else refused("This model does not support specifying dimensions.")
    text = f"Invalid value for 'dimensions' = {value}. Must be less than or equal to {most}."
    return refused(text) if value > most else None


ROWS: tuple[Check, ...] = (
    model_named,
    model_known,
    Walk(Object(FIELDS, closed=True), say_older),
    _input_valid,
    _embeds,
    _dimensions,
    _inputs_fit,
)
