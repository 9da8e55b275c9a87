"""How Anthropic tells a rate limit: three headers for each thing that is counted, and a 429 that names the limit."""

from collections.abc import Callable
from math import ceil

from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.ratelimit import Allowance, Level, Toll
from mockllm.vendors.anthropic.replies import instant
from mockllm.vendors.kinds import World

__all__ = ["alone", "exceed", "limits"]

ROUNDED = 1_000
COUNTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("input-tokens", ("input-tokens",)),
    ("output-tokens", ("output-tokens",)),
    ("requests", ("requests",)),
    ("tokens", ("input-tokens", "output-tokens")),
)
"""What headers name, and the buckets of which it is the sum."""
UNITS = {"requests": "requests", "input-tokens": "input tokens", "output-tokens": "output tokens"}
MESSAGE = (
    "This request would exceed your organization's rate limit of {limit:,} {unit} per minute. For details, refer to: "
    "https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the "
    "prompt length or the maximum tokens requested, or try again later. You may also contact sales at "
    "https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase."
)


def limits(allowance: Allowance) -> Pairs:
    """What a minute allows, what is left of it, and when it is whole again."""
    pairs: list[tuple[str, str]] = []
    for name, words in COUNTED:
        levels = [allowance.levels[word] for word in words if word in allowance.levels]
        if levels:
            full = max(level.full for level in levels)
            pairs.append((f"anthropic-ratelimit-{name}-limit", str(sum(level.limit for level in levels))))
            pairs.append((f"anthropic-ratelimit-{name}-remaining", str(sum(_left(name, level) for level in levels))))
            pairs.append((f"anthropic-ratelimit-{name}-reset", instant(ceil(allowance.now + full))))
    return tuple(pairs)


def exceed(allowance: Allowance) -> Failure:
    """The 429 of a request for which too little is left."""
    word = allowance.short or "requests"
    message = MESSAGE.format(limit=allowance.levels[word].limit, unit=UNITS[word])
    return Failure("rate_limit", message, headers=(("retry-after", str(allowance.wait)), *limits(allowance)))


def alone(name: str) -> Callable[[World], Toll]:
    """The toll of endpoints that have a limit of requests for themselves, of which their good answers say nothing."""
    return lambda _: Toll(name, told=False)


def _left(name: str, level: Level) -> int:
    """What is left; tokens are told in thousands, where there are as many."""
    if name == "requests" or level.limit < ROUNDED:
        return level.left
    return min(level.limit, round(level.left / ROUNDED) * ROUNDED)
