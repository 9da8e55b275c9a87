"""How Prediction Guard writes chat completions and their chunks."""

import json
import re
from typing import Any

import pytest

from mockllm.turn import Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.vendors.kinds import Said
from mockllm.vendors.predictionguard import VENDOR
from mockllm.vendors.predictionguard.safeguards import guard
from mockllm.vendors.predictionguard.speech import chunks, completion, headers, ink, response
from mockllm.wire import Event, Shape, chat, responses
from mockllm.wire.event import encoded
from tests.vendors.worlds import said_to, world


def said(shape: Shape, *parts: Any, **body: Any) -> Said:
    made = said_to(shape, world(VENDOR, {"model": "m", **body}), Turn(parts), keep=lambda _, __: None, recall=guard)
    assert isinstance(made, Said)
    return made


def streamed(*parts: Any) -> list[Any]:
    answer = said(chat, *parts)
    return [event.data for event in chunks(answer, chat.events(answer.ask, answer.turns, answer.stamp))]


def test_the_last_chunk_repeats_the_text() -> None:
    *first, last, done = streamed(Text("Hello there."))
    assert "".join(each["choices"][0]["delta"]["content"] for each in first) == "Hello there."
    assert last["choices"][0] == {
        "index": 0,
        "delta": {},
        "generated_text": "Hello there.",
        "logprobs": 0,
        "finish_reason": "stop",
    }
    assert done == "[DONE]"


def test_calls_are_streamed_too() -> None:
    found = streamed(ToolCall("f", '{"a":1}'))
    arguments = "".join(
        call["function"]["arguments"]
        for each in found[:-1]
        for call in each["choices"][0]["delta"].get("tool_calls", ())
    )
    assert arguments == '{"a":1}'
    assert found[-2]["choices"][0]["finish_reason"] == "tool_calls"


def test_a_completion_has_few_fields() -> None:
    answer = said(chat, Text("Hello."), ToolCall("f"))
    body = completion(answer, chat.body(answer.ask, answer.turns, answer.stamp))
    assert re.fullmatch(r"chat-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body["id"])
    assert list(body) == ["id", "object", "created", "model", "choices", "usage"]
    assert body["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "f"


def test_a_response_has_no_reasoning_items() -> None:
    answer = said(responses, Reasoning("Hm."), Refusal("No."), input="Hi", reasoning={"effort": "low"})
    (item,) = response(answer, responses.body(answer.ask, answer.turns, answer.stamp))["output"]
    assert item["content"] == {"type": "output_text", "text": "No."}


def test_bytes_are_plain_events() -> None:
    answer = said(chat, Text("x"))
    events = [Event({"a": "é"}, "named"), Event("[DONE]"), Event(None, text="x")]
    assert list(encoded(events, ink(answer))) == ['data: {"a":"é"}\n\n'.encode(), b"data: [DONE]\n\n", b": x\n\n"]
    assert dict(headers(answer, True))["content-type"] == "text/event-stream"
    assert json.dumps(dict(headers(answer, False))) == '{"content-type": "application/json"}'


@pytest.mark.parametrize(("most", "names"), [(None, ["f", "g", "h"]), (2, ["f", "g"]), (0, [])])
def test_a_response_has_no_more_calls_than_are_allowed(most: int | None, names: list[str]) -> None:
    answer = said(responses, ToolCall("f"), ToolCall("g"), ToolCall("h"), input="Hi", max_tool_calls=most)
    body = response(answer, responses.body(answer.ask, answer.turns, answer.stamp))
    assert ([each["name"] for each in body["output"]], body["max_tool_calls"]) == (names, most)


def test_instructions_are_echoed_as_the_model_saw_them() -> None:
    guards = {"pii": "replace", "pii_replace_method": "category"}
    answer = said(responses, Text("x"), input="Hi", instructions="Mail a@b.example", safeguards=guards)
    body = response(answer, responses.body(answer.ask, answer.turns, answer.stamp))
    assert body["instructions"] == "Mail <EMAIL_ADDRESS>"


def test_refusals_are_content() -> None:
    assert streamed(Refusal("No."))[0]["choices"][0]["delta"] == {"content": "No"}
    answer = said(chat, Refusal("No."))
    body = completion(answer, chat.body(answer.ask, answer.turns, answer.stamp))
    assert body["choices"][0]["message"] == {"role": "assistant", "content": "No."}
