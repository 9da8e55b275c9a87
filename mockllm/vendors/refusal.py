"""How any vendor makes a reply of a failure, and Anthropic's words for failures, which others use as well."""

from collections.abc import Mapping
from typing import Any

from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Pairs, Reply
from mockllm.wire.layout import Layout, compact

__all__ = ["MESSAGE_TYPES", "refusal"]

_INVALID = "invalid_request_error"
MESSAGE_TYPES: Mapping[FailureKind, str] = {
    "invalid_request": _INVALID,
    "authentication": "authentication_error",
    "permission": "permission_error",
    "not_found": "not_found_error",
    "model_not_found": "not_found_error",
    "request_too_large": "request_too_large",
    "rate_limit": "rate_limit_error",
    "quota": "billing_error",
    "overloaded": "overloaded_error",
    "server_error": "api_error",
    "timeout": "timeout_error",
    "bad_json": _INVALID,
    "bad_media_type": _INVALID,
    "unknown_url": "not_found_error",
    "bad_method": _INVALID,
    "bad_gateway": "api_error",
    "miss": "mockllm_miss",
}
"""The `type` of each kind of failure in the envelope of Messages."""


def refusal(
    failure: Failure, status: int, headers: Pairs, body: Any, layout: Layout = compact, *, chunked: bool = False
) -> Reply:
    """The whole reply: the body and the headers that a failure brings win over the vendor's."""
    said = body if failure.body is None else failure.body
    data = said.encode() if isinstance(said, str) else said if isinstance(said, bytes) else layout(said)
    named = {name.lower() for name, _ in failure.headers}
    kept = tuple(pair for pair in headers if pair[0] not in named)
    return Reply(failure.status or status, (*kept, *failure.headers), data, chunked=chunked)
