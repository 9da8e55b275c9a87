"""Messages requests read into asks."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.ask import Ask, Choice, File, Format, Image, InputPart, Mark, Message, Model, Thinking, Tool, ToolResult
from mockllm.turn import Other, Reasoning, Text, ToolCall
from mockllm.wire.messages import body as write
from mockllm.wire.messages import parse as read
from tests.stamps import stamp_of
from tests.wire.bodies import bodies

FIELDS = (
    "model messages system tools tool_choice thinking output_config output_format stop_sequences stream max_tokens "
    "temperature top_k metadata inference_geo"
)
RESULT = {"type": "tool_result", "tool_use_id": "t"}


def parse(**fields: Any) -> Ask:
    return read(fields, {}, "anthropic", Model("claude"))


def messages(*content: Any) -> tuple[Message, ...]:
    return parse(messages=[{"role": "user", "content": list(content)}]).messages


@given(bodies(FIELDS))
def test_whatever_the_body_holds_there_is_an_ask_and_an_answer(body: dict[str, Any]) -> None:
    ask = read(body, {}, "anthropic", Model("claude"))

    assert ask.body is body
    assert write(ask, (), stamp_of())["content"] == []


@pytest.mark.parametrize("value", ["Be kind.", [{"type": "text", "text": "Be kind."}]])
def test_system_is_a_message_before_all_others(value: Any) -> None:
    ask = parse(system=value, messages=[{"role": "user", "content": "a"}])

    assert ask.messages == (Message("system", (Text("Be kind."),)), Message("user", (Text("a"),)))


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ({"type": "text", "text": "a"}, Text("a")),
        (
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}},
            Image(None, "image/png", "AA=="),
        ),
        ({"type": "image", "source": {"type": "url", "url": "u"}}, Image("u")),
        (
            {"type": "document", "title": "T", "source": {"type": "text", "media_type": "text/plain", "data": "words"}},
            File("T", "text/plain", text="words"),
        ),
        (
            {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "AA=="}},
            File(None, "application/pdf", data="AA=="),
        ),
        ({"type": "document", "source": {"type": "url", "url": "u"}}, File(url="u")),
        (
            {"type": "document", "source": {"type": "content", "content": "a"}, "citations": {"enabled": True}},
            File(text="a", blocks=("a",), cited=True),
        ),
        (
            {
                "type": "search_result",
                "title": "T",
                "source": "u",
                "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
            },
            File("T", url="u", text="a\nb", blocks=("a", "b"), result=True),
        ),
        (
            {
                "type": "tool_result",
                "tool_use_id": "t",
                "content": [
                    {"type": "text", "text": "x"},
                    {"type": "search_result", "title": "T", "source": "u", "content": [{"type": "text", "text": "a"}]},
                ],
            },
            ToolResult("t", "x\na", files=(File("T", url="u", text="a", blocks=("a",), result=True),)),
        ),
        ({"type": "file_data", "media_type": "a/b", "data": "AA=="}, File(media_type="a/b", data="AA==")),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {"ä": 1}}, ToolCall("f", '{"ä":1}', "t")),
        ({"type": "thinking", "thinking": "hm", "signature": "s"}, Reasoning("hm", signature="s")),
        ({"type": "redacted_thinking", "data": "x"}, Reasoning(redacted=True)),
        ({"type": "server_tool_use"}, Other("messages", {"type": "server_tool_use"})),
    ],
)
def test_each_content_block(part: dict[str, Any], wanted: InputPart) -> None:
    assert messages(part)[0].parts == (wanted,)


def test_results_become_a_message_of_their_own_before_the_users_words() -> None:
    found = messages({**RESULT, "content": "r"}, {"type": "text", "text": "and?"})

    assert found == (Message("tool", (ToolResult("t", "r"),)), Message("user", (Text("and?"),)))


def test_a_result_has_its_tools_name_its_pictures_and_whether_it_failed() -> None:
    call = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    inner = [{"type": "text", "text": "r"}, {"type": "image", "source": {"url": "u"}}]

    ask = parse(
        messages=[
            {"role": "assistant", "content": [call]},
            {"role": "user", "content": [{**RESULT, "content": inner, "is_error": True}]},
        ]
    )

    assert ask.messages[1:] == (Message("tool", (ToolResult("t", "r", "f", error=True, images=(Image("u"),)),)),)


def test_cache_marks_stand_on_blocks() -> None:
    short = {"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}
    long = {"type": "text", "text": "b", "cache_control": {"type": "ephemeral", "ttl": "1h"}}

    assert [message.marks for message in messages(short)] == [(Mark(1, "5m"),)]
    assert [message.marks for message in messages(short, long)] == [(Mark(1, "5m"), Mark(2, "1h"))]
    assert parse(system=[short]).messages[0].marks == (Mark(1, "5m"),)
    assert [message.marks for message in messages({"type": "text", "text": "a"})] == [()]


def test_a_cache_mark_on_a_result_stays_with_the_results() -> None:
    mark = {"cache_control": {"type": "ephemeral"}}

    assert [each.marks for each in messages({**RESULT, **mark}, {"type": "text", "text": "a"})] == [
        (Mark(1, "5m"),),
        (),
    ]
    assert [each.marks for each in messages({**RESULT, **mark})] == [(Mark(1, "5m"),)]


def test_tools_of_each_kind() -> None:
    ask = parse(
        tools=[
            {"name": "f", "description": "d", "input_schema": {"type": "object"}, "strict": True},
            {"type": "custom", "name": "g"},
            {"type": "web_search_20250305", "name": "web_search"},
        ]
    )

    assert ask.tools == (
        Tool("f", "d", {"type": "object"}, strict=True),
        Tool("g", "", {"type": "object"}),
        Tool("web_search", kind="hosted"),
    )


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (None, Choice()),
        ({"type": "auto"}, Choice()),
        ({"type": "any"}, Choice("required")),
        ({"type": "none"}, Choice("none")),
        ({"type": "tool", "name": "f"}, Choice("required", ("f",))),
        ("any", Choice()),
    ],
)
def test_every_tool_choice(choice: Any, wanted: Choice) -> None:
    assert parse(tool_choice=choice).choice == wanted


def test_calls_at_once_may_be_forbidden() -> None:
    assert parse(tool_choice={"type": "auto", "disable_parallel_tool_use": True}).parallel is False
    assert parse(tool_choice={"type": "auto"}).parallel is True


@pytest.mark.parametrize("field", ["output_config", "output_format"])
def test_a_wanted_schema_stands_in_either_place(field: str) -> None:
    wanted: dict[str, Any] = {"type": "json_schema", "schema": {"type": "object"}}

    ask = parse(**{field: {"format": wanted} if field == "output_config" else wanted})

    assert ask.format == Format("json_schema", {"type": "object"}, strict=True)
    assert parse().format is None


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, None),
        ({"thinking": {"type": "disabled"}}, None),
        ({"thinking": {"type": ["enabled"]}}, None),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, Thinking(None, 1024, text=True)),
        ({"thinking": {"type": "adaptive"}, "output_config": {"effort": "low"}}, Thinking("low", text=True)),
        ({"thinking": {"type": "adaptive", "display": "omitted"}}, Thinking("high")),
    ],
)
def test_thinking(fields: dict[str, Any], wanted: Thinking | None) -> None:
    assert parse(**fields).thinking == wanted


@pytest.mark.parametrize(("display", "shown"), [(None, False), ("omitted", False), ("summarized", True)])
def test_newer_models_show_their_thoughts_where_they_are_told_to(display: str | None, *, shown: bool) -> None:
    newer = Model("m", traits=frozenset({"omits_thoughts"}))
    body = {"thinking": {"type": "adaptive", "display": display}}

    assert read(body, {}, "anthropic", newer).thinking == Thinking("high", text=shown)


def test_what_else_is_asked() -> None:
    ask = parse(model="m", max_tokens=9, stop_sequences=["END"], stream=True, top_k=3, metadata={"user_id": "u"})

    assert (ask.model, ask.limit, ask.stop, ask.stream, ask.sampling, ask.user) == (
        "m", 9, ("END",), True, {"top_k": 3}, "u",
    )  # fmt: skip
