"""Prediction Guard's errors are one string."""

import json
from typing import get_args

import pytest
from msgspec.structs import replace

from mockllm.errors import Failure, FailureKind
from mockllm.turn import Turn
from mockllm.vendors.kinds import Options, Said
from mockllm.vendors.predictionguard import VENDOR
from mockllm.vendors.predictionguard.refuse import TABLE, authorize, failed, refuse, told
from mockllm.wire import responses
from tests.vendors.worlds import STAMP, said_to, world


def test_every_kind_is_a_string() -> None:
    assert set(TABLE) == set(get_args(FailureKind))
    for kind in TABLE:
        body = json.loads(refuse(Failure(kind), world(VENDOR, {"model": "m"})).body)
        assert set(body) == {"error"}
        assert isinstance(body["error"], str)


def test_a_miss_is_a_400_that_is_not_tried_again() -> None:
    reply = refuse(Failure("miss", "mockllm: nothing fits"), world(VENDOR))
    assert (reply.status, json.loads(reply.body)) == (400, {"error": "mockllm: nothing fits"})
    assert dict(reply.headers)["x-should-retry"] == "false"


def test_a_wrong_key_is_forbidden_but_at_the_probe() -> None:
    failure = authorize({"authorization": "Bearer x"}, Options(keys=("y",)))
    assert failure is not None
    where = world(VENDOR)
    assert refuse(failure, where).status == 403
    probe = replace(where, raw=replace(where.raw, method="GET", path="/completions"))
    assert refuse(failure, probe).status == 401
    assert authorize({}, Options()) is None


def test_a_stream_breaks_with_the_same_string() -> None:
    said = said_to(responses, world(VENDOR, {"model": "m"}), Turn(), keep=lambda _, __: None)
    assert isinstance(said, Said)
    assert said.stamp.text == STAMP.text
    (event,) = failed(Failure("overloaded"), said, [])
    assert event.data == {"error": told(Failure("overloaded"))}


def test_an_unknown_model_is_named() -> None:
    reply = refuse(Failure("model_not_found"), world(VENDOR, {"model": "m-9"}))
    assert (reply.status, reply.body) == (400, b'{"error":"model not found: m-9"}')


@pytest.mark.parametrize(("body", "data"), [("no", b"no"), (b"\xff", b"\xff"), ({"a": 1}, b'{"a":1}')])
def test_a_failure_may_bring_its_own_body_status_and_headers(body: object, data: bytes) -> None:
    reply = refuse(Failure("quota", status=430, body=body, headers=(("retry-after", "1"),)), world(VENDOR))
    assert (reply.status, reply.body, reply.headers[-1]) == (430, data, ("retry-after", "1"))
