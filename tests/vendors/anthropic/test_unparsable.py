"""What is wrong with a body, as the parser of the service says it; all texts were taken from that parser."""

import pytest

from mockllm.engine.payload import payload
from mockllm.vendors.anthropic.unparsable import why


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Input is a zero-length, empty document: line 1 column 1 (char 0)"),
        (b" ", "input data is empty: line 1 column 1 (char 0)"),
        (b'{"model": ', "unexpected end of data: line 1 column 11 (char 10)"),
        (b'{"model"', "unexpected end of data: line 1 column 9 (char 8)"),
        (b'{"a":"abc', "unexpected end of data: line 1 column 10 (char 9)"),
        (b"nul", "unexpected end of data: line 1 column 4 (char 3)"),
        (b'{"a":tru}', "invalid literal, expected 'true': line 1 column 6 (char 5)"),
        (b'{"model" 1}', "unexpected character, expected ':' after key: line 1 column 10 (char 9)"),
        (b'{"a":1,}', "trailing comma is not allowed: line 1 column 7 (char 6)"),
        (b"[1,]", "trailing comma is not allowed: line 1 column 3 (char 2)"),
        (b"{a:1}", "unexpected character, expected a string key: line 1 column 2 (char 1)"),
        (b'{"a":1} x', "unexpected content after document: line 1 column 9 (char 8)"),
        (b'{"a":NaN}', "unexpected character, expected a JSON value: line 1 column 6 (char 5)"),
        (b'{"a":-}', "no digit after sign: line 1 column 7 (char 6)"),
        (b'{"a":1e999}', "number is infinity when parsed as double: line 1 column 6 (char 5)"),
        (b"[" + b"9" * 5_000 + b"]", "number is infinity when parsed as double: line 1 column 2 (char 1)"),
        (b'{"a":"\n"}', "unexpected control character in string: line 1 column 7 (char 6)"),
        (b'{"a":"\\x"}', "invalid escaped sequence in string: line 1 column 7 (char 6)"),
        (b'{"a":"\\u12"}', "invalid escaped sequence in string: line 1 column 7 (char 6)"),
        (b'{"a":"\xff"}', "str is not valid UTF-8: surrogates not allowed: line 1 column 1 (char 0)"),
        (b"\xef\xbb\xbf{}", "UTF-8 byte order mark (BOM) is not supported: line 1 column 1 (char 0)"),
        (b'{"a":"\\ud83d"}', "no low surrogate in string: line 1 column 7 (char 6)"),
        (b'{"a":"\\ud83d\\u0041"}', "invalid low surrogate in string: line 1 column 7 (char 6)"),
        (b'{"a":"\\udc00"}', "invalid high surrogate in string: line 1 column 7 (char 6)"),
        (b'{"a":[1 2]}', "unexpected character, expected ',' or ']': line 1 column 9 (char 8)"),
        (b'{"a":["}"], "b":1 "c":2}', "unexpected character, expected ',' or '}': line 1 column 19 (char 18)"),
        (b'{"a":\t1,\n \n "b":}', "unexpected character, expected a JSON value: line 3 column 6 (char 16)"),
    ],
)
def test_the_parser_of_the_service_says_the_same(data: bytes, said: str) -> None:
    assert payload(data) is None
    assert why(data) == f"The request body is not valid JSON: {said}"


def test_json_that_is_no_object_has_the_wrong_shape() -> None:
    assert why(b'["\\ud83d\\ude00"]') == "Input does not match the expected shape."


def test_too_many_brackets_are_told() -> None:
    assert why(b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}").endswith("depth limit exceeded: line 1 column 1 (char 0)")
    assert why(b"[" * 100_000) == "The request body is not valid JSON: depth limit exceeded: line 1 column 1 (char 0)"
