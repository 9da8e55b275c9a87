"""Events, and runs of them that are encoded once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.stamp import Noise
from mockllm.wire import layout
from mockllm.wire.event import Event, Ink, More, Run, Tail, encoded, literal

NOISE = Noise("abc" * 400)
ROWS = st.lists(st.tuples(st.text(max_size=8), st.integers(0, 10**6)), min_size=1, max_size=5)
TAILS = (
    None,
    Tail(
        lambda numbers, sizes: ["%s" * (index + size % 3) for index, size in zip(numbers, sizes, strict=True)],
        ',"100 %":"',
        '"',
        '{"n"',
    ),
    Tail(lambda numbers, _: [" " * index for index in numbers], spares='{"a"'),
)


def made(text: str, number: Any = 7, padding: Any = "") -> dict[str, Any]:
    return {"a": "100 %s", "b": [{"text": text}], "n": number, "p": padding, "c": "\\u0000"}


NUMBERED: tuple[More, ...] = (
    lambda *said: said[2],
    lambda noise, pieces, numbers: noise.paddings(numbers, map(len, pieces)),
)


def told(run: Run, rows: list[tuple[str, int]]) -> list[Event]:
    pieces, numbers = zip(*rows, strict=True)
    return list(run.events(pieces, numbers, numbers))


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("more", [(), NUMBERED])
@given(rows=ROWS, named=st.booleans())
def test_events_of_a_run_are_written_as_if_each_were_encoded(
    tail: Tail | None, more: tuple[More, ...], rows: list[tuple[str, int]], *, named: bool
) -> None:
    events = told(Run(made, "n", more, NOISE), rows)
    apart = [
        Event(made(text, *[value for each in more for value in each(NOISE, [text], [number])]), "n")
        for text, number in rows
    ]

    shown = list(encoded(events, Ink(layout.text, tail, named)))

    assert shown == list(encoded(apart, Ink(layout.text, tail, named)))


def test_events_of_a_run_know_what_they_carry() -> None:
    for shown in (True, False):
        run = Run(made, "n", shown=shown)
        events = list(run.events(["a", "bc"], [1, 2]))

        assert [(each.name, each.tokens, each.text) for each in events] == [
            ("n", 1, "a" if shown else ""),
            ("n", 2, "bc" if shown else ""),
        ]


def test_runs_may_follow_each_other() -> None:
    one, two = Run(lambda text: {"a": text}), Run(lambda text: {"b": text})
    events = [*one.events(["x"], [1]), *two.events(["y"], [1]), Event("[DONE]"), *one.events(["z"], [1])]

    shown = b"".join(encoded(events, Ink(layout.text)))

    assert shown == b'data: {"a":"x"}\n\ndata: {"b":"y"}\n\ndata: [DONE]\n\ndata: {"a":"z"}\n\n'


def test_a_tail_spares_what_begins_as_it_says() -> None:
    tail = Tail(lambda _, sizes: map(str, sizes), ',"t":', "", '{"error":')

    assert [tail.put(text, 0) for text in ('{"a":1}', '{"error":1}')] == ['{"a":1,"t":7}', '{"error":1}']


def test_what_looks_like_a_mark_is_no_place_for_a_value() -> None:
    run = Run(lambda text: {"a": text, "b": "\0000"[:2]})

    assert list(encoded(run.events(["x"], [1]), Ink(layout.text))) == [b'data: {"a":"x","b":"\\u00000"}\n\n']


def test_values_that_an_encoder_leaves_out_are_left_out() -> None:
    run = Run(lambda text, more, _: {"a": text, "b": more}, more=NUMBERED)

    def shorter(data: Any) -> str:
        return layout.text({"a": data["a"]})

    assert list(encoded(run.events(["x"], [1]), Ink(shorter))) == [b'data: {"a":"x"}\n\n']


def test_half_a_pair_of_surrogates_leaves_as_the_replacement_character() -> None:
    run = Run(lambda text: {"a": text})

    assert (
        list(encoded(run.events(["x", "\ud800"], [1, 1]), Ink(layout.text)))[1] == 'data: {"a":"\ufffd"}\n\n'.encode()
    )


def test_data_that_was_looked_at_may_be_changed() -> None:
    (event,) = Run(lambda text: {"a": text}).events(["x"], [1])
    assert not event.literal
    assert isinstance(event.data, dict)

    event.data["b"] = 1

    assert event.json(layout.text) == '{"a":"x","b":1}'
    assert repr(event) == "Event({'a': 'x', 'b': 1}, None, 1, '')"


def test_comments_and_texts_are_no_objects() -> None:
    assert literal(Event(None, text="wait")) == ": wait\n\n"
    assert literal(Event("[DONE]", "end")) == "event: end\ndata: [DONE]\n\n"
    assert [Event(None).literal, Event("x").literal, Event({}).literal] == [True, True, False]


def test_names_are_left_out_where_they_are_unwanted() -> None:
    events = [Event({"a": 1}, "n"), Event("x")]

    assert list(encoded(events, Ink(layout.text))) == [b'event: n\ndata: {"a":1}\n\n', b"data: x\n\n"]
    assert list(encoded(events, Ink(layout.text, named=False))) == [b'data: {"a":1}\n\n', b"data: x\n\n"]
