"""Rate limits on demand: buckets, headers, the 429, and that waiting as told is enough."""

import json
from typing import Any

import pytest

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.errors import MockLLMError
from mockllm.exchange import Answer, Raw, Reply
from mockllm.ratelimit import BUCKETS, Rate, Toll, give_back, named, spend, take
from mockllm.session import Session
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Options
from tests.ways import PATHS, engine_that_says

NOW = 1_800_000_000.0
HELLO = (Turn((Text("Hello."),)),)
MODELS = {
    "openai": "gpt-4o",
    "anthropic": "claude-haiku-4-5",
    "openrouter": "openai/gpt-4o",
    "aiandgpu": "gemini-2.5-flash",
    "predictionguard": "Hermes-3-Llama-3.1-8B",
}
SPEAKING = {
    **PATHS,
    ("predictionguard", "chat"): "/predictionguard/chat/completions",
    ("predictionguard", "responses"): "/predictionguard/responses",
}


@pytest.mark.parametrize(
    ("text", "rate"),
    [("60/40000", Rate(60, 40_000)), ("60", Rate(60)), ("60/", Rate(60)), ("/500", Rate(None, 500))],
)
def test_rate_is_requests_and_tokens_a_minute(text: str, rate: Rate) -> None:
    assert named(text) == rate


@pytest.mark.parametrize("text", ["", "/", "a/b", "1/2/3", "-1", "1.5/2", "0/9", "9/0"])
def test_no_rate_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(MockLLMError, match="--rate-limit"):
        named(text)


def test_bucket_fills_evenly() -> None:
    """Two requests a minute: one more every thirty seconds, never more than two."""
    rate, session = Rate(2), Session("s")

    def passes(now: float) -> bool:
        return take(rate, session, "v", Toll("m", 0), now).short is None

    assert [passes(NOW), passes(NOW), passes(NOW)] == [True, True, False]
    assert [passes(NOW + 29), passes(NOW + 30), passes(NOW + 31)] == [False, True, False]
    assert [passes(NOW + 600), passes(NOW + 600), passes(NOW + 600)] == [True, True, False]


def test_answer_may_leave_a_debt_that_must_be_refilled() -> None:
    rate, session = Rate(None, 60), Session("s")

    assert take(rate, session, "v", Toll("m", 50), NOW).short is None
    assert spend(rate, session, "v", Toll("m", 0), NOW, 40).levels["tokens"].left == 0
    refused = take(rate, session, "v", Toll("m", 10), NOW)

    assert (refused.short, refused.wait) == ("tokens", 40)
    assert take(rate, session, "v", Toll("m", 10), NOW + 39).short == "tokens"
    assert take(rate, session, "v", Toll("m", 10), NOW + 40).short is None


def test_buckets_belong_to_a_session_and_a_model() -> None:
    rate, session = Rate(1), Session("s")
    assert take(rate, session, "v", Toll("m", 0), NOW).short is None

    assert take(rate, session, "v", Toll("other", 0), NOW).short is None
    assert take(rate, Session("o"), "v", Toll("m", 0), NOW).short is None
    assert take(rate, session, "v", Toll("m", 0), NOW).short == "requests"


def test_clock_that_goes_back_takes_nothing_away() -> None:
    rate, session = Rate(2), Session("s")
    take(rate, session, "v", Toll("m", 0), NOW)

    assert take(rate, session, "v", Toll("m", 0), NOW - 100).short is None
    assert session.slot(BUCKETS)["v/m"]["requests"].at == NOW


class Asking:
    """One client of a limited server at a settable time."""

    def __init__(self, rate: Rate, vendor: str, shape: str) -> None:
        self.engine: Engine = engine_that_says(HELLO, Settings(Options(rate=rate)))
        self.session = Session("s")
        self.path = SPEAKING[vendor, shape]
        self.now = NOW
        said = [{"role": "user", "content": "Hi"}]
        talk: dict[str, Any] = {"input": "Hi"} if shape == "responses" else {"messages": said}
        more = {"max_tokens": 9} if shape == "messages" else {}
        self.body = json.dumps({"model": MODELS[vendor], **talk, **more}).encode()

    async def __call__(self) -> tuple[Reply, dict[str, str]]:
        headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
        raw = Raw("POST", self.path, {}, headers, tuple(headers.items()), self.body, self.path, "http://test")
        reply, _ = await self.engine.respond(raw, self.session, self.now)
        return reply, dict(reply.headers)


@pytest.mark.parametrize(("vendor", "shape"), SPEAKING)
async def test_waiting_as_told_is_enough(vendor: str, shape: str) -> None:
    """In every shape: two pass, the third is a 429, and after `retry-after` one passes again."""
    ask = Asking(Rate(2), vendor, shape)

    statuses = [(await ask())[0].status for _ in range(2)]
    refused, headers = await ask()
    ask.now += int(headers["retry-after"])
    again, _ = await ask()

    assert [*statuses, refused.status, again.status] == [200, 200, 429, 200]
    assert int(headers["retry-after"]) == 30


