"""The documented fields of Prediction Guard, one outside of each range; errors are one string."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.predictionguard.rows import CHAT_ROWS, ROWS
from tests.vendors.asked import Asked, anyone, spoiled

RESPONSES, CHAT = Asked(ROWS, anyone), Asked(CHAT_ROWS, anyone)
MISSING = "required fields are missing"


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "m", "input": "Hi", **change}


def _chat(**change: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": "Hi"}], **change}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": None}, MISSING),
        ({"model": ""}, MISSING),
        ({"input": None}, MISSING),
        ({"input": ""}, MISSING),
        ({"input": []}, MISSING),
        ({"input": [{"role": "user", "content": [{"type": "input_text"}]}]}, MISSING),
        ({"input": [{"role": "user"}]}, MISSING),
        ({"input": [{"content": "Hi"}]}, MISSING),
        (
            {"input": [{"role": "robot", "content": "Hi"}]},
            "Invalid value: 'robot'. Supported values are: 'user', 'assistant', 'system', and 'developer'.",
        ),
        (
            {"input": 7},
            "Invalid type for 'input': expected one of a string or array of objects, but got an integer instead.",
        ),
        ({"instructions": 1}, "Invalid type for 'instructions': expected a string, but got an integer instead."),
        (
            {"max_output_tokens": 0},
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        ),
        ({"max_tool_calls": "x"}, "Invalid type for 'max_tool_calls': expected an integer, but got a string instead."),
        (
            {"parallel_tool_calls": 1},
            "Invalid type for 'parallel_tool_calls': expected a boolean, but got an integer instead.",
        ),
        ({"reasoning": {"effort": "max"}}, "Invalid value: 'max'. Supported values are: 'low', 'medium', and 'high'."),
        ({"stream": True}, "streaming is not currently supported"),
        ({"stream_options": 1}, "Invalid type for 'stream_options': expected an object, but got an integer instead."),
        (
            {"temperature": 2.5},
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        ),
        ({"tool_choice": "x"}, "Invalid value: 'x'. Supported values are: 'none', 'auto', and 'required'."),
        ({"tools": [{"type": "x"}]}, "Invalid value: 'x'. Supported values are: 'function' and 'mcp'."),
        ({"tools": [{"type": "mcp"}]}, MISSING),
        ({"tools": [{"type": "function"}]}, MISSING),
        ({"tool_choice": {"type": "function"}}, MISSING),
        (
            {"tool_choice": "required"},
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
        ),
        ({"top_p": 1.5}, "Invalid 'top_p': decimal above maximum value. Expected a value <= 1, but got 1.5 instead."),
        ({"safeguards": {"pii": "x"}}, "Invalid value: 'x'. Supported values are: 'block' and 'replace'."),
        (
            {"safeguards": {"pii_replace_method": "x"}},
            "Invalid value: 'x'. Supported values are: 'random', 'fake', 'category', and 'mask'.",
        ),
        (
            {"safeguards": {"toxicity": "x"}},
            "Invalid type for 'safeguards.toxicity': expected a boolean, but got a string instead.",
        ),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], message: str) -> None:
    assert RESPONSES.refusal(_body(**change)) == (400, message, None, None)


def test_null_is_as_good_as_absent() -> None:
    unset = ("instructions", "max_output_tokens", "reasoning", "safeguards", "tools", "tool_choice", "temperature")
    assert RESPONSES.refusal(_body(**dict.fromkeys(unset), stream=False)) is None
    assert RESPONSES.refusal({"model": "m"}) == (400, MISSING, None, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"messages": []}, MISSING),
        ({"input": {"pii": "x"}}, "Invalid value: 'x'. Supported values are: 'block' and 'replace'."),
        (
            {"output": {"factuality": 1}},
            "Invalid type for 'output.factuality': expected a boolean, but got an integer instead.",
        ),
    ],
)
def test_a_field_of_chat_is_refused(change: dict[str, Any], message: str) -> None:
    assert CHAT.refusal(_chat(**change)) == (400, message, None, None)


def test_chat_streams() -> None:
    assert CHAT.refusal(_chat(stream=True)) is None


@given(
    spoiled(
        _body(
            safeguards={"entity_list": ["a"]},
            input=[{"role": "user", "content": [{"type": "input_text", "text": "x"}]}],
        )
    )
)
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    RESPONSES.refusal(body)
    CHAT.refusal({**_chat(), **body})
