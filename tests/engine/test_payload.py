"""Bodies that are JSON objects, and what Python alone would take for one."""

import pytest

from mockllm.engine.payload import DEEPEST, payload


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
