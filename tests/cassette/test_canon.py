import gzip
import json
from typing import Any

import pytest

from mockllm.cassette.canon import VOLATILE, Rules, content, encode, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'{"a":1,"b":[true,null]}', b'{ "b": [true, null],\n"a": 1.0 }'),
        (b'{"a":"\\u00e9"}', '{"a":"é"}'.encode()),
        (b'{"a":100.0}', b'{"a":1e2}'),
    ],
)
def test_equal_documents_are_equal(one: bytes, other: bytes) -> None:
    assert encode(content((), one)) == encode(content((), other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'{"a":1}', b'{"a":"1"}'),
        (b'{"a":1}', b'{"a":1.5}'),
        (b'{"a":true}', b'{"a":1}'),
        (b"[1,2]", b"[2,1]"),
        (b"a", b"b"),
    ],
)
def test_different_documents_are_different(one: bytes, other: bytes) -> None:
    assert encode(content((), one)) != encode(content((), other))


def test_a_compressed_body_is_what_it_holds() -> None:
    assert content((("Content-Encoding", "gzip"),), gzip.compress(b'{"a": 1}')) == {"a": 1}


def test_the_boundary_of_a_form_does_not_count() -> None:
    def form(boundary: str) -> Any:
        body = f"--{boundary}\r\n\r\nx\r\n--{boundary}--\r\n".encode()
        return content((("Content-Type", f'multipart/form-data; boundary="{boundary}"'),), body)

    assert form("abc") == form("xyz")


def test_what_is_no_json_is_what_it_is() -> None:
    assert content((), b"a=b") == b"a=b"
    assert content((), b"") == b""
    assert content((), b"[" * 100_000) == b"[" * 100_000
    assert encode(b"a=b") == b"a=b"


def test_volatile_fields_go() -> None:
    rules = Rules(volatile=(*VOLATILE, "/a/*/b", "?page"))

    assert rules.clean({"user": "u", "metadata": {"x": 1}, "a": [{"b": 1, "c": 2}], "d": 3}) == {
        "a": [{"c": 2}],
        "d": 3,
    }
    assert rules.query([("z", "1"), ("page", "2"), ("b", "3")]) == [("b", "3"), ("z", "1")]
    assert rules.clean(b"text") == b"text"
    assert Rules(volatile=()).clean({"user": "u"}) == {"user": "u"}


def test_scrubs_reach_the_texts() -> None:
    rules = Rules(scrubs=(r"\d+",), results=("clock:/now",), unordered=True)
    document = {
        "messages": [
            {"role": "user", "content": "at 12:30"},
            {"role": "assistant", "content": "7", "tool_calls": [{"id": "c", "function": {"name": "clock"}}]},
            {"role": "tool", "tool_call_id": "c", "content": json.dumps({"now": 5, "zone": "CET"})},
        ]
    }

    messages = rules.clean(document)["messages"]

    assert messages[0]["content"] == "at :"
    assert messages[1]["content"] == "7"
    assert json.loads(messages[2]["content"]) == {"zone": "CET"}


def test_a_key_counts_method_path_query_and_body() -> None:
    keys = {
        key("POST", "/a", [], b"x"),
        key("GET", "/a", [], b"x"),
        key("POST", "/b", [], b"x"),
        key("POST", "/a", [("q", "1")], b"x"),
        key("POST", "/a", [], b"y"),
    }

    assert len(keys) == 5
