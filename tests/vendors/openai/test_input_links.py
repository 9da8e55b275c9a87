"""Input items that belong together."""

from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask, InputPart, Message, Model, ToolResult
from mockllm.checks import About, Check
from mockllm.turn import Text, ToolCall
from mockllm.vendors.openai.input_links import continued, linked, reasoning_followed, unrepeated

ABOUT = About({}, None)
HI = {"role": "user", "content": "Hi"}
CALL = {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "ok"}
THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": []}
ANSWER = {"type": "message", "role": "assistant", "id": "msg_1", "content": "x"}
ALONE = "Item 'rs_1' of type 'reasoning' was provided without its required following item."


@pytest.mark.parametrize(
    ("row", "items", "message"),
    [
        (linked, [HI, CALL], "No tool output found for function call call_1."),
        (linked, [HI, OUTPUT], "No tool call found for function call output with call_id call_1."),
        (
            linked,
            [{**OUTPUT, "type": "custom_tool_call_output"}],
            "No tool call found for custom tool call output with call_id call_1.",
        ),
        (reasoning_followed, [HI, THOUGHT], ALONE),
        (reasoning_followed, [HI, THOUGHT, HI], ALONE),
        (reasoning_followed, [HI, THOUGHT, {"role": "assistant", "content": "x"}], ALONE),
        (
            unrepeated,
            [ANSWER, ANSWER],
            "Duplicate item found with id msg_1. Remove duplicate items from your input and try again.",
        ),
    ],
)
def test_items_are_refused(row: Check, items: list[Any], message: str) -> None:
    failure = row({"input": items}, ABOUT)
    assert failure is not None
    assert (failure.message, failure.param, failure.code) == (message, "input", None)


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (linked, {"input": [HI, CALL, OUTPUT]}),
        (linked, {"input": [OUTPUT], "previous_response_id": "resp_1"}),
        (linked, {"input": [OUTPUT], "conversation": "conv_1"}),
        (linked, {"input": [{"type": "item_reference", "id": "fc_1"}, OUTPUT]}),
        (linked, {"input": [{"id": "fc_1"}, OUTPUT]}),
        (linked, {"input": "Hi"}),
        (linked, {}),
        (reasoning_followed, {"input": [HI, THOUGHT, ANSWER]}),
        (reasoning_followed, {"input": [HI, THOUGHT, CALL]}),
        (reasoning_followed, {"input": [{"type": "reasoning", "summary": []}, HI]}),
        (unrepeated, {"input": [ANSWER, {"type": "item_reference", "id": "msg_1"}, HI, HI]}),
    ],
)
def test_items_are_accepted(row: Check, body: dict[str, Any]) -> None:
    assert row(body, ABOUT) is None


CALLED = ToolCall("f", "{}", "call_1")
RESULT = ToolResult("call_1", "ok")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([CALLED, Text("Hi")], "No tool output found for function call call_1."),
        ([replace(CALLED, custom=True), Text("Hi")], "No tool output found for custom tool call call_1."),
        ([CALLED, replace(RESULT, call_id="call_2")], "No tool output found for function call call_1."),
        (
            [CALLED, RESULT, replace(RESULT, call_id="call_2")],
            "No tool call found for function call output with call_id call_2.",
        ),
        ([CALLED, RESULT, Text("Hi")], None),
        ([Text("Hi")], None),
    ],
)
def test_a_continued_conversation_has_its_calls_answered(parts: list[InputPart], message: str | None) -> None:
    ask = Ask("openai", "responses", "m", Model("m"), tuple(Message("user", (part,)) for part in parts))

    failure = continued(ask)

    assert (failure and failure.message) == message
