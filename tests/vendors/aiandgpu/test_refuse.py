"""AIandGPU's two envelopes."""

import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.aiandgpu import VENDOR, tasks
from mockllm.vendors.aiandgpu.refuse import TABLE, authorize, refuse
from mockllm.vendors.kinds import Options, World
from tests.vendors.worlds import world


def at(path: str, body: Any = None) -> World:
    where = world(VENDOR, body)
    return replace(where, raw=replace(where.raw, path=path))


def test_every_kind_has_a_row() -> None:
    assert set(TABLE) == set(get_args(FailureKind))


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses", "/v1/tasks/task_x"])
def test_all_but_messages_have_openais_envelope(path: str) -> None:
    reply = refuse(Failure("invalid_request", "No.", "model", code="c"), at(path))
    told = {"message": "No.", "type": "invalid_request_error", "param": "model", "code": "c"}
    assert (reply.status, json.loads(reply.body)) == (400, {"error": told})


def test_messages_have_anthropics_envelope() -> None:
    reply = refuse(Failure("overloaded"), at("/v1/messages"))
    body = json.loads(reply.body)
    assert (reply.status, body["type"]) == (503, "error")
    assert body["error"] == {"type": "overloaded_error", "message": "Overloaded"}
    assert body["request_id"] == dict(reply.headers)["x-request-id"]


def test_a_failure_of_the_model_fails_the_task() -> None:
    where = at("/v1/messages", {"async": True})
    reply = refuse(Failure("rate_limit"), where)
    assert (reply.status, json.loads(reply.body)["object"]) == (200, "task")
    (task,) = where.session.slot(tasks.TASKS).all()
    assert task.error == {"type": "rate_limit_error", "message": "Rate limit exceeded."}


def test_a_bad_request_for_a_task_is_refused_at_once() -> None:
    assert refuse(Failure("invalid_request"), at("/v1/messages", {"async": True})).status == 400


def test_a_miss_is_not_tried_again() -> None:
    assert dict(refuse(Failure("miss"), at("/v1/responses")).headers)["x-should-retry"] == "false"


def test_a_wanted_body_and_headers_win() -> None:
    failure = Failure("rate_limit", body="gone", headers=(("retry-after", "1"),))
    reply = refuse(failure, at("/v1/responses"))
    assert reply.body == b"gone"
    assert [value for name, value in reply.headers if name == "retry-after"] == ["1"]


def test_a_bearer_token_is_asked_for() -> None:
    options = Options(keys=("sk-right",))
    assert authorize({}, Options()) is None
    assert authorize({"authorization": "Bearer sk-right"}, options) is None
    for headers in ({}, {"authorization": "Bearer sk-wrong"}, {"x-api-key": "sk-right"}):
        failure = authorize(headers, options)
        assert failure is not None
        assert failure.kind == "authentication"
