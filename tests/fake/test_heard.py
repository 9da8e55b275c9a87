"""What an ask says."""

from mockllm.ask import Message, ToolResult
from mockllm.fake.heard import Heard, hear
from mockllm.turn import Text, ToolCall
from tests.fake.asks import asked, user


def test_the_user_is_heard_with_and_without_what_agents_put_around_it() -> None:
    said = "<env>Linux</env> What time is it?"

    assert hear(asked(said)) == Heard(said, "  What time is it?", "", ())


def test_the_last_words_of_the_user_and_all_of_the_system_are_heard() -> None:
    told = (Message("system", (Text("a"),)), user("b"), user("c"), Message("system", (Text("d"),)))

    assert hear(asked("", messages=told)) == Heard("c", "c", "a\nd", ())


def test_where_nobody_spoke_nothing_is_heard() -> None:
    assert hear(asked("", messages=())) == Heard("", "", "", ())


def test_results_since_the_user_spoke_are_heard_in_order() -> None:
    old, one, two, three = (ToolResult("", each, "f") for each in ("old", "one", "two", "three"))
    both = Message("user", (one, Text("Go on.")))
    called = Message("assistant", (ToolCall("f"),))
    told = (user("Hi"), Message("tool", (old,)), both, called, Message("tool", (two, three)))

    assert hear(asked("", messages=told)).came == (one, two, three)


def test_a_result_gets_its_name_from_the_call() -> None:
    called = Message("assistant", (ToolCall("f", id="1"), ToolCall("g", id="2")))
    come = Message("tool", (ToolResult("2", "x"), ToolResult("1", "y", "own"), ToolResult("3", "z")))

    assert hear(asked("", messages=(user("?"), called, come))).came == (
        ToolResult("2", "x", "g"),
        ToolResult("1", "y", "own"),
        ToolResult("3", "z"),
    )
