"""What the endpoints of the control API work with, and what they give back."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct, field

from mockllm.exchange import Raw
from mockllm.session import Session, Sessions

__all__ = ["Answered", "Asked", "Desk", "Finite", "Refusal", "refused"]


@runtime_checkable
class Finite(Protocol):
    """A source that has only so many answers."""

    def leftovers(self, session: Session) -> Sequence[str]:
        """The answers that nobody asked for, a line each."""


def _nothing() -> bytes:
    return b""


class Desk(Struct, frozen=True):
    """The server as the control API sees it.

    `release` lets the streams of a session go on that are held at a name, or all; `patterns` are how keys look that
    no answer may show.
    """

    sessions: Sessions
    finite: Sequence[Finite] = ()
    metrics: Callable[[], bytes] = _nothing
    release: Callable[[Session, str | None], int] = lambda _, __: 0
    patterns: tuple[str, ...] = ()


class Answered(Struct, frozen=True):
    """What an endpoint says: JSON, text or bytes."""

    body: Any
    status: int = 200
    content_type: str = "application/json"


class Asked(Struct, frozen=True):
    """One request of the control API and the session it is about."""

    desk: Desk
    raw: Raw
    session: Session
    params: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> Any:
        """The JSON of the body; an empty object where there is none. Raises Refusal."""
        if not self.raw.body.strip():
            return {}
        try:
            return json.loads(self.raw.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Refusal(refused(400, f"The body is not JSON: {error}", pointer="", reason="is not JSON")) from error


class Refusal(Exception):  # noqa: N818 - nothing is wrong with the server
    """A request of the control API that is refused: `answered` says why."""

    def __init__(self, answered: Answered) -> None:
        super().__init__(answered.body)
        self.answered = answered


def refused(status: int, message: str, **details: str) -> Answered:
    """An error as JSON."""
    return Answered({"error": {"message": message, **details}}, status)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number that JSON can say")
