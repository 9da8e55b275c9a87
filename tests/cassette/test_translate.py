import json
from typing import Any

from mockllm.ask import Ask, File, Image, Message, Model, Tool, ToolResult
from mockllm.cassette.index import Index
from mockllm.cassette.shapes import ask_of
from mockllm.cassette.translate import Translator, conversation
from mockllm.errors import Miss
from mockllm.exchange import Answer
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall
from tests.cassette.test_shapes import CHAT, said

TOOL = {"name": "clock", "description": "", "parameters": {"type": "object", "properties": {}}}


def _chat(result: str = "noon") -> dict[str, Any]:
    return {
        "model": "gpt",
        "tools": [{"type": "function", "function": TOOL}],
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Time?"},
            {
                "role": "assistant",
                "content": "I look.",
                "tool_calls": [
                    {"id": "call_1", "type": "function", "function": {"name": "clock", "arguments": '{"a":1}'}}
                ],
            },
            {"role": "tool", "tool_call_id": "call_1", "content": result},
        ],
    }


MESSAGES = {
    "model": "claude",
    "max_tokens": 9,
    "system": "Be brief.",
    "tools": [{"name": "clock", "input_schema": {"type": "object"}}],
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": "Time?"}]},
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "toolu_9", "name": "clock", "input": {"a": 1}},
            ],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_9", "content": "noon"}]},
    ],
}
RESPONSES = {
    "model": "o",
    "instructions": "Be brief.",
    "tools": [{"type": "function", **TOOL}],
    "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "Time?"}]},
        {"role": "assistant", "content": [{"type": "output_text", "text": "I look."}]},
        {"type": "function_call", "call_id": "call_x", "name": "clock", "arguments": '{ "a": 1 }'},
        {"type": "function_call_output", "call_id": "call_x", "output": "noon"},
    ],
}


def _ask(path: str, body: Any) -> Ask:
    ask = ask_of(said(path, body, {}))
    assert ask is not None
    return ask


def test_one_conversation_is_one_in_every_shape() -> None:
    chat = conversation(_ask("chat/completions", _chat()))

    assert conversation(_ask("messages", MESSAGES)) == chat
    assert conversation(_ask("responses", RESPONSES)) == chat
    assert conversation(_ask("chat/completions", _chat("midnight"))) != chat
    assert conversation(_ask("chat/completions", {**_chat(), "tools": []})) != chat


def test_every_kind_of_part_but_reasoning_counts() -> None:
    def digest(*parts: Any) -> bytes:
        return conversation(Ask("v", "s", "m", Model("m"), (Message("user", parts),)))

    kinds: list[Any] = [
        Text("a"),
        Image(url="a"),
        File(data="a"),
        ToolResult("a", "a"),
        ToolCall("a", "no json"),
        ToolCall("a"),
    ]
    assert len({digest(part) for part in kinds}) == len(kinds)
    assert digest(Text("a"), Refusal("b"), Json("c")) == digest(Text("abc"))
    assert digest(Reasoning("r"), Other("s", {})) == digest()


def test_hosted_tools_do_not_count() -> None:
    ask = Ask("v", "s", "m", Model("m"))

    assert conversation(Ask("v", "s", "m", Model("m"), tools=(Tool("web", kind="hosted"),))) == conversation(ask)


def test_a_recording_of_another_shape_is_found_and_said_without_its_ids() -> None:
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "call_7", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
                },
                "finish_reason": "tool_calls",
            }
        ],
    }
    translator = Translator(Index([CHAT, said("chat/completions", _chat(), answer)]))

    found = translator.find(_ask("messages", MESSAGES))

    assert found is not None
    assert (found.shape, found.found.positions) == ("chat", [1])
    told = translator.answer(1, "translated")
    assert isinstance(told, Answer)
    assert told.turns[0].parts == (ToolCall("f", "{}"),)
    assert (told.source, told.why, told.translated) == ("cassette", ("translated",), True)


def test_a_recording_of_the_same_shape_is_no_translation() -> None:
    assert Translator(Index([said("chat/completions", _chat(), {})])).find(_ask("chat/completions", _chat())) is None


def test_what_cannot_be_translated_is_a_miss() -> None:
    told = Translator(Index([said("chat/completions", _chat(), {"error": json.dumps({})}, status=500)])).answer(0, "")

    assert told == Miss(
        ("f#chat/completions has this conversation, but cannot be translated: it is an error of status 500.",)
    )
