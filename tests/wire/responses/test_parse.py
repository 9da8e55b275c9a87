"""Responses requests read into asks."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.ask import Ask, Choice, File, Format, Image, InputPart, Message, Model, Thinking, Tool, ToolResult
from mockllm.turn import Other, Reasoning, Refusal, Text, ToolCall
from mockllm.wire.responses import body as write
from mockllm.wire.responses import parse as read
from mockllm.wire.responses.parse import input_messages
from tests.stamps import stamp_of
from tests.wire.bodies import bodies

PLAIN, THINKER = Model("gpt-4o"), Model("gpt-5", reasoning=True)
QUIET = Model("gpt-5.1", reasoning=True, traits=frozenset({"effort_none_default"}))
FIELDS = (
    "model input instructions tools tool_choice text reasoning include stop stream max_output_tokens top_logprobs "
    "temperature top_p user store previous_response_id parallel_tool_calls conversation metadata service_tier prompt "
    "background truncation"
)


def parse(card: Model = PLAIN, /, **fields: Any) -> Ask:
    return read(fields, {}, "openai", card)


@given(bodies(FIELDS))
def test_whatever_the_body_holds_there_is_an_ask_and_an_answer(body: dict[str, Any]) -> None:
    ask = read(body, {}, "openai", THINKER)

    assert ask.body is body
    assert write(ask, (), stamp_of())["output"] == []


def test_input_may_be_a_text_with_instructions_before_it() -> None:
    ask = parse(input="a", instructions="b")

    assert ask.messages == (Message("system", (Text("b"),)), Message("user", (Text("a"),)))


@pytest.mark.parametrize(
    ("item", "role", "part"),
    [
        ({"role": "user", "content": "a"}, "user", Text("a")),
        ({"type": "message", "role": "developer", "content": "a"}, "system", Text("a")),
        ({"role": "user", "content": [{"type": "input_text", "text": "a"}]}, "user", Text("a")),
        (
            {
                "id": "msg_1",
                "type": "message",
                "status": "completed",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "a", "annotations": []}],
            },
            "assistant",
            Text("a"),
        ),
        ({"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]}, "assistant", Refusal("no")),
        (
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
            "assistant",
            ToolCall("f", "{}", "c"),
        ),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "1"},
            "assistant",
            ToolCall("f", "1", "c", custom=True),
        ),
        ({"type": "function_call_output", "call_id": "x", "output": "r"}, "tool", ToolResult("x", "r")),
        (
            {"type": "reasoning", "summary": [{"text": "s"}], "content": [{"text": "t"}, {"text": "u"}]},
            "assistant",
            Reasoning("tu", ("s",)),
        ),
        (
            {"type": "web_search_call", "id": "w"},
            "assistant",
            Other("responses", {"type": "web_search_call", "id": "w"}),
        ),
        ({"type": "zzz", "role": "user", "content": "a"}, "user", Text("a")),
    ],
)
def test_each_form_of_an_item(item: dict[str, Any], role: str, part: InputPart) -> None:
    assert input_messages([item]) == (Message(role, (part,)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ({"type": "input_image", "image_url": "u"}, Image("u")),
        ({"type": "input_image", "file_id": "f"}, Image()),
        ({"type": "input_file", "filename": "a.pdf", "file_data": "AA=="}, File("a.pdf", data="AA==")),
        ({"type": "input_file", "file_url": "u"}, File(url="u")),
        ({"type": "input_audio"}, Other("responses", {"type": "input_audio"})),
    ],
)
def test_each_content_part(part: dict[str, Any], wanted: InputPart) -> None:
    assert input_messages([{"role": "user", "content": [part]}])[0].parts == (wanted,)


def test_a_result_takes_its_tools_name_from_the_call_and_may_have_pictures() -> None:
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    output = [{"type": "input_text", "text": "r"}, {"type": "input_image", "image_url": "u"}]

    _, back = input_messages([call, {"type": "function_call_output", "call_id": "c", "output": output}])

    assert back.parts == (ToolResult("c", "r", "f", images=(Image("u"),)),)


def test_tools_of_each_kind() -> None:
    ask = parse(
        tools=[
            {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}},
            {"type": "function", "function": {"name": "g", "strict": False}},
            {"type": "custom", "name": "c", "description": "e"},
            {"type": "web_search"},
        ]
    )

    assert ask.tools == (
        Tool("f", "d", {"type": "object"}, strict=True),
        Tool("g", "", {"type": "object", "properties": {}}),
        Tool("c", "e", kind="custom"),
        Tool("web_search", kind="hosted"),
    )


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (None, Choice()),
        ("auto", Choice()),
        ("none", Choice("none")),
        ("required", Choice("required")),
        ({"type": "function", "name": "f"}, Choice("required", ("f",))),
        ({"type": "custom", "name": "c"}, Choice("required", ("c",))),
        ({"type": "mcp", "server_label": "s", "name": "f"}, Choice()),
        ({"type": "web_search"}, Choice()),
        ({"type": ["function"], "name": "f"}, Choice()),
        ({"type": "allowed_tools", "mode": "auto", "tools": [{"name": "f"}]}, Choice("auto", ("f",))),
        ({"type": "allowed_tools", "mode": "required", "tools": [{"name": "f"}]}, Choice("required", ("f",))),
    ],
)
def test_every_tool_choice(choice: Any, wanted: Choice) -> None:
    assert parse(tool_choice=choice).choice == wanted


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [({}, None), ({"top_logprobs": 2}, 2), ({"include": ["message.output_text.logprobs"]}, 0), ({"include": []}, None)],
)
def test_logprobs(fields: dict[str, Any], wanted: int | None) -> None:
    assert parse(**fields).logprobs == wanted


def test_wanted_formats() -> None:
    wanted = {"type": "json_schema", "name": "j", "schema": {"type": "object"}, "strict": True}

    assert parse(text={"format": wanted}).format == Format("json_schema", {"type": "object"}, "j", strict=True)
    assert parse(text={"format": {"type": "json_object"}}).format == Format("json_object")
    assert parse(text={"format": {"type": "text"}}).format is None


@pytest.mark.parametrize(
    ("model", "fields", "wanted"),
    [
        (PLAIN, {}, None),
        (THINKER, {}, Thinking("medium")),
        (QUIET, {}, None),
        (QUIET, {"reasoning": {"effort": "low"}}, Thinking("low")),
        (THINKER, {"reasoning": {"effort": "none"}}, None),
        (THINKER, {"reasoning": {"summary": "auto"}}, Thinking("medium", summary="auto")),
        (THINKER, {"reasoning": {"generate_summary": "concise"}}, Thinking("medium", summary="concise")),
        (THINKER, {"include": ["reasoning.encrypted_content"]}, Thinking("medium", encrypted=True)),
    ],
)
def test_thinking(model: Model, fields: dict[str, Any], wanted: Thinking | None) -> None:
    assert parse(model, **fields).thinking == wanted


def test_answers_are_stored_unless_told_otherwise() -> None:
    assert parse().store is True
    assert parse(store=False).store is False


def test_what_else_is_asked() -> None:
    ask = parse(
        model="m", max_output_tokens=16, stream=True, temperature=0.5, user="u", previous_response_id="resp_1",
        parallel_tool_calls=False,
    )  # fmt: skip

    assert (ask.model, ask.limit, ask.stream, ask.user, ask.previous) == ("m", 16, True, "u", "resp_1")
    assert (ask.sampling, ask.parallel) == ({"temperature": 0.5}, False)
