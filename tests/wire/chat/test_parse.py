"""Chat Completions requests read into asks."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.ask import (
    Ask,
    Choice,
    File,
    Format,
    Image,
    InputPart,
    Message,
    Model,
    Thinking,
    Tool,
    ToolResult,
    results,
)
from mockllm.turn import Other, Refusal, Text, ToolCall
from mockllm.wire.chat import body as write
from mockllm.wire.chat import parse as read
from tests.stamps import stamp_of
from tests.wire.bodies import bodies

PLAIN, THINKER = Model("gpt-4o"), Model("gpt-5", reasoning=True)
FIELDS = (
    "model messages tools functions tool_choice function_call response_format reasoning reasoning_effort n stop "
    "stream max_tokens max_completion_tokens logprobs top_logprobs temperature user store parallel_tool_calls "
    "stream_options service_tier include_reasoning"
)


def parse(card: Model = PLAIN, /, **fields: Any) -> Ask:
    return read(fields, {}, "openai", card)


def message(**fields: Any) -> Message:
    return parse(messages=[fields]).messages[0]


@given(bodies(FIELDS))
def test_whatever_the_body_holds_there_is_an_ask_and_an_answer(body: dict[str, Any]) -> None:
    ask = read(body, {}, "openai", THINKER)

    assert ask.body is body
    assert write(ask, (), stamp_of())["choices"] == []


@pytest.mark.parametrize(
    ("role", "wanted"),
    [("system", "system"), ("developer", "system"), ("user", "user"), ("assistant", "assistant"), ("zzz", "user")],
)
def test_roles_are_neutral(role: str, wanted: str) -> None:
    assert message(role=role, content="a") == Message(wanted, (Text("a"),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ({"type": "text", "text": "a"}, Text("a")),
        ({"type": "refusal", "refusal": "no"}, Refusal("no")),
        ({"type": "image_url", "image_url": {"url": "https://e.com/a.png"}}, Image("https://e.com/a.png")),
        (
            {"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}},
            File(None, "audio/mp3", data="AA=="),
        ),
        ({"type": "file", "file": {"filename": "a.pdf", "file_data": "AA=="}}, File("a.pdf", data="AA==")),
        ({"type": "odd"}, Other("chat", {"type": "odd"})),
    ],
)
def test_each_content_part(part: dict[str, Any], wanted: InputPart) -> None:
    assert message(role="user", content=[part]).parts == (wanted,)


def test_a_result_takes_its_tools_name_from_the_call() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    image = {"type": "image_url", "image_url": {"url": "u"}}

    ask = parse(
        messages=[
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "rain"}, image]},
        ]
    )

    assert ask.messages[0].parts == (ToolCall("get_weather", "{}", "c1"),)
    assert results(ask) == (ToolResult("c1", "rain", "get_weather", images=(Image("u"),)),)


def test_functions_of_old_are_called_and_answered_by_name() -> None:
    ask = parse(
        functions=[{"name": "f", "parameters": {"type": "object"}}],
        messages=[
            {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
            {"role": "function", "name": "f", "content": "done"},
        ],
    )

    assert ask.tools == (Tool("f", "", {"type": "object"}, "legacy"),)
    assert ask.messages[0].parts == (ToolCall("f", "{}", "f"),)
    assert results(ask) == (ToolResult("f", "done", "f"),)


def test_custom_calls_and_refusals_of_the_assistant() -> None:
    call = {"id": "c", "type": "custom", "custom": {"name": "run", "input": "1"}}

    assert message(role="assistant", refusal="no", tool_calls=[call]).parts == (
        Refusal("no"),
        ToolCall("run", "1", "c", custom=True),
    )


def test_tools_of_each_kind() -> None:
    ask = parse(
        tools=[
            {"type": "function", "function": {"name": "f", "description": "d", "strict": True}},
            {"type": "custom", "custom": {"name": "c"}},
            {"type": "web_search"},
        ]
    )

    assert ask.tools == (
        Tool("f", "d", {"type": "object", "properties": {}}, strict=True),
        Tool("c", kind="custom"),
        Tool("web_search", kind="hosted"),
    )


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (None, Choice()),
        ("auto", Choice()),
        ("none", Choice("none")),
        ("required", Choice("required")),
        ("zzz", Choice()),
        ({"type": "function", "function": {"name": "f"}}, Choice("required", ("f",))),
        ({"type": "custom", "custom": {"name": "c"}}, Choice("required", ("c",))),
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [{"function": {"name": "f"}}]}},
            Choice("auto", ("f",)),
        ),
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"function": {"name": "f"}}]}},
            Choice("required", ("f",)),
        ),
        ({"type": "function"}, Choice()),
    ],
)
def test_every_tool_choice(choice: Any, wanted: Choice) -> None:
    assert parse(tool_choice=choice).choice == wanted


def test_function_call_of_old_is_a_choice_too() -> None:
    assert parse(function_call={"name": "f"}).choice == Choice("required", ("f",))
    assert parse(function_call="none").choice == Choice("none")


def test_the_newer_limit_wins() -> None:
    assert parse(max_tokens=5, max_completion_tokens=7).limit == 7
    assert parse(max_tokens=5).limit == 5


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [({}, None), ({"top_logprobs": 2}, None), ({"logprobs": True}, 0), ({"logprobs": True, "top_logprobs": 2}, 2)],
)
def test_logprobs(fields: dict[str, Any], wanted: int | None) -> None:
    assert parse(**fields).logprobs == wanted


def test_wanted_formats() -> None:
    schema = {"type": "object"}
    wanted = {"type": "json_schema", "json_schema": {"name": "j", "schema": schema, "strict": True}}

    assert parse(response_format=wanted).format == Format("json_schema", schema, "j", strict=True)
    assert parse(response_format={"type": "json_object"}).format == Format("json_object")
    assert parse(response_format={"type": "text"}).format is None


@pytest.mark.parametrize(
    ("model", "fields", "wanted"),
    [
        (PLAIN, {}, None),
        (THINKER, {}, Thinking("medium")),
        (THINKER, {"reasoning_effort": "none"}, None),
        (THINKER, {"reasoning_effort": "low"}, Thinking("low")),
        (PLAIN, {"reasoning": {"effort": "high"}}, Thinking("high", text=True)),
        (PLAIN, {"reasoning": {"max_tokens": 9}}, Thinking(None, 9, text=True)),
        (PLAIN, {"reasoning": {"enabled": True, "exclude": True}}, Thinking("medium")),
        (THINKER, {"reasoning": {"enabled": False}}, None),
        (PLAIN, {"include_reasoning": True}, Thinking("medium", text=True)),
        (THINKER, {"include_reasoning": False}, Thinking("medium")),
    ],
)
def test_thinking(model: Model, fields: dict[str, Any], wanted: Thinking | None) -> None:
    assert parse(model, **fields).thinking == wanted


@pytest.mark.parametrize(
    ("mark", "kept"),
    [({"type": "ephemeral"}, "5m"), ({"type": "ephemeral", "ttl": "1h"}, "1h"), ({"type": "zzz"}, None)],
)
def test_cache_marks_stand_on_messages_or_their_parts(mark: dict[str, str], kept: str | None) -> None:
    part = {"type": "text", "text": "a", "cache_control": mark}

    wanted = [] if kept is None else [(1, kept)]
    assert [(each.parts, each.ttl) for each in message(role="user", content="a", cache_control=mark).marks] == wanted
    assert [(each.parts, each.ttl) for each in message(role="user", content=[part]).marks] == wanted


def test_what_else_is_asked() -> None:
    ask = parse(model="m", n=3, stop="END", stream=True, temperature=0, user="u", store=True, parallel_tool_calls=False)

    assert (ask.model, ask.n, ask.stop, ask.stream, ask.user, ask.store) == ("m", 3, ("END",), True, "u", True)
    assert (ask.sampling, ask.parallel, ask.card) == ({"temperature": 0}, False, PLAIN)
    assert ask.input_tokens > 0
