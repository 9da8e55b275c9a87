"""Whole answers: what is chosen, counted and cut holds together."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mockllm.ask import Choice, Format, Message, Thinking, Tool, ToolResult
from mockllm.errors import Failure
from mockllm.fake.answer import decide, say
from mockllm.fake.choice import choose
from mockllm.schema.check import problem
from mockllm.tokens import count
from mockllm.turn import Json, Reasoning, Text, ToolCall, Turn, Usage, calls, said
from tests.fake.asks import STAMP, asked, function, members, stamp, user

STRING = {"type": "string"}
WEATHER = function("get_weather", "Get the weather at a location.", location=STRING)
JOKE = members(setup=STRING, punchline=STRING)


def turns(*args: object, **more: object) -> tuple[Turn, ...]:
    made = decide(asked(*args, **more), STAMP)  # type: ignore[arg-type]
    assert not isinstance(made, Failure), made
    return made


def test_a_plain_prompt_gets_a_text_that_takes_up_its_words() -> None:
    (turn,) = turns("Explain how rainbows form.")

    assert "rainbows form" in said(turn)
    assert (turn.stop, turn.usage) == ("end", Usage(input=5, output=count(said(turn))))


def test_the_text_depends_on_the_text_digest_alone() -> None:
    ask = asked("Explain how rainbows form.")

    assert decide(ask, STAMP) == decide(ask, replace(STAMP, unique=b"other", created=7))
    assert len({repr(decide(ask, stamp(seed))) for seed in range(20)}) > 10


def test_n_choices_differ() -> None:
    assert len(set(map(said, turns("Explain how rainbows form.", n=5)))) == 5
    assert len(set(map(said, turns("Hello!", n=3)))) == 3


def test_the_first_choice_is_the_same_whatever_n_is() -> None:
    assert turns("Why?", n=4)[0] == turns("Why?")[0]


def test_a_call_ends_the_turn_as_a_tool_call() -> None:
    (turn,) = turns("What is the weather in San Francisco, CA?", WEATHER)

    assert turn.parts == (ToolCall("get_weather", '{"location":"San Francisco, CA"}'),)
    assert (turn.stop, turn.usage) == ("tool", Usage(input=5, output=count('{"location":"San Francisco, CA"}')))


@pytest.mark.parametrize(
    ("shape", "arguments"), [("chat", '{"location":"Paris"}'), ("messages", '{"location": "Paris"}')]
)
def test_arguments_are_spaced_as_the_models_of_each_shape_space_them(shape: str, arguments: str) -> None:
    made = decide(replace(asked("What is the weather in Paris?", tools=(WEATHER,)), shape=shape), STAMP)

    assert not isinstance(made, Failure)
    assert [call.arguments for call in calls(made[0])] == [arguments]


def test_a_tool_that_is_forced_is_called_with_what_its_schema_accepts() -> None:
    (turn,) = turns("Hello!", WEATHER, choice=Choice("required"))

    assert set(json.loads(calls(turn)[0].arguments)) == {"location"}


def test_a_tool_without_a_schema_is_called_with_nothing() -> None:
    (turn,) = turns("Go.", Tool("go"), Tool("stay"), choice=Choice("required", ("go",)))

    assert calls(turn) == (ToolCall("go", "{}"),)


def test_a_custom_tool_is_called_with_free_text() -> None:
    (turn,) = turns("Run `ls -la`", Tool("shell", kind="custom"), choice=Choice("required"))

    assert calls(turn) == (ToolCall("shell", "ls -la", custom=True),)


def test_a_wanted_document_is_one() -> None:
    (turn,) = turns("Tell me a joke about cats.", format=Format("json_schema", JOKE))

    (part,) = turn.parts
    assert isinstance(part, Json)
    assert json.loads(part.text).keys() == {"setup", "punchline"}


def test_a_document_beside_tools_waits_for_their_results() -> None:
    wanted = Format("json_schema", JOKE)

    assert calls(turns("What is the weather in Oslo?", WEATHER, format=wanted)[0])
    assert isinstance(turns("Tell me a joke.", WEATHER, format=wanted)[0].parts[0], Json)


def test_json_mode_takes_the_keys_that_the_prompt_names() -> None:
    (turn,) = turns("A joke as JSON with 'setup' and 'punchline' keys.", format=Format("json_object"))

    assert json.loads(said(turn)).keys() == {"setup", "punchline"}


def test_json_mode_takes_the_schema_that_the_prompt_shows() -> None:
    told = f"Answer as JSON of this schema: {json.dumps(JOKE)}"
    (turn,) = turns("A joke", messages=(Message("system", (Text(told),)), user("A joke")), format=Format("json_object"))

    assert problem(JOKE, json.loads(said(turn))) is None


def test_json_mode_bears_a_schema_that_nothing_satisfies() -> None:
    (turn,) = turns(json.dumps(members(x=False)), format=Format("json_object"))

    assert isinstance(json.loads(said(turn)), dict)


def test_json_mode_without_keys_is_an_object_all_the_same() -> None:
    assert isinstance(json.loads(said(turns("Something as JSON", format=Format("json_object"))[0])), dict)


@pytest.mark.parametrize("schema", [False, {"type": "string", "minLength": 3, "maxLength": 2}, {"not": {}}])
def test_a_schema_without_values_is_a_failure_that_names_it(schema: object) -> None:
    document = decide(asked("Hi", format=Format("json_schema", schema, "thing")), STAMP)
    call = decide(asked("Hi", Tool("f", schema=members(x=schema)), choice=Choice("required")), STAMP)

    assert isinstance(document, Failure)
    assert document.kind == "invalid_request"
    assert "response_format 'thing'" in str(document.message)
    assert isinstance(call, Failure)
    assert str(call.message) == "Invalid schema for function 'f': no value that satisfies it was found at 'x'."


def test_a_schema_that_is_too_deep_is_a_failure_and_no_crash() -> None:
    schema: dict[str, object] = {"type": "integer"}
    for _ in range(3_000):
        schema = {"allOf": [schema]}

    assert isinstance(decide(asked("Hi", format=Format("json_schema", schema)), STAMP), Failure)


def test_thinking_comes_first_and_is_counted() -> None:
    (turn,) = turns("Why is the sky blue?", thinking=Thinking(text=True))

    thought, text = turn.parts
    assert isinstance(thought, Reasoning)
    assert isinstance(text, Text)
    assert turn.usage == Usage(input=5, output=count(thought.text) + count(text.text), reasoning=count(thought.text))


def test_hidden_thinking_is_counted_only() -> None:
    (turn,) = turns("Why is the sky blue?", thinking=Thinking())

    assert turn.parts[0] == Reasoning()
    assert turn.usage is not None
    assert turn.usage.reasoning > 10
    assert turn.usage.output == turn.usage.reasoning + count(said(turn))


def test_no_effort_is_no_reasoning() -> None:
    (turn,) = turns("Why is the sky blue?", thinking=Thinking(effort="none", text=True))

    assert [type(part) for part in turn.parts] == [Text]


def test_calls_are_thought_about_too() -> None:
    (turn,) = turns("What is the weather in Oslo?", WEATHER, thinking=Thinking(text=True))

    assert [type(part) for part in turn.parts] == [Reasoning, ToolCall]


def test_stop_sequences_end_the_text() -> None:
    (turn,) = turns("Count to 9", stop=("7", "4"))

    assert (said(turn), turn.stop, turn.stop_sequence) == ("1, 2, 3, ", "stop_sequence", "4")


@given(limit=st.integers(0, 60), effort=st.sampled_from([None, "none", "low", "high"]), tool=st.booleans())
def test_no_answer_uses_more_than_its_limit(limit: int, effort: str | None, *, tool: bool) -> None:
    thinking = Thinking(effort, text=True) if effort else None
    prompt = "What is the weather in Oslo?" if tool else "Why is the sky blue?"
    ask = asked(prompt, *([WEATHER] if tool else []), limit=limit, thinking=thinking)
    whole = turns(prompt, *([WEATHER] if tool else []), thinking=thinking)[0].usage
    made = decide(ask, STAMP)

    assert not isinstance(made, Failure)
    used = made[0].usage
    assert used is not None
    assert whole is not None
    assert used.output == min(limit, whole.output)
    assert (made[0].stop == "length") == (limit < whole.output)


def test_what_was_decided_can_be_said_apart() -> None:
    ask = asked("What is the weather in Oslo?", WEATHER)

    assert say(ask, choose(ask), STAMP) == decide(ask, STAMP)


def test_a_document_after_the_results_holds_them() -> None:
    schema = members(city=STRING, temperature={"type": "number"}, sky=STRING)
    came = Message("tool", (ToolResult("1", '{"temperature": 21.5, "sky": "half clouded"}', "get_weather"),))
    (turn,) = turns("", messages=(user("How is Oslo?"), came), format=Format("json_schema", schema))

    assert json.loads(said(turn)) == {"city": "Oslo", "temperature": 21.5, "sky": "half clouded"}
