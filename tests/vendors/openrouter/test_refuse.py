"""OpenRouter's errors."""

import json
from typing import get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.kinds import Options, Said
from mockllm.vendors.openrouter.refuse import TABLE, authorize, failed
from mockllm.wire import Event
from tests.asks import ask
from tests.stamps import stamp_of
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


def test_a_stream_ends_with_a_chunk_of_the_same_generation() -> None:
    before = [Event(None, text="wait"), Event({"id": "gen-1", "provider": "OpenAI", "choices": []})]
    (event,) = failed(Failure("overloaded"), Said(ask(), (), stamp_of()), before)

    assert isinstance(event.data, dict)
    assert (event.data["id"], event.data["choices"][0]["finish_reason"]) == ("gen-1", "error")
    assert event.data["error"]["metadata"]["error_type"] == "provider_overloaded"
    (alone,) = failed(Failure("timeout", details={"metadata": {"a": 1}}), Said(ask(), (), stamp_of()), ())
    assert isinstance(alone.data, dict)
    assert list(alone.data) == ["error", "choices"]
    assert alone.data["error"]["metadata"] == {"error_type": "timeout", "a": 1}
