"""What OpenAI's endpoints say no to, in the words of the service."""

from collections.abc import Mapping

from mockllm.ask import Body
from mockllm.errors import Failure
from mockllm.vendors.brackets import say
from mockllm.vendors.chat_kinds import METADATA

__all__ = ["above", "below", "metadata_fault", "missing", "not_found", "wrong_type"]

ARTICLES: Mapping[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a decimal number",
    list: "an array",
    dict: "an object",
    type(None): "null",
}


def missing(param: str) -> Failure:
    """A required parameter is not there."""
    return Failure(
        "invalid_request", f"Missing required parameter: '{param}'.", param, code="missing_required_parameter"
    )


def wrong_type(param: str, expected: str, value: object) -> Failure:
    """A parameter is of another type: `expected` with its article."""
    got = ARTICLES.get(type(value), "an object")
    message = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
    return Failure("invalid_request", message, param, code="invalid_type")


def below(param: str, least: int, value: int) -> Failure:
    """An integer is too small."""
    message = f"Invalid '{param}': integer below minimum value. Expected a value >= {least}, but got {value} instead."
    return Failure("invalid_request", message, param, code="integer_below_min_value")


def above(param: str, most: int, value: int) -> Failure:
    """An integer is too big."""
    message = f"Invalid '{param}': integer above maximum value. Expected a value <= {most}, but got {value} instead."
    return Failure("invalid_request", message, param, code="integer_above_max_value")


def metadata_fault(body: Body) -> Failure | None:
    """What is wrong with the metadata of a body, if anything is."""
    found = METADATA.look(body.get("metadata"))
    return None if found is None else say(found.under("metadata"))


def not_found(message: str) -> Failure:
    """There is no such thing; the service names neither parameter nor code."""
    return Failure("not_found", message)
