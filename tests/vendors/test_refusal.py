"""Replies of failures."""

from typing import get_args

from mockllm.errors import Failure, FailureKind
from mockllm.vendors.refusal import MESSAGE_TYPES, refusal

HEADERS = (("content-type", "application/json"), ("x-a", "1"))


def test_vendor_says_a_failure() -> None:
    reply = refusal(Failure("quota"), 402, HEADERS, {"error": "x"})

    assert (reply.status, reply.headers, reply.body) == (402, HEADERS, b'{"error":"x"}')


def test_what_a_failure_brings_wins() -> None:
    reply = refusal(Failure("quota", status=418, body="tea", headers=(("X-A", "2"),)), 402, HEADERS, {})

    assert (reply.status, reply.body) == (418, b"tea")
    assert reply.headers == (HEADERS[0], ("X-A", "2"))


def test_each_kind_of_failure_has_a_word() -> None:
    assert set(MESSAGE_TYPES) == set(get_args(FailureKind))
