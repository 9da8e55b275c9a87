"""Each test once more with a failure thrown in: those that pass with another answer have not noticed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mockllm.stamp import Dice

if TYPE_CHECKING:
    from mockllm.api.mishap import Mishap
    from mockllm.errors import FailureKind

__all__ = ["KINDS", "Disorder", "Toll", "disorders"]

KINDS: Mapping[str, "FailureKind | None"] = {"a 429": "rate_limit", "an overload": "overloaded", "a cut": None}
"""What is thrown in, as a person says it, and the failure that it is."""


class Disorder(Struct, frozen=True):
    """What is thrown into one run of a test, at the request to a model with this number, from 0."""

    kind: str
    at: int

    def mishap(self) -> "Mishap":
        """It, as a session suffers it."""
        from mockllm.api.mishap import Mishap  # noqa: PLC0415 - loaded with the server

        return Mishap(self.at, KINDS[self.kind])


@dataclass
class Toll:
    """What the runs under chaos have shown: how many ended in which way, and which tests passed all the same."""

    runs: Counter[str] = field(default_factory=Counter)
    unmoved: list[str] = field(default_factory=list)

    def note(self, test: str, disorder: Disorder, before: Sequence[str], after: Sequence[str], *, passed: bool) -> None:
        """Take in one run by the whole answers that its test got before and under chaos, in any order."""
        differs = Counter(before) != Counter(after)
        self.runs["failed" if not passed else "passed with a different answer" if differs else "as before"] += 1
        if passed and differs:
            struck = f"{disorder.kind} at request {disorder.at + 1}"
            self.unmoved.append(f"{test} passed with a different answer after {struck}")

    def add(self, told: Mapping[str, Any]) -> None:
        """Take in what a worker of xdist has shown."""
        self.runs.update(told.get("runs", {}))
        self.unmoved += told.get("unmoved", [])

    def lines(self, seed: str) -> list[str]:
        """What to say at the end of the run."""
        if not self.runs:
            return []
        ends = ", ".join(f"{number} {end}" for end, number in sorted(self.runs.items()))
        return [f"Chaos with seed {seed}: {self.runs.total()} runs, {ends}.", *self.unmoved]


def disorders(seed: str, test: str, requests: int) -> list[Disorder]:
    """What is thrown into the runs of one test that makes so many requests."""
    dice = Dice(f"{seed}/{test}".encode())
    return [Disorder(kind, dice.fork(kind).below(requests)) for kind in KINDS] if requests else []
