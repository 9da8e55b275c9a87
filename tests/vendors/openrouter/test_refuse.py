"""OpenRouter's errors."""

import json
from typing import get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.ratelimit import Allowance, Level
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.refuse import MESSAGES, TABLE, authorize, envelope, error_object, exceed, headers
from tests.vendors.refusals import refused


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_has_its_status_as_its_code(kind: FailureKind) -> None:
    reply = refused("openrouter", Failure(kind), model="openai/gpt-4o")
    error = json.loads(reply.body)["error"]

    assert reply.status == TABLE[kind].status
    assert error["code"] == (reply.status if kind != "miss" else "mockllm_miss")
    assert "{" not in error["message"]


def test_a_providers_failure_names_it() -> None:
    error = json.loads(refused("openrouter", Failure("overloaded"), model="openai/gpt-4o").body)["error"]

    assert error["metadata"]["provider_name"] == "OpenAI"


def test_headers_say_whether_to_try_again() -> None:
    assert ("x-should-retry", "false") in refused("openrouter", Failure("miss")).headers
    assert ("x-ratelimit-remaining", "0") in refused("openrouter", Failure("rate_limit")).headers


def test_keys() -> None:
    asked = Options(keys=("right",))
    missing = authorize({}, asked)

    assert authorize({}, Options()) is None
    assert authorize({"authorization": "Bearer right"}, asked) is None
    assert authorize({"authorization": "Bearer wrong"}, asked) == Failure("authentication")
    assert missing is not None
    assert missing.message == "Missing Authentication header"


def test_messages_get_the_envelope_of_their_shape() -> None:
    reply = refused("openrouter", Failure("quota"), "/v1/messages", model="anthropic/claude-haiku-4.5")

    assert (reply.status, json.loads(reply.body)["error"]["type"]) == (402, "billing_error")
    assert list(json.loads(reply.body)) == ["type", "error", "request_id"]


def test_every_failure_has_its_word_on_messages() -> None:
    assert {envelope(Failure(kind))["error"]["type"] for kind in MESSAGES} == set(MESSAGES.values())
    assert set(MESSAGES) == set(get_args(FailureKind))


def test_a_failure_may_bring_its_own_body_status_and_headers() -> None:
    failure = Failure("rate_limit", status=430, body="no", headers=(("X-RateLimit-Limit", "7"),))
    reply = refused("openrouter", failure)

    assert (reply.status, reply.body) == (430, b"no")
    assert [value for name, value in reply.headers if name.lower() == "x-ratelimit-limit"] == ["7"]


def test_metadata_that_a_failure_brings_is_told() -> None:
    told = error_object(Failure("overloaded", details={"metadata": {"raw": "busy"}}), model="openai/gpt-4o")

    assert told["metadata"] == {"raw": "busy"}


def test_headers_name_the_generation_where_there_is_one() -> None:
    assert dict(headers("text/event-stream", stream=True, generation="gen-1"))["x-generation-id"] == "gen-1"
    assert "x-generation-id" not in dict(headers("application/json"))


def test_a_limit_is_told_where_it_is_exceeded() -> None:
    levels = {"requests": Level(20, 3, 0), "tokens": Level(1_000, 0, 60, 500, 12.5)}
    failure = exceed(Allowance("m", 1_000.0, levels, "tokens"))

    assert failure.kind == "rate_limit"
    assert dict(failure.headers) == {
        "x-ratelimit-limit": "1000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "1012500",
        "retry-after": "13",
    }
