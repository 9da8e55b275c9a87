"""Answers that are encoded once, with slots for text, counts and stamp."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.engine.form import Encoded, Forms
from mockllm.stamp import BASE62
from mockllm.turn import Citation, Json, Refusal, Text, ToolCall, Turn, Usage
from mockllm.vendors.anthropic import MESSAGES
from mockllm.vendors.kinds import Said, Speech
from mockllm.vendors.openai import CHAT, RESPONSES
from mockllm.wire import Event, Run
from mockllm.wire.coding import burst
from mockllm.wire.event import encoded
from tests.asks import ask
from tests.stamps import stamp_of

SPEECHES = {"chat": CHAT, "responses": RESPONSES, "messages": MESSAGES}
TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())


def blank(shape: str, *, stream: bool) -> Ask:
    return replace(ask(shape=shape, stream=stream, body={"metadata": {"a": "100 %s"}}), messages=())


def said(shape: str, text: str, number: int, stream: bool) -> Said:
    turn = Turn((Text(text),), "end", usage=Usage(number, 2 * number))
    return Said(ask(shape=shape, stream=stream, body=blank(shape, stream=stream).body), (turn,), stamp_of(number % 256))


def written(speech: Speech, told: Said) -> Encoded:
    """The bytes of an answer, without forms."""
    if told.ask.stream:
        events = speech.stream(told, speech.shape.events(told.ask, told.turns, told.stamp))
        return burst(list(encoded(events, speech.ink(told))))
    return (speech.layout(speech.dress(told, speech.shape.body(told.ask, told.turns, told.stamp))),)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("shape", SPEECHES)
@given(one=TEXTS, other=TEXTS, number=st.integers(1, 10**9))
def test_a_form_that_is_filled_is_a_fresh_encoding(
    shape: str, one: str, other: str, number: int, *, stream: bool
) -> None:
    speech, forms = SPEECHES[shape], Forms(blank(shape, stream=stream))
    first, told, fresh = (said(shape, text, n, stream) for text, n in ((one, 3), (other, number), (other, number)))
    assert forms.answered(speech, first) is None
    forms.learn(speech, first, written(speech, first))

    assert forms.answered(speech, told) == written(speech, fresh)
    assert {label for label in fresh.stamp.drawn if label != "x-request-id"} == set(told.stamp.drawn)


@pytest.mark.parametrize(
    "turn",
    [
        Turn((Text(""),), usage=Usage(1, 1)),
        Turn((Text("a", (Citation("https://a.example"),)),), usage=Usage(1, 1)),
        Turn((Text("a"), Text("b")), usage=Usage(1, 1)),
        Turn((ToolCall("f"),), usage=Usage(1, 1)),
        Turn((Refusal("No."),), usage=Usage(1, 1)),
        Turn((Text("a"),)),
        Turn((Text("a"),), usage=Usage(1, 1, reasoning=1)),
        Turn((Text("a"),), usage=Usage(1, 1, cached=1)),
        Turn((Text("a"),), usage=Usage(1, 1, written_1h=1)),
        Turn((Text("a"),), usage=Usage(1, 0)),
        Turn((Text("a"),), usage=Usage(1, 1), extra={"hold_after": "a"}),
    ],
)
def test_answers_that_say_more_than_one_text_have_no_form(turn: Turn) -> None:
    forms, told = Forms(blank("chat", stream=False)), Said(ask(), (turn,), stamp_of())

    forms.learn(CHAT, told, (b"any",))

    assert forms.answered(CHAT, told) is None


def test_an_answer_that_used_nothing_is_streamed_so() -> None:
    forms, told = Forms(blank("messages", stream=True)), said("messages", "a", 1, stream=True)
    forms.learn(MESSAGES, told, written(MESSAGES, told))

    assert forms.answered(MESSAGES, replace(told, turns=(replace(told.turns[0], usage=Usage()),))) is None


def test_several_answers_have_no_form() -> None:
    forms, turn = Forms(blank("chat", stream=False)), Turn((Json("{}"),), usage=Usage(1, 1))
    told = Said(ask(), (turn, turn), stamp_of())

    forms.learn(CHAT, told, written(CHAT, told))

    assert forms.answered(CHAT, told) is None


def _dated(told: Said, body: dict[str, Any]) -> dict[str, Any]:
    """Says of the text and of the request what no slot holds."""
    return {**body, "length": len(told.turns[0].parts), "user": told.ask.messages and "known"}


def _filled(told: Said, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "opaque": told.stamp.filler("opaque", BASE62, 8)}


@pytest.mark.parametrize("dress", [_dated, _filled])
def test_what_depends_on_more_than_the_slots_has_no_form(dress: Any) -> None:
    speech, forms = replace(CHAT, dress=dress), Forms(blank("chat", stream=False))
    told = said("chat", "a", 1, stream=False)

    forms.learn(speech, told, written(speech, told))

    assert forms.answered(speech, told) is None


def _odd(_: Said, events: Iterator[Event]) -> Iterator[Event]:
    yield from events
    yield from Run(lambda text: {"a": text, "b": "\0000"[:2]}).events(["x"], [1])


def test_deltas_that_cannot_be_cut_have_no_form() -> None:
    speech, forms = replace(CHAT, stream=_odd), Forms(blank("chat", stream=True))
    told = said("chat", "a", 1, stream=True)

    forms.learn(speech, told, written(speech, told))

    assert forms.answered(speech, told) is None
