"""How OpenAI tells a rate limit: six headers, and a 429 with the numbers in its message."""

from math import ceil

from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.ratelimit import Allowance, Level
from mockllm.vendors.openai.replies import milliseconds

__all__ = ["exceed", "limits"]

UNITS = {"requests": "requests per min (RPM)", "tokens": "tokens per min (TPM)"}
LEARN = "Visit https://platform.openai.com/account/rate-limits to learn more."


def limits(allowance: Allowance) -> Pairs:
    """What a minute allows, what is left of it, and when it is whole again."""
    levels = allowance.levels.items()
    return (
        *((f"x-ratelimit-limit-{word}", str(level.limit)) for word, level in levels),
        *((f"x-ratelimit-remaining-{word}", str(level.left)) for word, level in levels),
        *((f"x-ratelimit-reset-{word}", milliseconds(ceil(level.full * 1_000))) for word, level in levels),
    )


def exceed(allowance: Allowance) -> Failure:
    """The 429 of a request for which too little is left."""
    word = allowance.short or "requests"
    level = allowance.levels[word]
    scope = f"{allowance.name} in organization org-mockllm on {UNITS[word]}"
    if not level.fits:
        message = (
            f"Request too large for {scope}: Limit {level.limit}, Requested {level.asked}. The input or output tokens "
            f"must be reduced in order to run successfully. {LEARN}"
        )
        return Failure("rate_limit", message, type=word, headers=limits(allowance))
    return Failure("rate_limit", _message(scope, level), type=word, headers=(*limits(allowance), *_retry(level)))


def _message(scope: str, level: Level) -> str:
    used = level.limit - level.left
    again = milliseconds(ceil(level.wait * 1_000))
    return (
        f"Rate limit reached for {scope}: Limit {level.limit}, Used {used}, Requested {level.asked}. Please try again "
        f"in {again}. {LEARN}"
    )


def _retry(level: Level) -> Pairs:
    return (("retry-after-ms", str(ceil(level.wait * 1_000))), ("retry-after", str(max(1, ceil(level.wait)))))
