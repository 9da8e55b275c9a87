"""Anthropic's errors: one envelope, what each failure is called in it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mockllm.ask import Headers
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.stamp import Stamp
from mockllm.vendors.anthropic.replies import ORGANIZATION, request_id
from mockllm.vendors.anthropic.unparsable import why
from mockllm.vendors.auth import accepted, bearer
from mockllm.vendors.kinds import Options, Said, World
from mockllm.vendors.refusal import refusal
from mockllm.wire import Event, JsonObject

__all__ = ["TABLE", "Refusal", "authorize", "envelope", "failed", "refuse"]

INVALID = "invalid_request_error"
CODINGS: Mapping[str, tuple[str, str]] = {
    "invalid": ("request_body_encoding_invalid", "The request body is not valid for its `Content-Encoding`."),
    "unsupported": ("request_body_encoding_unsupported", "The request's `Content-Encoding` is not supported."),
    "large": (
        "request_body_too_large_after_decoding",
        "The compressed request body exceeds the request size limit once decoded.",
    ),
}
"""What is wrong with a compressed body, by the name of it: code and message."""
NO_KEY = 401
"""Nobody's organization is known here."""


class Refusal(Struct, frozen=True):
    """How one kind of failure is said."""

    status: int
    type: str
    message: str


TABLE: Mapping[FailureKind, Refusal] = {
    "invalid_request": Refusal(400, INVALID, "Invalid request"),
    "authentication": Refusal(401, "authentication_error", "invalid x-api-key"),
    "permission": Refusal(403, "permission_error", "Permission denied"),
    "not_found": Refusal(404, "not_found_error", "Not found"),
    "model_not_found": Refusal(404, "not_found_error", "model: {model}"),
    "request_too_large": Refusal(413, "request_too_large", "Request exceeds the maximum size"),
    "rate_limit": Refusal(
        429,
        "rate_limit_error",
        "This request would exceed your account's rate limit. Please try again later.",
    ),
    "quota": Refusal(
        400,
        INVALID,
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or "
        "purchase credits.",
    ),
    "overloaded": Refusal(529, "overloaded_error", "Overloaded"),
    "server_error": Refusal(500, "api_error", "Internal server error"),
    "timeout": Refusal(408, "timeout_error", "Request timeout"),
    "bad_json": Refusal(400, INVALID, "The request body is not valid JSON"),
    "bad_media_type": Refusal(400, INVALID, "The request body is not valid JSON: content type {content_type}"),
    "unknown_url": Refusal(404, "not_found_error", "Not found"),
    "bad_method": Refusal(405, INVALID, "Method Not Allowed"),
    "bad_gateway": Refusal(502, "api_error", "Bad gateway"),
    "miss": Refusal(422, "mockllm_miss", "mockllm has no answer."),
}


def authorize(headers: Headers, options: Options) -> Failure | None:
    """Look for the key where one is asked for: `x-api-key` wins over a bearer token."""
    if options.keys is None:
        return None
    key, token = headers.get("x-api-key"), bearer(headers)
    if not key and token is None:
        return Failure("authentication", "x-api-key header is required")
    if key and not accepted(key, options):
        return Failure("authentication", "invalid x-api-key")
    if not key and token is not None and not accepted(token, options):
        return Failure("authentication", "Invalid bearer token")
    return None


def envelope(failure: Failure, stamp: Stamp, world: World | None = None) -> JsonObject:
    """The whole error body."""
    row = TABLE[failure.kind]
    fill = {"model": "", "content_type": ""}
    if world is not None:
        fill["model"] = str(world.body.get("model", ""))
    message = failure.message if failure.message is not None else row.message.format(**{**fill, **failure.details})
    coding = CODINGS.get(failure.details.get("coding", ""))
    if coding is not None:
        message = coding[1]
    elif failure.kind == "bad_json" and failure.message is None and world is not None:
        message = why(world.raw.body)
    told: JsonObject = {"type": failure.type or row.type, "message": message}
    code = coding[0] if coding is not None else failure.code
    if code is not None:
        told["details"] = {"error_code": code}
    return {"type": "error", "error": told, "request_id": request_id(stamp)}


def refuse(failure: Failure, world: World) -> Reply:
    """The whole reply to a failure."""
    status = failure.status or TABLE[failure.kind].status
    body = envelope(failure, world.stamp, world)
    return refusal(failure, status, _headers(failure, status, world.stamp), body, chunked=True)


def failed(failure: Failure, said: Said, _: Sequence[Event]) -> Iterator[Event]:
    """The error event that ends a stream."""
    yield Event(envelope(failure, said.stamp), "error")


def _headers(failure: Failure, status: int, stamp: Stamp) -> Pairs:
    retry: Pairs = (("retry-after", "1"),) if status in {429, 529} else ()
    stop: Pairs = (("x-should-retry", "false"),) if 400 <= status < 500 and status not in {408, 409, 429} else ()
    if failure.kind in {"rate_limit", "overloaded", "server_error", "timeout"}:
        stop = (("x-should-retry", "true"),)
    return (
        ("content-type", "application/json"),
        *stop,
        *retry,
        ("request-id", request_id(stamp)),
        *((("anthropic-organization-id", ORGANIZATION),) if status != NO_KEY else ()),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("x-robots-tag", "none"),
        ("vary", "Accept-Encoding"),
        ("server", "cloudflare"),
    )
