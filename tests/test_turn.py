"""Turns: what was said, why it stopped, what it used."""

import pytest

from mockllm.turn import Json, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage, calls, said, stop_of, total

CALL = ToolCall("f")


def test_what_is_said_is_prose_and_documents_alone() -> None:
    turn = Turn((Reasoning("Hm."), Text("one "), CALL, Json("{}"), Refusal("No.")))

    assert said(turn) == "one {}"


def test_calls_keep_their_order() -> None:
    assert calls(Turn((CALL, Text("and"), ToolCall("g")))) == (CALL, ToolCall("g"))


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((), "end"),
        ((Text("a"),), "end"),
        ((Text("a"), CALL), "tool"),
        ((Refusal("a"),), "refusal"),
        ((Refusal("a"), CALL), "tool"),
    ],
)
def test_stop_follows_from_the_parts(parts: tuple[Part, ...], why: str) -> None:
    assert stop_of(Turn(parts)) == why


def test_a_stop_that_is_given_wins() -> None:
    assert stop_of(Turn((CALL,), stop="length")) == "length"


def test_input_counts_once_and_output_for_each_turn() -> None:
    one = Turn(usage=Usage(10, 5, 2, cached=4, written=3, written_1h=1))
    two = Turn(usage=Usage(10, 7, 1, cached=4))

    assert total([one, two]) == Usage(10, 12, 3, cached=4, written=3, written_1h=1)


def test_turns_without_usage_used_nothing() -> None:
    assert total([]) == total([Turn()]) == Usage()
