"""The documented fields of AIandGPU's Responses, one outside of each range."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.aiandgpu.responses_rows import ROWS
from tests.vendors.asked import Asked, anyone, spoiled

RESPONSES = Asked(ROWS, anyone)


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "m", "input": "Hi", **change}


def _user(**part: Any) -> dict[str, Any]:
    return {"input": [{"role": "user", "content": [part]}]}


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"model": 7}, "model", "invalid_type"),
        ({"input": ""}, "input", "empty_string"),
        ({"input": []}, "input", "empty_array"),
        ({"input": [{"role": "tool", "content": "x"}]}, "input[0].role", "invalid_value"),
        ({"input": [{"role": "user"}]}, "input[0].content", "missing_required_parameter"),
        (_user(type="text"), "input[0].content[0].type", "invalid_value"),
        (_user(type="input_text"), "input[0].content[0].text", "missing_required_parameter"),
        (_user(type="input_image"), "input[0].content[0].image_url", "missing_required_parameter"),
        (_user(type="input_file"), "input[0].content[0].file_url", "missing_required_parameter"),
        (_user(type="input_file", file_url="a.pdf"), "input[0].content[0].file_url", "invalid_value"),
        ({"instructions": 1}, "instructions", "invalid_type"),
        ({"max_output_tokens": 0}, "max_output_tokens", "integer_below_min_value"),
        ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
        ({"top_p": 1.1}, "top_p", "decimal_above_max_value"),
        ({"stream": 1}, "stream", "invalid_type"),
        ({"tools": {}}, "tools", "invalid_type"),
        ({"tools": [{"type": "function"}]}, "tools[0].name", "missing_required_parameter"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools[0].name", "missing_required_parameter"),
        ({"tools": [{"type": "function", "name": "f", "strict": "yes"}]}, "tools[0].strict", "invalid_type"),
        ({"tool_choice": "x"}, "tool_choice", "invalid_value"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.name", "missing_required_parameter"),
        ({"tool_choice": {"type": "function", "name": "f"}}, "tool_choice", None),
        ({"reasoning": "high"}, "reasoning", "invalid_type"),
        ({"reasoning": {"summary": "short"}}, "reasoning.summary", "invalid_value"),
        ({"previous_response_id": 1}, "previous_response_id", "invalid_type"),
        ({"truncation": "x"}, "truncation", "invalid_value"),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], param: str, code: str | None) -> None:
    refusal = RESPONSES.refusal(_body(**change))
    assert refusal is not None
    assert (refusal[0], *refusal[2:]) == (400, param, code)


@pytest.mark.parametrize("name", ["model", "input"])
def test_a_field_is_required(name: str) -> None:
    body = {key: value for key, value in _body().items() if key != name}
    assert RESPONSES.refusal(body) == (
        400,
        f"Missing required parameter: '{name}'.",
        name,
        "missing_required_parameter",
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"tool_choice": {"type": "function", "name": "f"}, "tools": [{"type": "function", "name": "f"}], "zzz": 1},
        _user(type="input_file", filename="a.pdf", file_url="https://x.y/a.pdf"),
        {
            "input": [
                {"role": "developer", "content": "x"},
                {"type": "function_call_output", "call_id": "c", "output": ""},
            ]
        },
        {"reasoning": {"effort": "high"}, "truncation": "auto", "previous_response_id": None},
    ],
)
def test_a_request_is_accepted(change: dict[str, Any]) -> None:
    assert RESPONSES.refusal(_body(**change)) is None


@given(spoiled(_body(**_user(type="input_text", text="x"), tools=[{"type": "function"}])))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    RESPONSES.refusal(body)
