"""Rate limits that a person asked for: a bucket of requests and one of tokens, filled evenly over each minute.

A request takes one request and the tokens of its prompt, where there are enough of both; the tokens of the answer are
taken afterwards and may leave a debt. Where a vendor counts the two sides apart, answers have a bucket of their own, a
debt in it holds up the next request, and what was read from a cache is given back. Buckets belong to a session, a
vendor and a model, or an endpoint that is limited for itself.
"""

from collections.abc import Mapping
from math import ceil

from msgspec import Struct, field

from mockllm.errors import MockLLMError
from mockllm.session import Bounded, Session, Slot

__all__ = ["BUCKETS", "Allowance", "Bucket", "Level", "Rate", "Toll", "give_back", "named", "spend", "take"]

MINUTE = 60.0
MOST = 1_000
WORDS = ("requests", "tokens")


class Rate(Struct, frozen=True):
    """How much a minute allows; None is no limit."""

    requests: int | None = None
    tokens: int | None = None


class Toll(Struct, frozen=True):
    """What a request takes from the buckets of that name.

    Without tokens only requests are counted. `sides` counts the tokens of prompts and answers apart. `told` says
    whether a good answer tells what is left.
    """

    name: str
    tokens: int | None = None
    sides: bool = False
    told: bool = True


class Level(Struct, frozen=True):
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


class Allowance(Struct, frozen=True):
    """All buckets of that name at `now`, in Unix seconds. `short` names the one that had too little."""

    name: str
    now: float
    levels: Mapping[str, Level] = field(default_factory=dict)
    short: str | None = None

    @property
    def wait(self) -> int:
        """Whole seconds until the request would pass, at least one."""
        return max(1, ceil(max((level.wait for level in self.levels.values()), default=0.0)))


class Bucket(Struct):
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


def take(rate: Rate, session: Session, vendor: str, toll: Toll, now: float) -> Allowance:
    """Take a request and its prompt from the buckets, or say which of them is short; then nothing is taken."""
    buckets = _buckets(rate, session, vendor, toll, now)
    levels = {word: bucket.level(_asked(word, toll)) for word, bucket in buckets.items()}
    short = next((word for word, level in levels.items() if level.wait or not level.fits), None)
    if short is None:
        for word, bucket in buckets.items():
            bucket.left -= _asked(word, toll)
    return Allowance(toll.name, now, levels, short)


def give_back(rate: Rate, session: Session, vendor: str, toll: Toll, now: float) -> None:
    """Undo what a request took."""
    for word, bucket in _buckets(rate, session, vendor, toll, now).items():
        bucket.left = min(float(bucket.limit), bucket.left + _asked(word, toll))


def spend(
    rate: Rate, session: Session, vendor: str, toll: Toll, now: float, output: int = 0, cached: int = 0
) -> Allowance:
    """Take the tokens of an answer, of whose prompt so many were cached; how the buckets stand then."""
    buckets = _buckets(rate, session, vendor, toll, now)
    for word, amount in (("tokens", output), ("output-tokens", output), ("input-tokens", -cached)):
        if word in buckets:
            buckets[word].left = min(float(buckets[word].limit), buckets[word].left - amount)
    return Allowance(toll.name, now, {word: bucket.level() for word, bucket in buckets.items()})


def _asked(word: str, toll: Toll) -> int:
    return {"requests": 1, "output-tokens": 0}.get(word, toll.tokens or 0)


def _buckets(rate: Rate, session: Session, vendor: str, toll: Toll, now: float) -> dict[str, Bucket]:
    """The buckets of that name, filled up to now."""
    kept, key = session.slot(BUCKETS), f"{vendor}/{toll.name}"
    if key not in kept:
        sides = ("input-tokens", "output-tokens") if toll.sides else ("tokens",)
        limits = {"requests": rate.requests} | dict.fromkeys(() if toll.tokens is None else sides, rate.tokens)
        kept[key] = {word: Bucket(limit, float(limit), now) for word, limit in limits.items() if limit is not None}
    for bucket in kept[key].values():
        bucket.fill(now)
    return kept[key]
