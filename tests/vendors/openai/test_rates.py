"""How OpenAI tells a rate limit."""

from mockllm.ratelimit import Allowance, Level
from mockllm.vendors.openai.rates import exceed, limits


def test_headers_tell_each_bucket() -> None:
    told = dict(limits(Allowance("m", 0.0, {"requests": Level(60, 59, 1.0), "tokens": Level(600, 0, 90.5)})))

    assert told == {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-limit-tokens": "600",
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-reset-tokens": "1m30.5s",
    }


def test_failure_is_called_after_the_bucket() -> None:
    failure = exceed(Allowance("m", 0.0, {"tokens": Level(600, 10, 59.0, 30, 0.25)}, "tokens"))

    assert failure.type == "tokens"
    assert failure.message is not None
    assert "Limit 600, Used 590, Requested 30. Please try again in 250ms." in failure.message
    assert ("retry-after", "1") in failure.headers
