"""The checks of Chat Completions as one: their order, what spans fields, and what the real service did."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openai.chat_rows import ROWS
from mockllm.vendors.openai.models import find
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

CHAT = Asked(ROWS, find)
HI = {"role": "user", "content": "Hi"}
TOOL: Any = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
LOOSE = "In context=(), 'additionalProperties' is required to be supplied and to be false."
ROOT = "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."


def _strict(**schema: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "X", "strict": True, "schema": schema}}


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "gpt-4o", "messages": [HI], **change}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"messages": [HI]}, (400, "you must provide a model parameter", None, None)),
        (_body(model=""), (400, "you must provide a model parameter", None, None)),
        (_body(model=None), (400, "you must provide a model parameter", None, None)),
        (_body(model=7), (400, None, None, None)),
        (
            _body(model="llama"),
            (404, "The model `llama` does not exist or you do not have access to it.", None, "model_not_found"),
        ),
        (
            {"model": "gpt-4o"},
            (400, "Missing required parameter: 'messages'.", "messages", "missing_required_parameter"),
        ),
        (_body(zzz=1), (400, "Unrecognized request argument supplied: zzz", None, None)),
        (
            _body(model="gpt-5.6-terra", stor=True),
            (400, "Unknown parameter: 'stor'. Did you mean 'stop' or 'store'?", "stor", "unknown_parameter"),
        ),
        (
            _body(model="gpt-5.6-terra", stor=True, store=True),
            (400, "Unknown parameter: 'stor'. Did you mean 'stop'?", "stor", "unknown_parameter"),
        ),
        (
            _body(tool_choice="auto"),
            (
                400,
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                "tool_choice",
                None,
            ),
        ),
        (
            _body(parallel_tool_calls=True),
            (
                400,
                (
                    "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' "
                    "are specified."
                ),
                "parallel_tool_calls",
                None,
            ),
        ),
        (
            _body(tools=[TOOL], tool_choice={"type": "function", "function": {"name": "X"}}),
            (
                400,
                "Invalid value for 'function_call': no function named 'X' was specified in the 'functions' parameter.",
                "function_call",
                None,
            ),
        ),
        (
            _body(functions=[{"name": "f"}], function_call={"name": "X"}),
            (
                400,
                "Invalid value for 'function_call': no function named 'X' was specified in the 'functions' parameter.",
                "function_call",
                None,
            ),
        ),
        (
            _body(
                tools=[
                    {"type": "function", "function": {"name": "f", "strict": True, "parameters": {"type": "object"}}}
                ]
            ),
            (
                400,
                f"Invalid schema for function 'f': {LOOSE}",
                "tools[0].function.parameters",
                "invalid_function_parameters",
            ),
        ),
        (
            _body(top_logprobs=2),
            (400, "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", None),
        ),
        (
            _body(model="gpt-5.6", reasoning_effort="none", logprobs=True, top_logprobs=6),
            (400, "Invalid value for 'top_logprobs': must be less than or equal to 5.", "top_logprobs", None),
        ),
        (
            _body(logprobs=True, top_logprobs=21),
            (400, "Invalid value for 'top_logprobs': must be less than or equal to 20.", "top_logprobs", None),
        ),
        (
            _body(response_format={"type": "json_object"}),
            (
                400,
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                "messages",
                None,
            ),
        ),
        (
            _body(response_format=_strict(type="object", properties={"a": {}})),
            (400, f"Invalid schema for response_format 'X': {LOOSE}", "response_format", None),
        ),
        (
            _body(response_format=_strict(properties={})),
            (400, f"Invalid schema for response_format 'X': {ROOT}", "response_format", None),
        ),
        (
            _body(max_tokens=5, max_completion_tokens=5),
            (
                400,
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                "max_tokens",
                "invalid_parameter_combination",
            ),
        ),
        (
            _body(stream_options={"include_usage": True}),
            (400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", None),
        ),
        (
            _body(web_search_options={}),
            (400, "Web search options not supported with this model.", "web_search_options", None),
        ),
        (
            _body(model="gpt-5", stop="x"),
            (400, "Unsupported parameter: 'stop' is not supported with this model.", "stop", "unsupported_parameter"),
        ),
        (
            _body(model="gpt-5", logprobs=True),
            (
                400,
                "Unsupported parameter: 'logprobs' is not supported with this model.",
                "logprobs",
                "unsupported_parameter",
            ),
        ),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], refusal: tuple[Any, ...]) -> None:
    assert CHAT.refusal(body) == refusal


@pytest.mark.parametrize(
    "body",
    [
        _body(),
        _body(tools=[TOOL], tool_choice={"type": "function", "function": {"name": "f"}}, parallel_tool_calls=False),
        _body(messages=[{"role": "user", "content": "As JSON"}], response_format={"type": "json_object"}),
        _body(stream=True, stream_options={"include_usage": True}),
        _body(model="gpt-4o-search-preview", web_search_options={}),
        _body(model="ft:gpt-4o-mini:acemeco:suffix:abc123"),
    ],
)
def test_a_request_is_accepted(body: dict[str, Any]) -> None:
    assert CHAT.refusal(body) is None


def test_an_unknown_model_passes_where_it_is_allowed() -> None:
    assert CHAT.refusal(_body(model="llama", temperature=2, max_tokens=10**6), allow=["model"]) is None


def test_an_unknown_parameter_passes_where_it_is_allowed() -> None:
    assert CHAT.refusal(_body(zzz=1), allow=["param"]) is None
    assert CHAT.refusal(_body(zzz=1, n=0), allow=["param"]) is not None


def test_absent_content_is_told_last() -> None:
    body = _body(messages=[{"role": "user"}], stream_options={})
    assert CHAT.refusal(body) == (
        400,
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
        "stream_options",
        None,
    )


DOWNLOADS = {"d22bdb5aa8"}
"""The real service tried to fetch the picture and could not; nothing is fetched here."""


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(CHAT, traffic("chat"), "openai", "/v1/chat/completions")
    assert wrong.keys() == DOWNLOADS, (share, wrong)


FULL = _body(
    model="gpt-5.6",
    messages=[
        {"role": "developer", "content": "Be brief"},
        {
            "role": "user",
            "content": [{"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "http://x"}}],
        },
        {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}]},
        {
            "role": "assistant",
            "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}],
        },
        {"role": "tool", "tool_call_id": "c", "content": "ok"},
    ],
    tools=[TOOL, {"type": "custom", "custom": {"name": "c"}}],
    tool_choice={"type": "function", "function": {"name": "f"}},
    response_format=_strict(type="object", properties={"a": {"anyOf": [{"type": "null"}]}}, required=["a"]),
    reasoning_effort="none",
    logprobs=True,
    top_logprobs=2,
    stop=["x"],
    metadata={"a": "b"},
    stream_options={"include_usage": True},
    max_tokens=5,
    n=2,
)


@given(spoiled(FULL))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    CHAT.refusal(body)
    CHAT.refusal(body, allow=["param", "model"])
    CHAT.refusal({**body, "model": "gpt-4o"})
