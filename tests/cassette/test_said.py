import json

from mockllm.cassette.said import texts


def _stream(*events: object) -> bytes:
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


def _read(body: bytes) -> list[bytes]:
    return [b"".join(body[start:end] for start, end in pieces) for pieces in texts(body)]


def _chat(index: int, **delta: object) -> object:
    return {"id": "x", "choices": [{"delta": delta, "index": index}]}


def test_the_pieces_of_a_text_are_put_together() -> None:
    assert _read(_stream(_chat(0, content="a"), _chat(0, content="b"), _chat(0, content='"'))) == [b'ab\\"']


def test_choices_and_calls_are_told_apart_by_their_numbers() -> None:
    def call(index: int, text: str) -> object:
        return {"index": index, "function": {"arguments": text}}

    body = _stream(
        _chat(0, content="a"),
        _chat(1, content="1"),
        _chat(0, tool_calls=[call(0, "x"), call(1, "y")]),
        _chat(0, tool_calls=[call(1, "Y")]),
        _chat(0, content="b", tool_calls=[call(0, "X")]),
        _chat(1, content="2"),
    )

    assert _read(body) == [b"ab", b"12", b"xX", b"yY"]


def test_types_of_events_are_told_apart() -> None:
    body = _stream(
        {"type": "response.output_text.delta", "delta": "a", "output_index": 0},
        {"type": "response.reasoning.delta", "delta": "r", "output_index": 0},
        {"type": "response.output_text.delta", "delta": "b", "output_index": 0},
        {"type": "response.output_text.done", "text": "ab", "output_index": 0},
    )

    assert _read(body) == [b"ab"]


def test_what_an_event_that_was_cut_off_says_belongs_to_the_text() -> None:
    whole = _stream(_chat(0, content="a"), _chat(0, content="b"))

    assert _read(whole + b'data: {"choices":[{"index":0,"delta":{"content":"cd\\') == [b"abcd"]
    assert _read(whole + b"data: [DONE]\r\n\r\n: words\n\ndata:\n\ndata: nothing") == [b"ab"]


def test_names_that_come_twice_in_an_object_do_no_harm() -> None:
    event = b'data: {"content":"x","content":"y"}\n\n'

    assert _read(event + _stream({"content": "z"}, {"content": "w"}) + event) == [b"zwxy"]


def test_what_is_repeated_in_every_event_is_no_text() -> None:
    assert _read(_stream({"id": "a", "model": "m"}, {"id": "a", "model": "m"})) == []
