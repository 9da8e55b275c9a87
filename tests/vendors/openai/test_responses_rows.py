"""The checks of the Responses API as one: their order, what spans fields, and what the real service did."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.responses_rows import COMPACT_ROWS, COUNT_ROWS, LATE, ROWS
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

RESPONSES = Asked((*ROWS, *LATE), find)
ANY = "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided."
MOVED = (
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the "
    "new parameter. See the API documentation for more information: "
    "https://platform.openai.com/docs/api-reference/responses/create."
)
REQUIRED = (
    "Invalid schema for response_format 'N': In context=(), 'required' is required to be supplied and to be an array "
    "including every key in properties. Missing 'y'."
)
FUNCTION: Any = {"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}}


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "gpt-4o", "input": "Hi", **change}


def _format(*, strict: bool, **schema: Any) -> dict[str, Any]:
    return {"format": {"type": "json_schema", "name": "N", "strict": strict, "schema": schema}}


LOOSE = {"type": "object", "properties": {"y": {}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"input": "Hi"}, (400, "Missing required parameter: 'model'.", "model", "missing_required_parameter")),
        ({"zzz": 1}, (400, "Missing required parameter: 'model'.", "model", "missing_required_parameter")),
        (
            {"model": "gpt-4o", "zzz": 1},
            (400, "Missing required parameter: 'input'.", "input", "missing_required_parameter"),
        ),
        ({"model": "gpt-4o", "messages": []}, (400, MOVED, None, "unsupported_parameter")),
        (_body(model="X"), (400, "The requested model 'X' does not exist.", "model", "model_not_found")),
        (_body(model=""), (400, "The requested model '' does not exist.", "model", "model_not_found")),
        (_body(input=""), (400, ANY, None, "missing_required_parameter")),
        (_body(input=[]), (400, ANY, None, "missing_required_parameter")),
        (
            _body(previous_response_id="resp_1", conversation="conv_1"),
            (
                400,
                (
                    "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or "
                    "'conversation'."
                ),
                None,
                "mutually_exclusive_parameters",
            ),
        ),
        (
            _body(tools=[FUNCTION], tool_choice={"type": "function", "name": "X"}),
            (400, "Tool choice 'X' not found in 'tools' parameter.", "tool_choice", None),
        ),
        (
            _body(text={"format": {"type": "json_object"}}),
            (
                400,
                (
                    "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
                    "'json_object'."
                ),
                "input",
                None,
            ),
        ),
        (
            _body(text=_format(strict=True, **LOOSE)),
            (400, REQUIRED, "text.format.schema", "invalid_json_schema"),
        ),
        (
            _body(tools=[{**FUNCTION, "strict": True}]),
            (
                400,
                (
                    "Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied "
                    "and to be false."
                ),
                "tools[0].parameters",
                "invalid_function_parameters",
            ),
        ),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], refusal: tuple[Any, ...]) -> None:
    assert RESPONSES.refusal(body) == refusal


@pytest.mark.parametrize(
    "body",
    [
        _body(),
        {"prompt": {"id": "pmpt_1"}},
        {"model": "gpt-4o", "previous_response_id": "resp_1"},
        _body(input=[], conversation="conv_1"),
        _body(input="As JSON", text={"format": {"type": "json_object"}}),
        _body(text=_format(strict=False, **LOOSE)),
        _body(tools=[FUNCTION], tool_choice={"type": "function", "name": "f"}),
        _body(
            tools=[{"type": "namespace", "name": "s", "tools": [FUNCTION]}],
            tool_choice={"type": "function", "name": "f"},
        ),
    ],
)
def test_a_request_is_accepted(body: dict[str, Any]) -> None:
    assert RESPONSES.refusal(body) is None


def test_what_is_unknown_passes_where_it_is_allowed() -> None:
    assert RESPONSES.refusal(_body(model="X"), allow=["model"]) is None
    assert RESPONSES.refusal(_body(zzz=1, messages=[]), allow=["param"]) is None


def test_counting_needs_no_input_and_compacting_a_model() -> None:
    assert Asked(COUNT_ROWS, find).refusal({"model": "gpt-4o"}) is None
    assert Asked(COMPACT_ROWS, find).refusal({"input": "Hi"}) is not None


EXPLAINED = {
    "c76609d49a": "generate_summary was known in April 2025 and is unknown since",
    "c8b405ceed": "the recorder replaced the texts that were too long",
}


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(RESPONSES, traffic("responses"), "openai", "/v1/responses")
    assert wrong.keys() == EXPLAINED.keys(), (share, wrong)


def test_it_agrees_about_counting_and_compacting(traffic: Traffic) -> None:
    for rows, path in ((COUNT_ROWS, "/v1/responses/input_tokens"), (COMPACT_ROWS, "/v1/responses/compact")):
        share, wrong = disagreements(Asked(rows, find), traffic("responses"), "openai", path)
        assert wrong == {}, share


FULL = _body(
    model="gpt-5",
    input=[
        {
            "role": "user",
            "content": [{"type": "input_text", "text": "Hi"}, {"type": "input_image", "image_url": "http://x"}],
        },
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "x"}]},
        {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "ok"},
        {"type": "web_search_call", "id": "ws_1"},
    ],
    tools=[FUNCTION, {"type": "namespace", "name": "s", "tools": [FUNCTION]}],
    tool_choice={"type": "function", "name": "f"},
    text=_format(strict=True, type="object", properties={}, additionalProperties=False),
    reasoning={"effort": "low", "summary": "auto"},
    include=["reasoning.encrypted_content"],
    metadata={"a": "b"},
    conversation={"id": "conv_1"},
)


@given(spoiled(FULL))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    RESPONSES.refusal(body)
    RESPONSES.refusal(body, allow=["param", "model"])
    RESPONSES.refusal({**body, "model": "gpt-4o"})
