"""The JSON in an answer's bytes."""

import pytest

from mockllm.wire.received import document, is_json, loads, stream


def test_a_document_may_stand_after_white_space() -> None:
    assert document(b'\n         \n{"a":1}') == {"a": 1}


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"\xff{}", b"[" * 200_000])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        document(body)


def test_a_stream_is_its_objects() -> None:
    assert stream(b': hi\n\ndata: {"a":1}\r\n\r\nevent: x\ndata: {"b":2}\n\ndata: [DONE]\n\n') == [{"a": 1}, {"b": 2}]


def test_the_last_event_may_be_cut_off() -> None:
    assert stream(b'data: {"a":1}\n\ndata: {"b":') == [{"a": 1}]
    assert stream(b'data: {"a":1}\n\ndata: {"b":2}') == [{"a": 1}, {"b": 2}]


def test_an_event_in_the_middle_must_be_whole() -> None:
    with pytest.raises(ValueError, match="the data of event 1 is not a JSON object"):
        stream(b'data: {"a":\n\ndata: {"b":2}\n\n')


def test_a_stream_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        stream(b": hi\n\n")


def test_json_that_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(ValueError, match="too deep"):
        loads("[" * 200_000)


def test_half_a_document_is_no_json() -> None:
    assert is_json('{"a": 1}')
    assert not is_json('{"a": ')
