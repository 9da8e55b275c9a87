"""OpenAI's errors."""

import json
from typing import get_args

import pytest

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.refuse import NO_KEY, TABLE, authorize
from tests.vendors.refusals import refused


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_is_said_in_the_envelope(kind: FailureKind) -> None:
    reply = refused("openai", Failure(kind), model="m")
    error = json.loads(reply.body)["error"]

    assert reply.status == TABLE[kind].status
    assert list(error) == ["message", "type", "param", "code"]
    assert "{" not in error["message"]


def test_what_the_failure_says_wins() -> None:
    failure = Failure("invalid_request", "No.", "p", "c", "t", 418, (("Server", "mine"),))
    reply = refused("openai", failure)

    assert json.loads(reply.body)["error"] == {"message": "No.", "type": "t", "param": "p", "code": "c"}
    assert reply.status == 418
    assert [value for name, value in reply.headers if name.lower() == "server"] == ["mine"]


@pytest.mark.parametrize(
    ("failure", "path", "start"),
    [
        (Failure("bad_json"), "/v1/chat/completions", b'{\n    "error"'),
        (Failure("invalid_request"), "/v1/chat/completions", b'{\n  "error"'),
        (Failure("invalid_request", "é"), "/v1/responses", b'{\n  "error": {\n    "message": "\\u00e9"'),
        (Failure("invalid_request", body="plain"), "/v1/responses", b"plain"),
        (Failure("invalid_request", body=b"bytes"), "/v1/responses", b"bytes"),
        (Failure("invalid_request", body={"a": 1}), "/v1/chat/completions", b'{\n  "a": 1'),
    ],
)
def test_the_layout_tells_who_refused(failure: Failure, path: str, start: bytes) -> None:
    assert refused("openai", failure, path).body.startswith(start)


def test_headers_say_whether_to_try_again() -> None:
    assert ("x-should-retry", "false") in refused("openai", Failure("miss")).headers
    assert ("retry-after", "1") in refused("openai", Failure("rate_limit")).headers
    challenged = dict(refused("openai", Failure("authentication"), "/v1/responses").headers)
    assert challenged["www-authenticate"].startswith("Bearer")


def test_keys() -> None:
    asked = Options(keys=("sk-right",))
    wrong = authorize({"authorization": "Bearer sk-wrong-and-long-enough"}, asked)
    missing = authorize({}, asked)

    assert authorize({}, Options()) is None
    assert authorize({"authorization": "Bearer sk-right"}, asked) is None
    assert missing is not None
    assert missing.message == NO_KEY
    assert wrong is not None
    assert "sk-wrong*" in (wrong.message or "")
