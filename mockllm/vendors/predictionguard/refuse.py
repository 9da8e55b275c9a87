"""Prediction Guard's errors: a JSON object whose `error` is one string."""

from collections.abc import Iterator, Mapping, Sequence

from mockllm.ask import Headers
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.vendors.auth import accepted, bearer
from mockllm.vendors.kinds import Options, Said, World
from mockllm.vendors.refusal import refusal
from mockllm.wire import Event

__all__ = ["TABLE", "authorize", "failed", "refuse", "told"]

FORBIDDEN = "api understands the request but refuses to authorize it"
TABLE: Mapping[FailureKind, tuple[int, str]] = {
    "invalid_request": (400, "invalid request"),
    "authentication": (403, FORBIDDEN),
    "permission": (403, FORBIDDEN),
    "not_found": (404, "not found"),
    "model_not_found": (400, "model not found: {model}"),
    "request_too_large": (413, "request body too large"),
    "rate_limit": (429, "too many requests"),
    "quota": (429, "quota exceeded"),
    "overloaded": (503, "service unavailable"),
    "server_error": (500, "internal server error"),
    "timeout": (504, "request timed out"),
    "bad_json": (400, "unable to decode payload"),
    "bad_media_type": (400, "unable to decode payload"),
    "unknown_url": (404, "not found"),
    "bad_method": (405, "method not allowed"),
    "bad_gateway": (502, "bad gateway"),
    "miss": (400, "mockllm has no answer."),
}
"""The status and the text of each kind of failure."""

PROBE = "/completions"
"""What its client asks first: it knows a 401 there, and nothing else, as a key that is refused."""


def authorize(headers: Headers, options: Options) -> Failure | None:
    """Look for the bearer token where one is asked for."""
    if options.keys is None:
        return None
    key = bearer(headers)
    return None if key is not None and accepted(key, options) else Failure("authentication")


def told(failure: Failure, model: object = "") -> str:
    """What a failure says."""
    return failure.message if failure.message is not None else TABLE[failure.kind][1].format(model=model)


def refuse(failure: Failure, world: World) -> Reply:
    """The whole reply to a failure."""
    status = TABLE[failure.kind][0]
    if failure.kind == "authentication" and world.raw.method == "GET" and world.raw.path == PROBE:
        status = 401
    retry: Pairs = (("x-should-retry", "false"),) if failure.kind == "miss" else ()
    body = {"error": told(failure, world.body.get("model", ""))}
    return refusal(failure, status, (("content-type", "application/json"), *retry), body)


def failed(failure: Failure, _: Said, __: Sequence[Event]) -> Iterator[Event]:
    """The chunk that ends a stream with a failure."""
    yield Event({"error": told(failure)})
