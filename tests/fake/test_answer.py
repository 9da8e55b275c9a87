"""What the fake model does with what it is asked."""

import json
from typing import Any

import pytest

from mockllm.ask import Ask, Choice, Format, Message, Tool, ToolResult
from mockllm.errors import Failure
from mockllm.fake import decide
from mockllm.turn import Json, Text, ToolCall, Turn, calls, said, stop_of
from tests.asks import ask, tool
from tests.stamps import stamp_of, user

WEATHER = tool("get_weather", location={"type": "string"})
MAGIC = tool("magic_function", input={"type": "integer"})
JOKE = {
    "type": "object",
    "properties": {"setup": {"type": "string"}, "punchline": {"type": "string"}},
    "required": ["setup", "punchline"],
}


def turns(told: Ask) -> tuple[Turn, ...]:
    found = decide(told, stamp_of())
    assert not isinstance(found, Failure)
    return found


def called(told: Ask) -> list[tuple[str, Any]]:
    return [(call.name, json.loads(call.arguments)) for call in calls(turns(told)[0])]


def after(prompt: str, *names: str, **fields: Any) -> Ask:
    """An ask whose calls of these tools have just been answered."""
    asked = Message("assistant", tuple(ToolCall(name, id=name) for name in names))
    back = Message("tool", tuple(ToolResult(name, f"{name} says 7", name) for name in names))
    return ask(messages=(user(prompt), asked, back), **fields)


def test_a_tool_that_is_named_is_called_with_the_number_of_the_prompt() -> None:
    told = ask("What is the value of magic_function(3)? Use the tool.", tools=(MAGIC,))

    assert called(told) == [("magic_function", {"input": 3})]


def test_a_question_that_says_what_a_tool_does_calls_it_once() -> None:
    told = ask("What is the weather in San Francisco, CA?", tools=(WEATHER,))

    assert called(told) == [("get_weather", {"location": "San Francisco, CA"})]


def test_a_result_ends_the_calls_and_is_used() -> None:
    told = after("What is the weather in Oslo?", "get_weather", tools=(WEATHER, MAGIC))

    assert called(told) == []
    assert "get_weather says 7" in said(turns(told)[0])


def test_a_failed_result_is_said_to_have_failed() -> None:
    back = Message("tool", (ToolResult("1", "no network", "get_weather", error=True),))

    assert "problem: no network" in said(turns(ask(messages=(user("Hi"), back)))[0])


def test_a_tool_that_is_named_still_is_called_after_another_has_answered() -> None:
    told = after("Use get_weather, then magic_function(3).", "get_weather", tools=(WEATHER, MAGIC))

    assert [name for name, _ in called(told)] == ["magic_function"]


def test_small_talk_calls_nothing() -> None:
    told = ask("Hello!", tools=(WEATHER, MAGIC))

    assert called(told) == []
    assert isinstance(turns(told)[0].parts[0], Text)


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice("required"), ["get_weather"]),
        (Choice("required", ("magic_function",)), ["magic_function"]),
        (Choice("none"), []),
        (Choice("auto"), []),
        (Choice("auto", ("magic_function",)), []),
    ],
)
def test_a_tool_choice_holds_on_hello(choice: Choice, names: list[str]) -> None:
    assert [name for name, _ in called(ask("Hello!", tools=(WEATHER, MAGIC), choice=choice))] == names


def test_a_choice_of_none_holds_when_the_tool_is_named() -> None:
    assert called(ask("Call magic_function(3).", tools=(MAGIC,), choice=Choice("none"))) == []


def test_a_tool_without_parameters_is_called_with_an_empty_object() -> None:
    bare = Tool("ping", schema={"type": "object", "properties": {}})

    assert called(ask("Hello!", tools=(bare,), choice=Choice("required"))) == [("ping", {})]


def test_a_hosted_tool_is_never_called() -> None:
    hosted = Tool("web_search", "Searches the web.", kind="hosted")

    assert called(ask("Search the web, use web_search.", tools=(hosted,), choice=Choice("required"))) == []


def test_a_custom_tool_gets_the_words_in_quotes_or_the_topic() -> None:
    custom = Tool("run_code", "Runs code.", kind="custom")

    quoted, topic = (
        calls(turns(ask(prompt, tools=(custom,)))[0])[0]
        for prompt in ('Use run_code on "1 + 1".', "run_code, carefully")
    )

    assert (quoted.arguments, quoted.custom) == ("1 + 1", True)
    assert topic.arguments


def test_several_values_are_several_calls_unless_parallel_is_off() -> None:
    prompt = "What is the weather in Paris and Rome?"

    assert called(ask(prompt, tools=(WEATHER,))) == [
        ("get_weather", {"location": "Paris"}),
        ("get_weather", {"location": "Rome"}),
    ]
    assert len(called(ask(prompt, tools=(WEATHER,), parallel=False))) == 1


def test_several_tools_that_are_named_are_called_at_once() -> None:
    prompt = "Use get_weather for Oslo, and magic_function(3)."

    assert [name for name, _ in called(ask(prompt, tools=(WEATHER, MAGIC)))] == ["get_weather", "magic_function"]
    assert len(called(ask(prompt, tools=(WEATHER, MAGIC), parallel=False))) == 1


def test_a_schema_without_properties_is_no_reason() -> None:
    assert called(ask("Hello!", tools=(Tool("zzz", schema={}), Tool("yyy", schema=True)))) == []


@pytest.mark.parametrize("n", [1, 3])
def test_there_are_as_many_turns_as_asked_for(n: int) -> None:
    texts = [said(turn) for turn in turns(ask("Tell me about tides.", n=n))]

    assert len(texts) == len(set(texts)) == n


def test_a_wanted_schema_is_satisfied() -> None:
    (part,) = turns(ask("Tell me a joke.", format=Format("json_schema", JOKE)))[0].parts

    assert isinstance(part, Json)
    assert set(json.loads(part.text)) == {"setup", "punchline"}


def test_json_mode_has_the_keys_that_the_prompt_names() -> None:
    prompt = "Tell me a joke as a JSON with 'setup' and 'punchline' keys."

    assert set(json.loads(said(turns(ask(prompt, format=Format("json_object")))[0]))) == {"setup", "punchline"}
    assert isinstance(json.loads(said(turns(ask("JSON!", format=Format("json_object")))[0])), dict)


def test_a_call_comes_before_the_document() -> None:
    told = ask("What is the weather in Oslo?", tools=(WEATHER,), format=Format("json_schema", JOKE))

    assert called(told) == [("get_weather", {"location": "Oslo"})]
    done = after("What is the weather in Oslo?", "get_weather", tools=(WEATHER,), format=Format("json_schema", JOKE))
    assert isinstance(turns(done)[0].parts[0], Json)


def test_a_schema_that_nothing_satisfies_is_refused() -> None:
    wanted = Format("json_schema", {"type": "object", "properties": {"a": False}, "required": ["a"]})

    found = decide(ask("Hi", format=wanted), stamp_of())

    assert isinstance(found, Failure)
    assert found.kind == "invalid_request"
    assert "schema" in (found.message or "")


def test_stop_and_limit_hold() -> None:
    assert said(turns(ask("Say one two three", stop=("two",)))[0]).strip() == "One"
    assert stop_of(turns(ask("Tell me about tides.", limit=3))[0]) == "length"


def test_equal_asks_get_equal_turns() -> None:
    assert turns(ask("Tell me about tides.")) == turns(ask("Tell me about tides."))
