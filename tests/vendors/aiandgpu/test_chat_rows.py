"""The documented fields of AIandGPU's Chat Completions, one outside of each range."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.aiandgpu.chat_rows import ROWS
from tests.vendors.asked import Asked, anyone, spoiled

CHAT = Asked(ROWS, anyone)


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "Hi"}], **change}


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"model": ""}, "model", "empty_string"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": [{"role": "developer", "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "missing_required_parameter"),
        (
            {"messages": [{"role": "user", "content": [{"type": "file"}]}]},
            "messages[0].content[0].type",
            "invalid_value",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
            "messages[0].content[0].text",
            "missing_required_parameter",
        ),
        ({"max_tokens": 0}, "max_tokens", "integer_below_min_value"),
        ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
        ({"top_p": -0.1}, "top_p", "decimal_below_min_value"),
        ({"stream": "yes"}, "stream", "invalid_type"),
        ({"stop": ["a"] * 5}, "stop", "array_above_max_length"),
        ({"n": 0}, "n", "integer_below_min_value"),
        ({"n": 129}, "n", "integer_above_max_value"),
        ({"presence_penalty": 2.1}, "presence_penalty", "decimal_above_max_value"),
        ({"frequency_penalty": -2.1}, "frequency_penalty", "decimal_below_min_value"),
        ({"tools": [{"type": "function"}]}, "tools[0].function", "missing_required_parameter"),
        ({"tool_choice": "maybe"}, "tool_choice", "invalid_value"),
        ({"tool_choice": "required"}, "tool_choice", None),
        ({"user": 1}, "user", "invalid_type"),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], param: str, code: str | None) -> None:
    refusal = CHAT.refusal(_body(**change))
    assert refusal is not None
    assert (refusal[0], *refusal[2:]) == (400, param, code)


@pytest.mark.parametrize("name", ["model", "messages"])
def test_a_field_is_required(name: str) -> None:
    body = {key: value for key, value in _body().items() if key != name}
    assert CHAT.refusal(body) == (400, f"Missing required parameter: '{name}'.", name, "missing_required_parameter")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"temperature": 2.0, "top_p": 1, "n": 3, "stop": "x", "user": "u", "anything": 1},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x.y/z.png"}}]}]},
        {
            "messages": [
                {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "function": {"name": "f"}}]},
                {"role": "tool", "tool_call_id": "c", "content": "ok"},
            ]
        },
    ],
)
def test_a_request_is_accepted(change: dict[str, Any]) -> None:
    assert CHAT.refusal(_body(**change)) is None


@given(spoiled(_body(stop=["x"], tools=[{"type": "function", "function": {"name": "f"}}])))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    CHAT.refusal(body)
