"""Rate limits that a person asked for: a bucket of requests and one of tokens, filled evenly over each minute.

A request takes one request and the tokens of its prompt, where there are enough of both; the tokens of the answer are
taken afterwards and may leave a debt. Buckets belong to a session, a vendor and a model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from mockllm.errors import MockLLMError
from mockllm.session import Bounded, Session, Slot

__all__ = ["BUCKETS", "Allowance", "Bucket", "Level", "Rate", "named", "spend", "take"]

MINUTE = 60.0
MOST = 1_000
WORDS = ("requests", "tokens")


@dataclass(frozen=True, slots=True)
class Rate:
    """How much a minute allows; None is no limit."""

    requests: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One bucket as it is: what is left of `limit`, how many seconds until it is full, what was asked for."""

    limit: int
    left: int
    full: float
    asked: int = 0
    wait: float = 0.0
    """Seconds until there is as much as was asked for."""

    @property
    def fits(self) -> bool:
        """Whether what was asked for could ever be had."""
        return self.asked <= self.limit


@dataclass(frozen=True, slots=True)
class Allowance:
    """All buckets of a model at `now`, in Unix seconds. `short` names the one that had too little."""

    model: str
    now: float
    levels: Mapping[str, Level] = field(default_factory=dict)
    short: str | None = None

    @property
    def wait(self) -> int:
        """Whole seconds until the request would pass, at least one."""
        return max(1, ceil(max((level.wait for level in self.levels.values()), default=0.0)))


@dataclass(slots=True)
class Bucket:
    """So much a minute: `left` at the time `at`, in Unix seconds."""

    limit: int
    left: float
    at: float

    def fill(self, now: float) -> None:
        """Add what has come since."""
        self.left = min(float(self.limit), self.left + max(0.0, now - self.at) * self.limit / MINUTE)
        self.at = max(self.at, now)

    def level(self, asked: int = 0) -> Level:
        """The bucket as it is, seen by a request for so much."""
        second = self.limit / MINUTE
        wait = max(0.0, (min(asked, self.limit) - self.left) / second)
        # Sums of fractions: what is short by less than a millionth is there.
        return Level(
            self.limit,
            max(0, int(self.left + 1e-6)),
            (self.limit - self.left) / second,
            asked,
            wait if wait > 1e-6 else 0.0,
        )


BUCKETS: Slot[Bounded[dict[str, Bucket]]] = Slot("ratelimit", lambda: Bounded(MOST))


def named(text: str) -> Rate:
    """The rate of `RPM/TPM`; either may be left out. Raises MockLLMError where it is none."""
    pieces = text.split("/")
    if len(pieces) > len(WORDS) or not any(pieces) or not all(not each or each.isdecimal() for each in pieces):
        raise MockLLMError(f"--rate-limit takes RPM/TPM, such as 60/40000, 60 or /40000, not {text!r}.")
    numbers = [int(each) if each else None for each in pieces]
    if 0 in numbers:
        raise MockLLMError(f"--rate-limit {text} lets nothing through; leave out a limit that is not wanted.")
    return Rate(*numbers)


def take(rate: Rate, session: Session, vendor: str, model: str, tokens: int, now: float) -> Allowance:
    """Take a request and its prompt from the buckets, or say which of them is short; then nothing is taken."""
    buckets = _buckets(rate, session, vendor, model, now)
    asked = {"requests": 1, "tokens": tokens}
    levels = {word: bucket.level(asked[word]) for word, bucket in buckets.items()}
    short = next((word for word, level in levels.items() if level.wait or not level.fits), None)
    if short is None:
        for word, bucket in buckets.items():
            bucket.left -= asked[word]
    return Allowance(model, now, levels, short)


def spend(rate: Rate, session: Session, vendor: str, model: str, tokens: int, now: float) -> Allowance:
    """Take the tokens of an answer; how the buckets stand then."""
    buckets = _buckets(rate, session, vendor, model, now)
    if "tokens" in buckets:
        buckets["tokens"].left -= tokens
    return Allowance(model, now, {word: bucket.level() for word, bucket in buckets.items()})


def _buckets(rate: Rate, session: Session, vendor: str, model: str, now: float) -> dict[str, Bucket]:
    """The buckets of a model, filled up to now."""
    kept, key = session.slot(BUCKETS), f"{vendor}/{model}"
    if key not in kept:
        limits = {"requests": rate.requests, "tokens": rate.tokens}
        kept[key] = {word: Bucket(limit, float(limit), now) for word, limit in limits.items() if limit is not None}
    for bucket in kept[key].values():
        bucket.fill(now)
    return kept[key]
