"""Events, and runs of them that are encoded once."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockllm.wire import layout
from mockllm.wire.event import Event, Run, encoded, literal

VALUES = st.tuples(st.text(max_size=8), st.integers(0, 10**6))


def made(text: str, number: int) -> dict[str, Any]:
    return {"a": "100 %s", "b": [{"text": text}], "n": number, "c": "\\u0000"}


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_events_of_a_run_are_written_as_if_each_were_encoded(rows: list[tuple[str, int]]) -> None:
    run = Run(made)

    for row in rows:
        assert Event(None, run=run, values=row).json(layout.text) == layout.text(made(*row))


def test_a_run_serves_another_encoder_too() -> None:
    run = Run(made)
    event = Event(None, run=run, values=("x", 1))

    assert event.json(layout.text) == layout.text(made("x", 1))
    assert event.json(json.dumps) == json.dumps(made("x", 1))


def test_what_looks_like_a_mark_is_no_place_for_a_value() -> None:
    run = Run(lambda text: {"a": text, "b": "\0000"[:2]})

    assert Event(None, run=run, values=("x",)).json(layout.text) == layout.text({"a": "x", "b": "\0000"[:2]})


def test_values_that_an_encoder_leaves_out_are_left_out() -> None:
    run = Run(lambda text, more: {"a": text, "b": more})

    def shorter(data: Any) -> str:
        return layout.text({"a": data["a"]})

    assert Event(None, run=run, values=("x", "y")).json(shorter) == '{"a":"x"}'


def test_data_that_was_looked_at_may_be_changed() -> None:
    event = Event(None, run=Run(lambda text: {"a": text}), values=("x",))
    assert not event.literal
    assert isinstance(event.data, dict)

    event.data["b"] = 1

    assert event.json(layout.text) == '{"a":"x","b":1}'
    assert repr(event) == "Event({'a': 'x', 'b': 1}, None, 0, '')"


def test_comments_and_texts_are_no_objects() -> None:
    assert literal(Event(None, text="wait")) == b": wait\n\n"
    assert literal(Event("[DONE]", "end")) == b"event: end\ndata: [DONE]\n\n"
    assert [Event(None).literal, Event("x").literal, Event({}).literal] == [True, True, False]


def test_names_are_left_out_where_they_are_unwanted() -> None:
    events = [Event({"a": 1}, "n"), Event("x")]

    assert list(encoded(events, layout.text)) == [b'event: n\ndata: {"a":1}\n\n', b"data: x\n\n"]
    assert list(encoded(events, layout.text, named=False)) == [b'data: {"a":1}\n\n', b"data: x\n\n"]
