"""OpenRouter's documented limits, and what its real service accepted."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openrouter.providers import find
from mockllm.vendors.openrouter.rows import CHAT_ROWS
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

CHAT = Asked(CHAT_ROWS, find)
HI = {"role": "user", "content": "Hi"}


TOOL = {"type": "function", "function": {"name": "f"}}
AUDIO = "messages[0].content[0].input_audio"


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "openai/gpt-4o", "messages": [HI], **change}


def _part(**part: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [part]}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": "gpt-4o"}, "gpt-4o is not a valid model ID"),
        (
            {"messages": []},
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        ),
        ({"messages": ["x"]}, "Invalid type for 'messages[0]': expected an object, but got a string instead."),
        (_part(type="text"), "Missing required parameter: 'messages[0].content[0].text'."),
        (_part(type="image_url"), "Missing required parameter: 'messages[0].content[0].image_url'."),
        (_part(type="input_audio", input_audio={"data": "AA"}), f"Missing required parameter: '{AUDIO}.format'."),
        (
            _part(type="smell"),
            (
                "Invalid value: 'smell'. Supported values are: 'text', 'image_url', 'input_audio', 'video_url', "
                "'input_video', and 'file'."
            ),
        ),
        ({"provider": {"colour": 1}}, "Unknown parameter: 'provider.colour'."),
        ({"provider": {"ordr": 1}}, "Unknown parameter: 'provider.ordr'. Did you mean 'order' or 'zdr'?"),
        (
            {"provider": {"sort": "x"}},
            "Invalid value: 'x'. Supported values are: 'price', 'throughput', 'latency', and 'exacto'.",
        ),
        (
            {"provider": {"sort": {"by": "x"}}},
            "Invalid value: 'x'. Supported values are: 'price', 'throughput', 'latency', and 'exacto'.",
        ),
        (
            {"provider": {"max_price": {"prompt": []}}},
            (
                "Invalid type for 'provider.max_price.prompt': expected one of a string or number, "
                "but got an array instead."
            ),
        ),
        ({"models": "x"}, "Invalid type for 'models': expected an array, but got a string instead."),
        ({"plugins": [{}]}, "Missing required parameter: 'plugins[0].id'."),
        (
            {"plugins": [{"id": "web", "max_results": "3"}]},
            "Invalid type for 'plugins[0].max_results': expected an integer, but got a string instead.",
        ),
        (
            {"session_id": "s" * 257},
            (
                "Invalid 'session_id': string too long. Expected a string with maximum length 256, but got a "
                "string with length 257 instead."
            ),
        ),
        (
            {"trace": {"trace_id": 1}},
            "Invalid type for 'trace.trace_id': expected a string, but got an integer instead.",
        ),
        ({"metadata": {"k": 1}}, "Invalid type for 'metadata.k': expected a string, but got an integer instead."),
        (
            {"frequency_penalty": 3},
            "Invalid 'frequency_penalty': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
        ),
        (
            {"presence_penalty": -3},
            "Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead.",
        ),
        (
            {"temperature": 2.5},
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        ),
        ({"top_p": 1.5}, "Invalid 'top_p': decimal above maximum value. Expected a value <= 1, but got 1.5 instead."),
        (
            {"top_logprobs": 21},
            "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead.",
        ),
        ({"logit_bias": {"1": "x"}}, "Invalid type for 'logit_bias.1': expected a decimal, but got a string instead."),
        ({"logprobs": 1}, "Invalid type for 'logprobs': expected a boolean, but got an integer instead."),
        (
            {"max_tokens": 0},
            "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        ),
        (
            {"max_completion_tokens": "x"},
            "Invalid type for 'max_completion_tokens': expected an integer, but got a string instead.",
        ),
        ({"seed": "x"}, "Invalid type for 'seed': expected an integer, but got a string instead."),
        (
            {"stop": ["a"] * 5},
            (
                "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array "
                "with length 5 instead."
            ),
        ),
        ({"stream": "x"}, "Invalid type for 'stream': expected a boolean, but got a string instead."),
        ({"stream_options": 1}, "Invalid type for 'stream_options': expected an object, but got an integer instead."),
        ({"tool_choice": "x"}, "Invalid value: 'x'. Supported values are: 'none', 'auto', and 'required'."),
        ({"tools": [{}]}, "Missing required parameter: 'tools[0].type'."),
        ({"tools": [{"type": "function"}]}, "Missing required parameter: 'tools[0].function'."),
        ({"tool_choice": {"type": "function"}}, "Missing required parameter: 'tool_choice.function'."),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "g"}}},
            "Tool choice 'g' not found in 'tools' parameter.",
        ),
        (
            {"parallel_tool_calls": 1},
            "Invalid type for 'parallel_tool_calls': expected a boolean, but got an integer instead.",
        ),
        ({"response_format": {"type": "json_schema"}}, "Missing required parameter: 'response_format.json_schema'."),
        (
            {"reasoning": {"effort": "low"}, "reasoning_effort": "high"},
            "'reasoning_effort' and 'reasoning.effort' must not disagree.",
        ),
        (
            {"debug": {"echo_upstream_body": 1}},
            "Invalid type for 'debug.echo_upstream_body': expected a boolean, but got an integer instead.",
        ),
        (
            {"image_config": {"a": {}}},
            "Invalid type for 'image_config.a': expected one of a string, number, or array, but got an object instead.",
        ),
        ({"modalities": ["video"]}, "Invalid value: 'video'. Supported values are: 'text', 'image', and 'audio'."),
        ({"cache_control": {"type": "x"}}, "Invalid value: 'x'. Supported values are: 'ephemeral'."),
        (
            {"service_tier": "x"},
            (
                "Invalid value: 'x'. Supported values are: 'auto', 'default', 'fast', 'flex', 'priority', "
                "'scale', and 'ultrafast'."
            ),
        ),
        ({"user": 1}, "Invalid type for 'user': expected a string, but got an integer instead."),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], message: str) -> None:
    refusal = CHAT.refusal(_body(**change))
    assert refusal is not None
    assert refusal[:2] == (400, message)


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [HI]},
        {"prompt": "Hi"},
        _body(zzz=1, top_k=40, min_p=0.1),
        _body(
            models=["a/b", "c/d"],
            provider={"order": ["OpenAI"], "zdr": True},
            tools=[{"type": "openrouter:web_search"}],
            tool_choice={"type": "openrouter:web_search"},
            plugins=[{"id": "web", "max_results": 3}, {"id": "something-new", "level": 1}],
        ),
        _body(**_part(type="video_url", video_url={"url": "https://x.y/a.mp4"})),
        _body(reasoning={"effort": "low"}, reasoning_effort="low", stop=None, session_id="s" * 256),
    ],
)
def test_a_request_is_accepted(body: dict[str, Any]) -> None:
    assert CHAT.refusal(body) is None


def test_a_request_says_something() -> None:
    refusal = CHAT.refusal({"model": "a/b"})
    assert refusal is not None
    assert refusal[1] == 'Input required: specify "prompt" or "messages"'


def test_any_name_passes_where_it_is_allowed() -> None:
    assert CHAT.refusal(_body(model="gpt-4o"), allow=["model"]) is None
    assert CHAT.refusal(_body(provider={"zzz": 1}), allow=["param"]) is None


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(CHAT, traffic("openrouter"), "openrouter", "/api/v1/chat/completions")
    assert wrong == {}, share


@given(
    spoiled(
        _body(provider={"order": ["a"]}, reasoning={"effort": "low"}, reasoning_effort="low", tools=[{"type": "x"}])
    )
)
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    CHAT.refusal(body)
    CHAT.refusal(body, allow=["param", "model"])