@pytest.mark.parametrize("shape", ["chat", "responses"])
async def test_openai_tells_what_is_left(shape: str) -> None:
    ask = Asking(Rate(3, 1_000), "openai", shape)

    (_, first), (_, second) = await ask(), await ask()

    assert first["x-ratelimit-limit-requests"] == "3"
    assert (first["x-ratelimit-remaining-requests"], second["x-ratelimit-remaining-requests"]) == ("2", "1")
    assert (first["x-ratelimit-reset-requests"], second["x-ratelimit-reset-requests"]) == ("20s", "40s")
    used = 1_000 - int(first["x-ratelimit-remaining-tokens"])
    assert int(second["x-ratelimit-remaining-tokens"]) == 1_000 - 2 * used
    assert list(first).count("x-ratelimit-limit-tokens") == 1


async def test_openai_refuses_with_the_numbers() -> None:
    ask = Asking(Rate(1), "openai", "chat")
    await ask()
    ask.now += 0.5
    refused, headers = await ask()

    assert json.loads(refused.body)["error"] == {
        "message": "Rate limit reached for gpt-4o-2024-08-06 in organization org-mockllm on requests per min (RPM): "
        "Limit 1, Used 1, Requested 1. Please try again in 59.5s. Visit "
        "https://platform.openai.com/account/rate-limits to learn more.",
        "type": "requests",
        "param": None,
        "code": "rate_limit_exceeded",
    }
    assert (headers["retry-after-ms"], headers["retry-after"]) == ("59500", "60")
    assert headers["x-ratelimit-remaining-requests"] == "0"
    assert headers["content-type"] == "application/json; charset=utf-8"


async def test_openai_says_when_a_request_can_never_pass() -> None:
    refused, headers = await Asking(Rate(None, 2), "openai", "chat")()

    error = json.loads(refused.body)["error"]
    assert (refused.status, error["type"]) == (429, "tokens")
    assert error["message"].startswith("Request too large for gpt-4o")
    assert "Limit 2, Requested " in error["message"]
    assert headers["x-ratelimit-limit-tokens"] == "2"


async def test_anthropic_tells_what_is_left_and_when_it_is_whole() -> None:
    ask = Asking(Rate(2, 40_000), "anthropic", "messages")

    _, told = await ask()
    await ask()
    refused, headers = await ask()

    assert (told["anthropic-ratelimit-requests-limit"], told["anthropic-ratelimit-requests-remaining"]) == ("2", "1")
    assert told["anthropic-ratelimit-requests-reset"] == "2027-01-15T08:00:30Z"
    for name, limit in (("input-tokens", "40000"), ("output-tokens", "40000"), ("tokens", "80000")):
        assert told[f"anthropic-ratelimit-{name}-limit"] == limit
        assert told[f"anthropic-ratelimit-{name}-remaining"] == limit
    error = json.loads(refused.body)["error"]
    assert (refused.status, error["type"]) == (429, "rate_limit_error")
    assert error["message"].startswith(
        "This request would exceed your organization's rate limit of 2 requests per minute."
    )
    assert headers["anthropic-ratelimit-requests-remaining"] == "0"


async def test_openrouter_tells_its_limit_only_when_it_refuses() -> None:
    ask = Asking(Rate(1), "openrouter", "chat")

    _, told = await ask()
    _, headers = await ask()

    assert not [name for name in told if "ratelimit" in name]
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("1", "0")
    assert headers["x-ratelimit-reset"] == str(int((NOW + 60) * 1_000))


async def test_refused_request_takes_no_turn() -> None:
    """The limiter stands before the sources."""
    ask = Asking(Rate(1), "openai", "chat")
    for _ in range(2):
        await ask()

    assert [entry.source for entry in ask.session.journal] == ["fake", "error"]


async def test_headers_of_an_answer_win() -> None:
    ask = Asking(Rate(9), "openai", "chat")
    ask.engine.chain[0]._answer = Answer(HELLO, headers=(("x-ratelimit-limit-requests", "mine"),))  # type: ignore[attr-defined]  # noqa: SLF001

    reply, headers = await ask()

    assert headers["x-ratelimit-limit-requests"] == "mine"
    assert [name for name, _ in reply.headers].count("x-ratelimit-limit-requests") == 1


def test_refused_request_is_given_back() -> None:
    rate, session, toll = Rate(1, 60), Session("s"), Toll("m", 60)
    take(rate, session, "v", toll, NOW)

    give_back(rate, session, "v", toll, NOW)

    assert take(rate, session, "v", toll, NOW).short is None


def test_sides_are_counted_apart() -> None:
    """A long answer holds up the next request, however short its prompt; what was cached is given back."""
    rate, session, toll = Rate(None, 60), Session("s"), Toll("m", 50, sides=True)
    take(rate, session, "v", toll, NOW)
    found = spend(rate, session, "v", toll, NOW, output=70, cached=40)

    assert {word: level.left for word, level in found.levels.items()} == {"input-tokens": 50, "output-tokens": 0}
    refused = take(rate, session, "v", Toll("m", 1, sides=True), NOW)
    assert (refused.short, refused.wait) == ("output-tokens", 10)
    assert take(rate, session, "v", Toll("m", 1, sides=True), NOW + 10).short is None
