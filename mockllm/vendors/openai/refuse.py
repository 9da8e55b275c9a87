"""OpenAI's errors: what each failure is called, and the two layouts they come in.

The gateway's own refusals are indented by four and carry few headers; those of the services behind it are indented
by two. Responses escapes non-ASCII characters in both.
"""

from collections.abc import Mapping

from msgspec import Struct

from mockllm.ask import Headers
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.stamp import HEX
from mockllm.vendors.auth import accepted, bearer, masked
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.openai.replies import identity_headers, limit_headers
from mockllm.vendors.refusal import refusal
from mockllm.wire import JsonObject
from mockllm.wire.layout import ascii_pretty, four, pretty

__all__ = ["NO_KEY", "TABLE", "Refusal", "authorize", "error_object", "refuse"]

INVALID = "invalid_request_error"
KEYS = "https://platform.openai.com/account/api-keys"
NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
    "(i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the "
    "API from your browser and are prompted for a username and password. You can obtain an API key from "
    f"{KEYS}."
)
BAD_JSON = (
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library "
    "correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble "
    "figuring out how to fix this, please contact us through our help center at help.openai.com.)"
)
BAD_TYPE = (
    "Unsupported content type: '{content_type}'. This API method only accepts 'application/json' requests, but you "
    "specified the header 'Content-Type: {content_type}'. Please try again with a supported content type."
)
QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more information on this error, "
    "read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."
)
RATE = (
    "Rate limit reached for {model} in organization org-mockllm on requests per min (RPM): Limit 10000, Used 10000, "
    "Requested 1. Please try again in 6ms. Visit https://platform.openai.com/account/rate-limits to learn more."
)
SERVER = "The server had an error while processing your request. Sorry about that!"

PAST_LIMITS = frozenset({"invalid_image_format", "invalid_image_url"})
"""Codes of what is found out after the rate limiter, whose headers they therefore carry."""
UNKNOWN = frozenset({"openai-organization", "openai-project"})
"""What a service does not know of who has no key."""


class Refusal(Struct, frozen=True):
    """How one kind of failure is said. `gateway` errors never reached the service behind it."""

    status: int
    type: str
    message: str
    code: str | None = None
    gateway: bool = False


TABLE: Mapping[FailureKind, Refusal] = {
    "invalid_request": Refusal(400, INVALID, "Invalid request."),
    "authentication": Refusal(401, INVALID, "Incorrect API key provided.", "invalid_api_key", gateway=True),
    "permission": Refusal(403, INVALID, "You have insufficient permissions for this operation."),
    "not_found": Refusal(404, INVALID, "Not found."),
    "model_not_found": Refusal(404, INVALID, "The model does not exist.", "model_not_found", gateway=True),
    "request_too_large": Refusal(
        413, "server_error", "Maximum content size limit ({limit}) exceeded ({read} bytes read)", gateway=True
    ),
    "rate_limit": Refusal(429, "requests", RATE, "rate_limit_exceeded", gateway=True),
    "quota": Refusal(429, "insufficient_quota", QUOTA, "insufficient_quota", gateway=True),
    "overloaded": Refusal(503, "server_error", "The engine is currently overloaded, please try again later."),
    "server_error": Refusal(500, "server_error", SERVER),
    "timeout": Refusal(408, "timeout", "Request timed out."),
    "bad_json": Refusal(400, INVALID, BAD_JSON, gateway=True),
    "bad_media_type": Refusal(400, INVALID, BAD_TYPE, "unsupported_content_type"),
    "unknown_url": Refusal(404, INVALID, "Invalid URL ({method} {path})", gateway=True),
    "bad_method": Refusal(405, INVALID, "Only {allowed} requests are accepted.", "method_not_supported", gateway=True),
    "bad_gateway": Refusal(502, "server_error", "Bad gateway."),
    "miss": Refusal(422, INVALID, "mockllm has no answer.", "mockllm_miss"),
}


def authorize(headers: Headers, options: Options) -> Failure | None:
    """Look for the key where one is asked for."""
    if options.keys is None:
        return None
    key = bearer(headers)
    if key is None:
        return Failure("authentication", NO_KEY, details={"code": None})
    if not accepted(key, options):
        shown = f"Incorrect API key provided: {masked(key)}. You can find your API key at {KEYS}."
        return Failure("authentication", shown)
    return None


def error_object(failure: Failure, world: World | None = None) -> JsonObject:
    """The `error` member of a body or an event."""
    row = TABLE[failure.kind]
    fill = {
        "limit": 0,
        "read": 0,
        "content_type": "",
        "model": "the model",
        "method": "",
        "path": "",
        "allowed": "POST",
    }
    if world is not None:
        fill |= {"method": world.raw.method, "path": world.raw.path, "model": world.body.get("model", "the model")}
        fill["allowed"] = _allowed(world)
    message = failure.message if failure.message is not None else row.message.format(**{**fill, **failure.details})
    code = failure.details.get("code", row.code) if failure.code is None else failure.code
    return {"message": message, "type": failure.type or row.type, "param": failure.param, "code": code}


def _allowed(world: World) -> str:
    """The method of an endpoint that the service names to whoever uses another one."""
    methods = {route.method for route in world.vendor.routes if route.path == world.raw.path}
    return "POST" if "POST" in methods or not methods else max(methods)


def refuse(failure: Failure, world: World) -> Reply:
    """The whole reply to a failure."""
    row = TABLE[failure.kind]
    status = failure.status or row.status
    responses = world.raw.path.startswith(("/v1/responses", "/v1/conversations"))
    layout = ascii_pretty if responses else four if row.gateway else pretty
    headers = _headers(failure, status, world, gateway=row.gateway, responses=responses)
    body = {"error": error_object(failure, world)}
    return refusal(failure, status, headers, body, layout, chunked=status == 404 and not responses)


def _headers(failure: Failure, status: int, world: World, *, gateway: bool, responses: bool) -> Pairs:
    gateway = gateway and not responses
    charset = "; charset=utf-8" if gateway else ""
    retry: Pairs = (("x-should-retry", "false"),) if failure.kind == "miss" else ()
    if status == 429 and failure.kind == "rate_limit":
        retry = (("retry-after-ms", "6"), ("retry-after", "1"))
    return (
        ("content-type", f"application/json{charset}"),
        *((("vary", "Origin"),) if gateway else _behind(failure, status, world)),
        *retry,
        *(() if responses else (("x-openai-proxy-wasm", "v0.1"),)),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", world.stamp.id("x-request-id", "req_", HEX, 32)),
        ("server", "cloudflare"),
    )


def _behind(failure: Failure, status: int, world: World) -> Pairs:
    """What the services behind the gateway tell: who asked, where they know it, and what is left of the rates."""
    identity = identity_headers(world.stamp)
    challenge: Pairs = ()
    if status == 401:
        identity = tuple(pair for pair in identity if pair[0] not in UNKNOWN)
        challenge = (("www-authenticate", 'Bearer realm="OpenAI API"'),)
    limits: Pairs = ()
    if failure.kind == "invalid_request" and (failure.code in PAST_LIMITS or world.raw.path == "/v1/completions"):
        limits = limit_headers(str(world.body.get("model", "")), images=int(failure.code in PAST_LIMITS))
    return (("access-control-expose-headers", "X-Request-ID"), *limits, *identity, *challenge)
