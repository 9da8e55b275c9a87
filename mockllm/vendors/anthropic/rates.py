"""How Anthropic tells a rate limit: three headers for each thing that is counted, and a 429 that names the limit."""

from math import ceil

from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.ratelimit import Allowance, Level
from mockllm.vendors.anthropic.replies import instant

__all__ = ["exceed", "limits"]

ROUNDED = 1_000
COUNTED = {"requests": ("requests",), "tokens": ("input-tokens", "output-tokens", "tokens")}
"""One bucket of tokens holds those of prompts and answers, so that all three of its names tell the same."""

UNITS = {"requests": "requests", "tokens": "input tokens"}
MESSAGE = (
    "This request would exceed your organization's rate limit of {limit:,} {unit} per minute. For details, refer to: "
    "https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the "
    "prompt length or the maximum tokens requested, or try again later. You may also contact sales at "
    "https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase."
)


def limits(allowance: Allowance) -> Pairs:
    """What a minute allows, what is left of it, and when it is whole again."""
    pairs: list[tuple[str, str]] = []
    for word, level in allowance.levels.items():
        for name in COUNTED[word]:
            pairs.append((f"anthropic-ratelimit-{name}-limit", str(level.limit)))
            pairs.append((f"anthropic-ratelimit-{name}-remaining", str(_left(word, level))))
            pairs.append((f"anthropic-ratelimit-{name}-reset", instant(ceil(allowance.now + level.full))))
    return tuple(pairs)


def exceed(allowance: Allowance) -> Failure:
    """The 429 of a request for which too little is left."""
    word = allowance.short or "requests"
    message = MESSAGE.format(limit=allowance.levels[word].limit, unit=UNITS[word])
    return Failure("rate_limit", message, headers=(("retry-after", str(allowance.wait)), *limits(allowance)))


def _left(word: str, level: Level) -> int:
    """What is left; tokens are told in thousands, where there are as many."""
    if word == "requests" or level.limit < ROUNDED:
        return level.left
    return min(level.limit, round(level.left / ROUNDED) * ROUNDED)
