"""AIandGPU's errors: Anthropic's envelope on messages, OpenAI's on everything else.

The gateway's public pages name no error body, so envelopes and wording are our convention.
"""

from collections.abc import Mapping

from msgspec import Struct

from mockllm.ask import Headers
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.stamp import HEX, Stamp
from mockllm.vendors.aiandgpu import tasks
from mockllm.vendors.auth import accepted, bearer
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.refusal import MESSAGE_TYPES, refusal
from mockllm.wire import JsonObject

__all__ = ["MESSAGES", "TABLE", "Refusal", "authorize", "envelope", "error_object", "refuse", "request_id"]

MESSAGES = "/v1/messages"
INVALID = "invalid_request_error"
SERVER = "server_error"


class Refusal(Struct, frozen=True):
    """How one kind of failure is said; `word` and `code` are OpenAI's."""

    status: int
    message: str
    code: str | None = None
    word: str = INVALID


TABLE: Mapping[FailureKind, Refusal] = {
    "invalid_request": Refusal(400, "Invalid request."),
    "authentication": Refusal(401, "Invalid token.", "invalid_api_key"),
    "permission": Refusal(403, "Permission denied."),
    "not_found": Refusal(404, "Not found."),
    "model_not_found": Refusal(404, "The model {model} does not exist.", "model_not_found"),
    "request_too_large": Refusal(413, "Request exceeds the maximum size."),
    "rate_limit": Refusal(429, "Rate limit exceeded.", "rate_limit_exceeded", "requests"),
    "quota": Refusal(402, "Insufficient balance.", "insufficient_quota", "insufficient_quota"),
    "overloaded": Refusal(503, "Overloaded", word=SERVER),
    "server_error": Refusal(500, "Internal server error.", word=SERVER),
    "timeout": Refusal(504, "Request timed out.", word=SERVER),
    "bad_json": Refusal(400, "The request body is not valid JSON."),
    "bad_media_type": Refusal(400, "The request body must be application/json."),
    "unknown_url": Refusal(404, "Invalid URL ({method} {path})"),
    "bad_method": Refusal(405, "Not allowed to {method} on {path}."),
    "bad_gateway": Refusal(502, "Bad gateway.", word=SERVER),
    "miss": Refusal(422, "mockllm has no answer.", "mockllm_miss"),
}


def authorize(headers: Headers, options: Options) -> Failure | None:
    """Look for the bearer token where one is asked for."""
    if options.keys is None:
        return None
    key = bearer(headers)
    if key is None:
        return Failure("authentication", "No token provided: send it as Authorization: Bearer sk-xxxxxx.")
    return None if accepted(key, options) else Failure("authentication")


def request_id(stamp: Stamp) -> str:
    """The id of a request, as headers and errors carry it."""
    return stamp.id("x-request-id", "", HEX, 32)


def _message(failure: Failure, world: World | None) -> str:
    if failure.message is not None:
        return failure.message
    fill = {"model": "", "method": "", "path": ""}
    if world is not None:
        fill = {"model": str(world.body.get("model", "")), "method": world.raw.method, "path": world.raw.path}
    return TABLE[failure.kind].message.format(**fill)


def error_object(failure: Failure, world: World | None = None) -> JsonObject:
    """OpenAI's `error` member."""
    row = TABLE[failure.kind]
    return {
        "message": _message(failure, world),
        "type": failure.type or row.word,
        "param": failure.param,
        "code": failure.code or row.code,
    }


def envelope(failure: Failure, stamp: Stamp, world: World | None = None) -> JsonObject:
    """Anthropic's whole error body."""
    told = {"type": failure.type or MESSAGE_TYPES[failure.kind], "message": _message(failure, world)}
    return {"type": "error", "error": told, "request_id": request_id(stamp)}


def refuse(failure: Failure, world: World) -> Reply:
    """The whole reply to a failure; one that strikes while a task is made ends the task instead."""
    messages = world.raw.path == MESSAGES
    if messages and tasks.wanted(world.body) and failure.kind in tasks.LATER:
        return tasks.fail(envelope(failure, world.stamp, world)["error"], world)
    body = envelope(failure, world.stamp, world) if messages else {"error": error_object(failure, world)}
    return refusal(failure, TABLE[failure.kind].status, _headers(failure, world.stamp), body)


def _headers(failure: Failure, stamp: Stamp) -> Pairs:
    retry: Mapping[FailureKind, Pairs] = {
        "miss": (("x-should-retry", "false"),),
        "rate_limit": (("retry-after", "1"),),
    }
    return (
        ("content-type", "application/json"),
        *retry.get(failure.kind, ()),
        ("x-request-id", request_id(stamp)),
    )
