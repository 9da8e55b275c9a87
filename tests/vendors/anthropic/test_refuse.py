"""Anthropic's errors."""

import json
from typing import get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.anthropic.refuse import TABLE, authorize, failed
from mockllm.vendors.kinds import Options, Said
from tests.asks import ask
from tests.stamps import stamp_of
from tests.vendors.refusals import refused


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_is_said_in_the_envelope(kind: FailureKind) -> None:
    reply = refused("anthropic", Failure(kind), "/v1/messages", model="m")
    told = json.loads(reply.body)

    assert reply.status == TABLE[kind].status
    assert list(told) == ["type", "error", "request_id"]
    assert told["error"]["type"] == TABLE[kind].type
    assert "{" not in told["error"]["message"]
    assert ("request-id", told["request_id"]) in reply.headers


@pytest.mark.parametrize(
    ("kind", "retry"),
    [("miss", "false"), ("invalid_request", "false"), ("rate_limit", "true"), ("overloaded", "true")],
)
def test_headers_say_whether_to_try_again(kind: FailureKind, retry: str) -> None:
    assert ("x-should-retry", retry) in refused("anthropic", Failure(kind)).headers


def test_a_code_and_a_body_of_ones_own() -> None:
    coded = refused("anthropic", Failure("invalid_request", "No.", code="c"))

    assert json.loads(coded.body)["error"] == {
        "type": "invalid_request_error", "message": "No.", "details": {"error_code": "c"},
    }  # fmt: skip
    assert refused("anthropic", Failure("quota", body="plain")).body == b"plain"
    assert refused("anthropic", Failure("quota", body=b"bytes")).body == b"bytes"


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "x-api-key header is required"),
        ({"x-api-key": "wrong"}, "invalid x-api-key"),
        ({"authorization": "Bearer wrong"}, "Invalid bearer token"),
        ({"x-api-key": "wrong", "authorization": "Bearer right"}, "invalid x-api-key"),
        ({"x-api-key": "right", "authorization": "Bearer wrong"}, None),
        ({"authorization": "Bearer right"}, None),
    ],
)
def test_keys(headers: dict[str, str], message: str | None) -> None:
    found = authorize(headers, Options(keys=("right",)))

    assert (found.message if found else None) == message
    assert authorize(headers, Options()) is None


def test_a_stream_ends_with_an_error_event() -> None:
    (event,) = failed(Failure("overloaded"), Said(ask(), (), stamp_of()), ())

    assert event.name == "error"
    assert isinstance(event.data, dict)
    assert event.data["error"] == {"type": "overloaded_error", "message": "Overloaded"}
