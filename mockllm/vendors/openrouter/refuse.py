"""OpenRouter's errors: compact, with the HTTP status as the code."""

from collections.abc import Mapping
from math import ceil

from msgspec import Struct

from mockllm.ask import Headers
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.ratelimit import Allowance
from mockllm.vendors.auth import accepted, bearer
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.openrouter.providers import candidates, provider
from mockllm.vendors.refusal import MESSAGE_TYPES, refusal
from mockllm.wire import JsonObject

__all__ = ["TABLE", "Refusal", "authorize", "envelope", "error_object", "exceed", "headers", "refuse"]


class Refusal(Struct, frozen=True):
    """How one kind of failure is said; `type` is the metadata's word for it."""

    status: int
    message: str
    type: str


TABLE: Mapping[FailureKind, Refusal] = {
    "invalid_request": Refusal(400, "Invalid request", "invalid_request"),
    "authentication": Refusal(401, "User not found.", "authentication"),
    "permission": Refusal(403, "Permission denied", "permission_denied"),
    "not_found": Refusal(404, "Not Found", "not_found"),
    "model_not_found": Refusal(400, "{model} is not a valid model ID", "invalid_request"),
    "request_too_large": Refusal(413, "Request entity too large", "payload_too_large"),
    "rate_limit": Refusal(429, "Rate limit exceeded", "rate_limit_exceeded"),
    "quota": Refusal(402, "Insufficient credits. Add more using https://openrouter.ai/credits", "payment_required"),
    "overloaded": Refusal(503, "Provider returned error", "provider_overloaded"),
    "server_error": Refusal(500, "Internal Server Error", "server"),
    "timeout": Refusal(504, "Provider timed out", "timeout"),
    "bad_json": Refusal(400, "Invalid JSON in request body", "invalid_request"),
    "bad_media_type": Refusal(400, "Invalid content type: {content_type}", "invalid_request"),
    "unknown_url": Refusal(404, "Not Found", "not_found"),
    "bad_method": Refusal(405, "Method Not Allowed", "invalid_request"),
    "bad_gateway": Refusal(502, "Bad gateway", "provider_unavailable"),
    "miss": Refusal(422, "mockllm has no answer.", "mockllm_miss"),
}

MESSAGES: Mapping[FailureKind, str] = {**MESSAGE_TYPES, "model_not_found": MESSAGE_TYPES["invalid_request"]}
"""Anthropic's word for each kind, on Messages."""


def authorize(headers: Headers, options: Options) -> Failure | None:
    """Look for the key where one is asked for."""
    if options.keys is None:
        return None
    key = bearer(headers)
    if key is None:
        return Failure("authentication", "Missing Authentication header")
    return None if accepted(key, options) else Failure("authentication")


def error_object(failure: Failure, world: World | None = None, model: str = "") -> JsonObject:
    """The `error` member of a body or a chunk."""
    row = TABLE[failure.kind]
    fill = {"model": model, "content_type": ""}
    if world is not None:
        fill["model"] = candidates(world.body)[0]
    message = failure.message if failure.message is not None else row.message.format(**{**fill, **failure.details})
    told: JsonObject = {"message": message, "code": failure.status or row.status}
    if failure.kind == "miss":
        told["code"] = "mockllm_miss"
    metadata = failure.details.get("metadata")
    if metadata:
        told["metadata"] = metadata
    elif message == "Provider returned error":
        name = provider(str(fill["model"])).name
        told["metadata"] = {"raw": f"{fill['model']} is temporarily unavailable upstream.", "provider_name": name}
    return told


def envelope(failure: Failure, world: World | None = None) -> JsonObject:
    """The whole error body of Messages, which is Anthropic's."""
    message = error_object(failure, world)["message"]
    told = {"type": failure.type or MESSAGES[failure.kind], "message": message}
    return {"type": "error", "error": told, "request_id": None}


def refuse(failure: Failure, world: World) -> Reply:
    """The whole reply to a failure."""
    row = TABLE[failure.kind]
    messages = world.raw.path == "/v1/messages"
    body = envelope(failure, world) if messages else {"error": error_object(failure, world)}
    retry: Pairs = (("x-should-retry", "false"),) if failure.kind == "miss" else ()
    limits: Pairs = ()
    if failure.kind == "rate_limit":
        reset = str((world.stamp.created + 60) * 1_000)
        limits = (("x-ratelimit-limit", "20"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset))
    return refusal(failure, row.status, (*headers("application/json"), *retry, *limits), body, chunked=True)


def exceed(allowance: Allowance) -> Failure:
    """The 429 of a request for which too little is left; only it tells the limit."""
    level = allowance.levels[allowance.short or "requests"]
    reset = ceil((allowance.now + level.wait) * 1_000)
    told = (("x-ratelimit-limit", str(level.limit)), ("x-ratelimit-remaining", str(level.left)))
    retry = (("x-ratelimit-reset", str(reset)), ("retry-after", str(allowance.wait)))
    return Failure("rate_limit", headers=(*told, *retry))


def headers(content_type: str, *, stream: bool = False, generation: str | None = None) -> Pairs:
    """The headers of any answer."""
    return (
        ("content-type", content_type),
        ("access-control-allow-origin", "*"),
        *((("cache-control", "no-cache"),) if stream else ()),
        *((("x-generation-id", generation),) if generation else ()),
        ("access-control-expose-headers", "X-Generation-Id,X-Provider-Name"),
        ("permissions-policy", PERMISSIONS),
        ("referrer-policy", "no-referrer, strict-origin-when-cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("server", "cloudflare"),
    )


PERMISSIONS = (
    'payment=(self "https://checkout.stripe.com" "https://connect-js.stripe.com" "https://js.stripe.com" '
    '"https://*.js.stripe.com" "https://hooks.stripe.com")'
)
