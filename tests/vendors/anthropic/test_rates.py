"""How Anthropic tells a rate limit."""

from mockllm.ratelimit import Allowance, Level
from mockllm.vendors.anthropic.rates import exceed, limits


def test_tokens_are_told_in_thousands_and_small_limits_exactly() -> None:
    def left(limit: int, remaining: int) -> str:
        told = dict(limits(Allowance("m", 0.0, {"input-tokens": Level(limit, remaining, 1.2)})))
        assert told["anthropic-ratelimit-tokens-reset"] == "1970-01-01T00:00:02Z"
        return told["anthropic-ratelimit-input-tokens-remaining"]

    assert [left(40_000, 39_400), left(40_000, 39_600), left(900, 450)] == ["39000", "40000", "450"]


def test_failure_names_the_limit() -> None:
    failure = exceed(Allowance("m", 0.0, {"input-tokens": Level(80_000, 10, 60.0, 30_000, 21.5)}, "input-tokens"))

    assert failure.message is not None
    assert "rate limit of 80,000 input tokens per minute." in failure.message
    assert ("retry-after", "22") in failure.headers


def test_tokens_are_the_sum_of_both_sides_in_the_order_of_the_service() -> None:
    levels = {
        "requests": Level(9, 8, 1.0),
        "input-tokens": Level(40_000, 39_000, 2.0),
        "output-tokens": Level(500, 9, 3.0),
    }

    told = limits(Allowance("m", 0.0, levels))

    assert [name.split("-")[2] for name, _ in told[::3]] == ["input", "output", "requests", "tokens"]
    assert told[-3:] == (
        ("anthropic-ratelimit-tokens-limit", "40500"),
        ("anthropic-ratelimit-tokens-remaining", "39009"),
        ("anthropic-ratelimit-tokens-reset", "1970-01-01T00:00:03Z"),
    )
