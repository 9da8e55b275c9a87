"""What goes wrong: failures that a client is told, and mistakes of the person who runs the server."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

__all__ = ["NEUTRAL", "Failure", "FailureKind", "Miss", "MockLLMError", "counted"]

FailureKind = Literal[
    "invalid_request",
    "authentication",
    "permission",
    "not_found",
    "request_too_large",
    "rate_limit",
    "quota",
    "overloaded",
    "server_error",
    "timeout",
    "bad_json",
    "bad_media_type",
    "model_not_found",
    "unknown_url",
    "bad_method",
    "bad_gateway",
    "miss",
]
"""The kinds of failure. Those up to `timeout` are the words of scenario files; the rest arise in the server."""

NEUTRAL: tuple[FailureKind, ...] = (
    "invalid_request",
    "authentication",
    "permission",
    "not_found",
    "request_too_large",
    "rate_limit",
    "quota",
    "overloaded",
    "server_error",
    "timeout",
)
"""The kinds that a scenario may name."""


class Failure(Struct, frozen=True):
    """An error instead of a turn; a vendor says it in its own words.

    `message`, `status`, `type`, `param` and `code` are the vendor's usual ones where None. `body` replaces the whole
    error body. `headers` are added to the vendor's own.
    """

    kind: FailureKind
    message: str | None = None
    param: str | None = None
    code: str | None = None
    type: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: Any = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Miss(Struct, frozen=True):
    """No source had an answer: `why` names what came nearest and what differed, a line each."""

    why: Sequence[str] = ()


class MockLLMError(Exception):
    """A mistake of whoever runs mockllm: a bad option, scenario or cassette, said in one sentence with its place."""


def counted(number: int, noun: str) -> str:
    """A number of things for a person to read: `1 exchange`, `2 exchanges`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
