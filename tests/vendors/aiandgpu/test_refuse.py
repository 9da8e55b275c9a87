"""AIandGPU's errors."""

import json
import re
from typing import get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.aiandgpu.refuse import MESSAGES, TABLE, authorize, envelope, error_object, request_id
from mockllm.vendors.aiandgpu.tasks import LATER
from mockllm.vendors.kinds import Options
from mockllm.vendors.refusal import MESSAGE_TYPES
from tests.stamps import stamp_of
from tests.vendors.refusals import refused


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_has_its_status_and_its_word(kind: FailureKind) -> None:
    reply = refused("aiandgpu", Failure(kind), model="m")
    error = json.loads(reply.body)["error"]

    assert reply.status == TABLE[kind].status
    assert list(error) == ["message", "type", "param", "code"]
    assert (error["type"], error["code"]) == (TABLE[kind].word, TABLE[kind].code)
    assert "{" not in error["message"]


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_messages_get_the_envelope_of_their_shape(kind: FailureKind) -> None:
    reply = refused("aiandgpu", Failure(kind), MESSAGES, model="m")
    told = json.loads(reply.body)

    assert (told["type"], told["error"]["type"]) == ("error", MESSAGE_TYPES[kind])
    assert told["request_id"] == dict(reply.headers)["x-request-id"]


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_a_task_fails_later_what_strikes_while_it_is_made(kind: FailureKind) -> None:
    reply = refused("aiandgpu", Failure(kind), MESSAGES, **{"model": "m", "async": True})
    begun = json.loads(reply.body).get("status") == "pending"

    assert begun == (kind in LATER)
    assert reply.status == (200 if begun else TABLE[kind].status)


def test_messages_name_what_was_asked() -> None:
    unknown = json.loads(refused("aiandgpu", Failure("model_not_found"), model="gpt-0").body)["error"]
    nowhere = json.loads(refused("aiandgpu", Failure("unknown_url"), "/v1/nowhere").body)["error"]

    assert unknown["message"] == "The model gpt-0 does not exist."
    assert nowhere["message"] == "Invalid URL (POST /v1/nowhere)"


def test_what_a_failure_says_wins() -> None:
    failure = Failure("rate_limit", "Slow down.", "p", "c", "t")

    assert error_object(failure) == {"message": "Slow down.", "type": "t", "param": "p", "code": "c"}
    assert envelope(failure, stamp_of())["error"] == {"type": "t", "message": "Slow down."}


def test_a_failure_may_bring_its_own_body_status_and_headers() -> None:
    reply = refused("aiandgpu", Failure("rate_limit", status=430, body={"a": 1}, headers=(("Retry-After", "1"),)))

    assert (reply.status, reply.body) == (430, b'{"a":1}')
    assert [value for name, value in reply.headers if name.lower() == "retry-after"] == ["1"]


def test_headers_say_whether_to_try_again() -> None:
    assert ("x-should-retry", "false") in refused("aiandgpu", Failure("miss")).headers
    assert ("retry-after", "1") in refused("aiandgpu", Failure("rate_limit")).headers
    assert "retry-after" not in dict(refused("aiandgpu", Failure("overloaded")).headers)


def test_keys() -> None:
    asked = Options(keys=("right",))
    missing = authorize({}, asked)

    assert authorize({}, Options()) is None
    assert authorize({"authorization": "Bearer right"}, asked) is None
    assert authorize({"authorization": "Bearer wrong"}, asked) == Failure("authentication")
    assert missing is not None
    assert missing.message is not None
    assert missing.message.startswith("No token provided")


def test_a_request_has_one_id() -> None:
    stamp = stamp_of()

    assert re.fullmatch(r"[0-9a-f]{32}", request_id(stamp))
    assert request_id(stamp) == request_id(stamp) != request_id(stamp_of(1))
