"""Each test once more with a failure thrown in: those that pass with another answer have not noticed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mockllm.stamp import Dice

if TYPE_CHECKING:
    from mockllm.ask import Ask
    from mockllm.errors import FailureKind, Miss
    from mockllm.exchange import Answer, Raw, Recording
    from mockllm.vendors.kinds import World

__all__ = ["KINDS", "Disorder", "disorders", "verdict"]

KINDS = {"rate_limit": "a 429", "overloaded": "an overload", "cut": "a cut"}
"""What is thrown in, by the names of failures, and how a person says it."""

_SOON = (("retry-after-ms", "1"),)
"""Nobody waits in a test: SDKs that try again do so at once."""


@dataclass
class Disorder:
    """One failure: `kind` at the request to a model with this number, from 0."""

    kind: str
    at: int
    _seen: int = 0

    async def first(self, _: "Raw", __: "Ask | None", ___: "World") -> "Answer | Recording | Miss":
        """The failure instead of an answer, when its time has come; a cut comes later."""
        from mockllm.errors import Failure, Miss  # noqa: PLC0415 - loaded with the server
        from mockllm.exchange import Answer  # noqa: PLC0415

        due = self._seen == self.at and self.kind != "cut"
        if self.kind != "cut":
            self._seen += 1
        kind: FailureKind = "overloaded" if self.kind == "overloaded" else "rate_limit"
        return Answer(failure=Failure(kind, headers=_SOON), source="script", why=("chaos",)) if due else Miss()

    def spoil(self, found: "Answer | Recording") -> "Answer | Recording":
        """The answer, cut off when its time has come."""
        from mockllm.exchange import Answer, Fault  # noqa: PLC0415

        if self.kind != "cut":
            return found
        due, self._seen = self._seen == self.at, self._seen + 1
        if not due:
            return found
        if isinstance(found, Answer):
            return replace(found, faults=(*found.faults, Fault("cut", {"after_events": 2})), steady=False)
        frames = found.reply.frames
        if frames is None:
            return found
        return replace(found, reply=replace(found.reply, frames=frames[: len(frames) // 2], end="truncated"))


def disorders(seed: str, test: str, requests: int) -> list[Disorder]:
    """What is thrown into the runs of one test that makes so many requests."""
    dice = Dice(f"{seed}/{test}".encode())
    return [Disorder(kind, dice.fork(kind).below(requests)) for kind in KINDS] if requests else []


def verdict(test: str, disorder: Disorder, before: Sequence[str], after: Sequence[str]) -> list[str]:
    """What to say of a test that passed, by the answers it got before and under chaos."""
    if list(before) == list(after):
        return []
    return [f"{test} passed with a different answer after {KINDS[disorder.kind]} at request {disorder.at + 1}"]
