"""Bodies that are JSON objects, and what Python alone would take for one."""

import gzip

import pytest

from mockllm.engine.payload import DEEPEST, parsed, payload
from mockllm.errors import Failure
from mockllm.exchange import Raw, Reply
from mockllm.vendors.kinds import Route


def test_an_object_is_read() -> None:
    assert payload(b' {"a": [1, 1.5, "\\ud83d\\ude00", "\\\\ud83d"], "a": 2} ') == {"a": 2}
    assert payload('{"a": "\N{GRINNING FACE}"}'.encode()) == {"a": "\N{GRINNING FACE}"}
    assert payload(b'{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\xff"}',
        b'{"a": "\x00"}',
        b'{"a": "\\ud83d"}',
        b'{"a": "\\ude00\\ud83d"}',
        b'{"a": "\\\\\\ud83d"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        "{}".encode("utf-32"),
        b'{"a": ' + b"9" * 400 + b"}",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_the_services_would_not_read_is_not_read(data: bytes) -> None:
    assert payload(data) is None


def test_brackets_may_lie_in_each_other_to_a_depth() -> None:
    def nested(depth: int) -> bytes:
        return b'{"a":' + b"[" * depth + b"]" * depth + b"}"

    assert payload(nested(DEEPEST - 1)) is not None
    assert payload(nested(DEEPEST)) is None
    assert payload(b'{"a":[' + b"[]," * 1_000 + b"[]]}") is not None


ROUTE = Route("POST", "/", "test", lambda _: Reply(200, ()), limit=100)


def sent(body: bytes, coding: str = "", **headers: str) -> Raw:
    named = {"content-type": "application/json", "content-encoding": coding, **headers}
    return Raw("POST", "/", headers=named, body=body)


def test_a_compressed_body_is_read() -> None:
    assert parsed(sent(gzip.compress(b'{"a": 1}'), "gzip"), ROUTE, 1_000) == ({"a": 1}, None)


@pytest.mark.parametrize(
    ("raw", "failure"),
    [
        (sent(b"{}" * 51), Failure("request_too_large", details={"limit": 100, "read": 102})),
        (
            sent(b"{", **{"content-type": "text/plain"}),
            Failure("bad_media_type", details={"content_type": "text/plain"}),
        ),
        (sent(b"[]"), Failure("bad_json")),
        (sent(b"{}", "odd"), Failure("bad_json", details={"coding": "unsupported"})),
        (sent(b"{}", "gzip"), Failure("bad_json", details={"coding": "invalid"})),
        (
            sent(gzip.compress(b" " * 101), "gzip"),
            Failure("request_too_large", details={"limit": 100, "read": 101, "coding": "large"}),
        ),
    ],
)
def test_why_there_is_no_object(raw: Raw, failure: Failure) -> None:
    assert parsed(raw, ROUTE, 1_000) == ({}, failure)


def test_the_servers_own_limit_holds_too() -> None:
    assert parsed(sent(b"{}" * 20), ROUTE, 10)[1] == Failure("request_too_large", details={"limit": 10, "read": 40})


def test_what_needs_no_body_has_none() -> None:
    assert parsed(sent(b""), ROUTE, 10) == ({}, None)
    assert parsed(sent(b"{"), None, 10) == ({}, None)
