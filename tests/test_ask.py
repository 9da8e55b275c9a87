"""Looking at an ask."""

from mockllm.ask import File, Image, Message, ToolResult, images, last_user, results, system, text_of, turn_number
from mockllm.turn import Reasoning, Text, ToolCall
from tests.asks import ask
from tests.stamps import user

CALLED = Message("assistant", (ToolCall("f", id="1"),))
ONE, TWO = ToolResult("1", "first"), ToolResult("2", "second")


def test_text_of_a_message_has_a_line_for_each_part_that_has_words() -> None:
    parts = (Text("a"), Text(""), Image("u"), File(text="b"), File(data="x"), ToolResult("1", "c"), Reasoning("d"))

    assert text_of(Message("user", parts)) == "a\nb\nc"


def test_system_is_all_system_text() -> None:
    told = ask(messages=(Message("system", (Text("a"),)), user("b"), Message("system", (Text("c"),))))

    assert system(told) == "a\nc"
    assert system(ask("b")) == ""


def test_last_user_passes_over_tools_and_the_assistant() -> None:
    told = ask(messages=(user("a"), user("b"), CALLED, Message("tool", (ONE,))))

    assert last_user(told) == "b"
    assert last_user(ask(messages=(CALLED,))) == ""


def test_results_are_those_since_the_assistant_spoke() -> None:
    before = (user("a"), CALLED, Message("tool", (ToolResult("0", "old"),)), CALLED)
    told = ask(messages=(*before, Message("tool", (ONE,)), Message("tool", (TWO,)), user("and?")))

    assert results(told) == (ONE, TWO)
    assert results(ask(messages=before)) == ()


def test_images_come_in_the_order_of_the_conversation() -> None:
    told = ask(messages=(Message("user", (Image("a"), Text("x"))), Message("user", (Image("b"),))))

    assert [image.url for image in images(told)] == ["a", "b"]


def test_turn_number_counts_entries_of_one_turn_once() -> None:
    said = Message("assistant", (Text("Let me look."),))

    assert turn_number(ask("a")) == 1
    assert turn_number(ask(messages=(user("a"), said, CALLED, Message("tool", (ONE,))))) == 2
    assert turn_number(ask(messages=(user("a"), said, user("b"), said, user("c")))) == 3
