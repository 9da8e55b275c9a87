"""Bodies that are JSON objects, and what Python alone would take for one."""

import gzip
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("before", [0, 1, 17, 37, 38, 39])
def test_an_integer_has_as_many_digits_as_a_double_can_hold(before: int) -> None:
    """A text may have any digits, wherever they lie."""
    start, digits = b'{"a": "' + b"x" * before + b'", "b": ', b"9" * 308

    for good in (digits, b"-" + digits[1:], b'"' + digits * 2 + b'"', b"0." + digits, b"1e-400"):
        assert payload(start + good + b"}") == json.loads(start + good + b"}")
    for bad in (digits + b"9", b"-" + digits, b"[" + digits + b"0]", digits * 9):
        assert payload(start + bad + b"}") is None


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
SHORT = b'{"a": [1.5e3, -0, "\\ud83d\\ude00", "\xc3\xa9", true], "b": null}'


@given(st.dictionaries(st.text(), VALUES), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(value: dict[str, Any], ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only).encode()

    assert repr(payload(data)) == repr(strictly(data))


@given(
    st.integers(0, len(SHORT)), st.integers(0, 3), st.binary(max_size=2) | st.sampled_from([b"\\u", b"{", b"]", b"e"])
)
def test_broken_json_is_read_by_neither(at: int, left_out: int, put_in: bytes) -> None:
    data = SHORT[:at] + put_in + SHORT[at + left_out :]

    assert repr(payload(data)) == repr(strictly(data))


def strictly(data: bytes) -> Any:
    """What Python reads, where it is an object of finite numbers and whole characters."""
    try:
        value = json.loads(data.decode(), parse_constant=_finite, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return None
    return value if isinstance(value, dict) and not data.startswith(b"\xef\xbb\xbf") else None


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


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
