"""Turns written as response events."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm import tokens
from mockllm.ask import Model, Thinking
from mockllm.turn import Citation, Part, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event
from mockllm.wire.responses import body, events
from mockllm.wire.responses.events import next_number, unpadded, wants_obfuscation
from tests.asks import ask
from tests.stamps import stamp_of

SUMMARY = Thinking("low", summary="auto")


def told(*parts: Part, **fields: Any) -> list[Event]:
    asked = ask(shape="responses", card=Model("gpt-4o"), **fields)
    return list(events(asked, [Turn(parts)], stamp_of()))


def kinds(*parts: Part, **fields: Any) -> list[str]:
    return [str(event.name).removeprefix("response.") for event in told(*parts, **fields)]


def data(event: Event) -> dict[str, Any]:
    assert isinstance(event.data, dict)
    return event.data


def test_events_are_numbered_and_their_fields_are_in_order() -> None:
    found = [data(event) for event in told(Text("a b"), ToolCall("f"))]

    assert [each["sequence_number"] for each in found] == list(range(len(found)))
    for each in found:
        assert next(iter(each)) == "type"
        assert list(each)[1:] == sorted(list(each)[1:])


def test_a_text_is_said_item_by_item_and_part_by_part() -> None:
    assert kinds(Text("a b", (Citation("u"),))) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.annotation.added",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]


@pytest.mark.parametrize(
    ("part", "middle"),
    [
        (ToolCall("f", "x"), ["function_call_arguments.delta", "function_call_arguments.done"]),
        (ToolCall("f", "x", custom=True), ["custom_tool_call_input.delta", "custom_tool_call_input.done"]),
        (Refusal("no"), ["content_part.added", "refusal.delta", "refusal.done", "content_part.done"]),
        (
            Reasoning("hm"),
            [f"reasoning_summary_{each}" for each in ("part.added", "text.delta", "text.done", "part.done")],
        ),
    ],
)
def test_each_kind_of_item(part: Part, middle: list[str]) -> None:
    assert kinds(part, thinking=SUMMARY)[3:-2] == middle


def test_in_the_background_it_is_queued_first() -> None:
    asked = {"background": True}

    assert kinds(Text("a"), body=asked)[:3] == ["created", "queued", "in_progress"]
    assert data(told(Text("a"), body=asked)[0])["response"]["status"] == "queued"


def test_the_last_event_holds_the_whole_response_but_for_its_bill() -> None:
    asked = ask(shape="responses")
    turn = Turn((Text("a"),), stop="length")
    last = list(events(asked, [turn], stamp_of()))[-1]
    whole = body(asked, [turn], stamp_of())

    assert last.name == "response.incomplete"
    assert data(last)["response"] == {key: value for key, value in whole.items() if key != "billing"}


def test_opaque_reasoning_is_shown_anew_each_time() -> None:
    found = told(Reasoning("hm"), thinking=Thinking("low", encrypted=True))
    shown = [data(found[2])["item"], data(found[3])["item"], data(found[-1])["response"]["output"][0]]

    assert len({each["encrypted_content"] for each in shown}) == 3
    assert len({each["id"] for each in shown}) == 1


def test_logprobs_go_with_their_tokens() -> None:
    found = [data(event) for event in told(Text("a b"), logprobs=1) if event.name == "response.output_text.delta"]

    assert [[each["token"] for each in one["logprobs"]] for one in found] == [["a"], [" b"]]


def test_each_event_knows_its_tokens_and_what_it_says_to_the_user() -> None:
    found = told(Text("a b"), ToolCall("f", "{}"))

    assert [event.text for event in found if event.text] == ["a", " b"]
    assert sum(event.tokens for event in found) == 2 + 2


@given(st.text(max_size=40))
def test_delta_and_padding_together_are_a_multiple_of_16_long(delta: str) -> None:
    found = [data(event) for event in told(ToolCall("f", delta)) if str(event.name).endswith(".delta")]

    assert "".join(each["delta"] for each in found) == delta
    assert {(len(each["delta"]) + len(each["obfuscation"])) % 16 for each in found} <= {0}


def test_padding_goes_where_it_is_unwanted() -> None:
    assert unpadded({"type": "t", "delta": "é", "obfuscation": "xx"}) == '{"type":"t","delta":"é"}'


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [({}, True), ({"stream_options": {"include_obfuscation": False}}, False), ({"background": True}, False)],
)
def test_padding_may_be_unwanted(asked: dict[str, Any], wanted: bool) -> None:
    assert wants_obfuscation(ask(body=asked)) is wanted


def test_numbers_go_on_where_the_events_so_far_ended() -> None:
    found = told(Text("a"))

    assert next_number([]) == 0
    assert next_number(found[:3]) == 3


def test_a_source_is_told_once_the_words_that_cite_it_are() -> None:
    said = Text("It rains. It snows.", (Citation("u", "t", 0, 9), Citation("v", "t", 10, 19), Citation("w")))
    names = [str(event.name).rpartition("output_text.")[2] for event in told(said)]
    kept = [name for name in names if name in {"delta", "annotation.added", "done"}]
    pieces = [len(list(tokens.pieces(text, "token"))) for text in ("It rains.", "It rains. It snows.")]

    wanted = ["delta"] * pieces[0] + ["annotation.added"] + ["delta"] * (pieces[1] - pieces[0])
    assert kept == [*wanted, "annotation.added", "annotation.added", "done"]
