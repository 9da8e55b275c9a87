"""Every field of a Chat Completions request outside of its type, range or words."""

from typing import Any

import pytest

from mockllm.checks.scalars import Kind
from mockllm.vendors.brackets import say
from mockllm.vendors.openai.chat_fields import FIELDS, NEWER, OLDER

HI = {"role": "user", "content": "Hi"}
TOOL: Any = {"type": "function", "function": {"name": "f"}}
CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def _said(kind: Kind, body: Any) -> tuple[str | None, str | None, str | None]:
    found = kind.look(body)
    assert found is not None
    failure = say(found)
    return failure.message, failure.param, failure.code


def _type(place: str, wanted: str, got: str) -> tuple[str, str, str]:
    return f"Invalid type for '{place}': expected {wanted}, but got {got} instead.", place, "invalid_type"


def _value(place: str, given: str, supported: str) -> tuple[str, str, str]:
    return f"Invalid value: '{given}'. Supported values are: {supported}.", place, "invalid_value"


def _missing(place: str) -> tuple[str, str, str]:
    return f"Missing required parameter: '{place}'.", place, "missing_required_parameter"


def _range(place: str, sort: str, side: str, sign: str, bound: float, given: float) -> tuple[str, str, str]:
    text = f"Invalid '{place}': {sort} {side} value. Expected a value {sign} {bound}, but got {given} instead."
    return text, place, f"{sort}_{side.partition(' ')[0]}_{'min' if 'minimum' in side else 'max'}_value"


def _below(place: str, bound: float, given: float, sort: str = "integer") -> tuple[str, str, str]:
    return _range(place, sort, "below minimum", ">=", bound, given)


def _above(place: str, bound: float, given: float, sort: str = "integer") -> tuple[str, str, str]:
    return _range(place, sort, "above maximum", "<=", bound, given)


def _long(place: str, most: int, size: int) -> tuple[str, str, str]:
    text = (
        f"Invalid '{place}': string too long. Expected a string with maximum length {most}, but got a string with "
        f"length {size} instead."
    )
    return text, place, "string_above_max_length"


def _many(place: str, most: int, size: int) -> tuple[str, str, str]:
    text = (
        f"Invalid '{place}': array too long. Expected an array with maximum length {most}, but got an array with "
        f"length {size} instead."
    )
    return text, place, "array_above_max_length"


def _empty(place: str, sort: str) -> tuple[str, str, str]:
    a = "an" if sort == "array" else "a"
    text = (
        f"Invalid '{place}': empty {sort}. Expected {a} {sort} with minimum length 1, but got an empty {sort} instead."
    )
    return text, place, f"empty_{sort}"


ROLES = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'"
MODES = "'none', 'auto', and 'required'"
EFFORTS = "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"messages": "Hi"}, _type("messages", "an array of objects", "a string")),
        ({"messages": None}, _type("messages", "an array of objects", "null")),
        ({"messages": []}, _empty("messages", "array")),
        ({"messages": ["Hi"]}, _type("messages[0]", "an object", "a string")),
        ({"messages": [{}]}, _missing("messages[0].role")),
        ({"messages": [{"role": "bot"}]}, _value("messages[0].role", "bot", ROLES)),
        (
            {"messages": [{"role": "user", "content": 7}]},
            _type("messages[0].content", "one of a string or array of objects", "an integer"),
        ),
        ({"messages": [{"role": "user", "content": [{}]}]}, _missing("messages[0].content[0].type")),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, _missing("messages[0].content[0].text")),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            _missing("messages[0].content[0].image_url.url"),
        ),
        ({"messages": [HI, {"role": "assistant", "tool_calls": []}]}, _empty("messages[1].tool_calls", "array")),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{"id": "a", "type": "function"}]}]},
            _missing("messages[0].tool_calls[0].function"),
        ),
        ({"messages": [{"role": "tool", "content": "x"}]}, _missing("messages[0].tool_call_id")),
        ({"functions": {}}, _type("functions", "an array of function definitions", "an object")),
        ({"function_call": 1}, _type("function_call", "one of one of 'none' or 'auto' or object", "an integer")),
        ({"tools": []}, _empty("tools", "array")),
        ({"tools": [TOOL] * 129}, _many("tools", 128, 129)),
        ({"tools": [{}]}, _missing("tools[0].type")),
        ({"tools": [{"type": "function"}]}, _missing("tools[0].function")),
        ({"tools": [{"type": "function", "function": {}}]}, _missing("tools[0].function.name")),
        ({"tools": [{"type": "function", "function": {"name": ""}}]}, _empty("tools[0].function.name", "string")),
        ({"tools": [{"type": "function", "function": {"name": "f" * 65}}]}, _long("tools[0].function.name", 64, 65)),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": "{}"}}]},
            _type("tools[0].function.parameters", "an object", "a string"),
        ),
        ({"tool_choice": "bogus"}, _value("tool_choice", "bogus", MODES)),
        (
            {"tool_choice": 1},
            _type("tool_choice", "one of one of 'none', 'auto', or 'required' or object", "an integer"),
        ),
        ({"tool_choice": {"type": "function"}}, _missing("tool_choice.function")),
        ({"tool_choice": {"type": "function", "function": {}}}, _missing("tool_choice.function.name")),
        ({"parallel_tool_calls": "yes"}, _type("parallel_tool_calls", "a boolean", "a string")),
        ({"max_completion_tokens": 0}, _below("max_completion_tokens", 1, 0)),
        ({"max_tokens": "9"}, _type("max_tokens", "an integer", "a string")),
        ({"n": 0}, _below("n", 1, 0)),
        ({"n": 129}, _above("n", 128, 129)),
        ({"n": 1.5}, _type("n", "an integer", "a decimal number")),
        ({"temperature": "hot"}, _type("temperature", "a decimal", "a string")),
        ({"temperature": 200}, _above("temperature", 2, 200, "decimal")),
        ({"top_p": -0.5}, _below("top_p", 0, -0.5, "decimal")),
        ({"presence_penalty": 3}, _above("presence_penalty", 2, 3, "decimal")),
        ({"frequency_penalty": -3}, _below("frequency_penalty", -2, -3, "decimal")),
        ({"logprobs": 2}, _type("logprobs", "a boolean", "an integer")),
        ({"top_logprobs": -1}, _below("top_logprobs", 0, -1)),
        ({"user": 1}, _type("user", "a string", "an integer")),
        ({"seed": "1"}, _type("seed", "an integer", "a string")),
        ({"seed": 2**63}, _above("seed", 2**63 - 1, 2**63)),
        ({"moderation": {}}, _missing("moderation.model")),
        ({"safety_identifier": "s" * 129}, _long("safety_identifier", 128, 129)),
        (
            {"prompt_cache_options": {"x": 1}},
            ("Unknown parameter: 'prompt_cache_options.x'.", "prompt_cache_options.x", "unknown_parameter"),
        ),
        (
            {"prompt_cache_options": {"mode": "x"}},
            _value("prompt_cache_options.mode", "x", "'implicit' and 'explicit'"),
        ),
        ({"prompt_cache_key": "k" * 65}, _long("prompt_cache_key", 64, 65)),
        ({"prompt_cache_retention": "1h"}, _value("prompt_cache_retention", "1h", "'in_memory' and '24h'")),
        (
            {"response_format": {"type": "xml"}},
            _value("response_format.type", "xml", "'json_object', 'json_schema', and 'text'"),
        ),
        ({"response_format": {"type": "json_schema"}}, _missing("response_format.json_schema")),
        (
            {"response_format": {"type": "json_schema", "json_schema": {}}},
            _missing("response_format.json_schema.name"),
        ),
        ({"service_tier": "x"}, _value("service_tier", "x", "'auto', 'default', 'fast', 'flex', and 'priority'")),
        ({"reasoning_effort": "x"}, _value("reasoning_effort", "x", EFFORTS)),
        ({"logit_bias": {"1": 101}}, _above("logit_bias.1", 100, 101)),
        ({"stop": ["a"] * 5}, _many("stop", 4, 5)),
        ({"stop": 1}, _type("stop", "one of a string or array of strings", "an integer")),
        ({"stream": "yes"}, _type("stream", "a boolean", "a string")),
        (
            {"stream_options": {"x": 1}},
            ("Unknown parameter: 'stream_options.x'.", "stream_options.x", "unknown_parameter"),
        ),
        ({"store": 1}, _type("store", "a boolean", "an integer")),
        ({"metadata": "m"}, _type("metadata", "a metadata object", "a string")),
        ({"metadata": {"k": 1}}, _type("metadata.k", "a string", "an integer")),
        ({"metadata": {"k": "v" * 600}}, _long("metadata.k", 512, 600)),
        ({"prediction": {"type": "x"}}, _value("prediction.type", "x", "'content'")),
        ({"verbosity": "x"}, _value("verbosity", "x", "'low', 'medium', and 'high'")),
        ({"modalities": []}, _empty("modalities", "array")),
        ({"audio": {"format": "mp3"}}, _missing("audio.voice")),
        (
            {"web_search_options": {"search_context_size": "x"}},
            _value("web_search_options.search_context_size", "x", "'low', 'medium', and 'high'"),
        ),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], said: tuple[str, str, str]) -> None:
    assert _said(OLDER, {"model": "m", "messages": [HI], **change}) == said


@pytest.mark.parametrize(
    "change",
    [
        {name: None for name in FIELDS if name not in {"messages", "functions", "function_call", "model"}},
        {"messages": [{"role": "user", "content": "Hi", "zzz": 1}]},
        {"messages": [{"role": "user", "content": []}]},
        {"messages": [HI, {"role": "assistant", "content": None, "tool_calls": [CALL]}]},
        {"tools": [{"type": "custom", "custom": {"name": "c", "format": {"type": "text"}}}]},
        {"tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [TOOL]}}},
        {"stop": ["a", "b", "c", "d"], "n": 128, "temperature": 2, "top_p": 0, "logit_bias": {"50256": -100}},
        {"metadata": {str(number): "v" for number in range(16)}},
    ],
)
def test_a_field_is_accepted(change: dict[str, Any]) -> None:
    assert OLDER.look({"model": "m", "messages": [HI], **change}) is None


def test_the_first_field_in_the_measured_order_decides() -> None:
    body = {"stop": 1, "n": 0, "tools": [], "messages": [HI], "model": "m"}
    assert _said(OLDER, body)[1] == "tools"


def test_absent_messages_come_before_unknown_keys() -> None:
    assert _said(OLDER, {"zzz": 1})[0] == "Missing required parameter: 'messages'."
    assert _said(OLDER, {"zzz": 1, "n": 0, "messages": []})[1] == "zzz"


@pytest.mark.parametrize("name", ["audio", "modalities", "web_search_options", "reasoning", "text"])
def test_newer_models_do_not_know_it(name: str) -> None:
    assert _said(NEWER, {"messages": [HI], name: {}})[2] == "unknown_parameter"


def test_newer_models_write_at_most_eight_choices() -> None:
    assert _said(NEWER, {"messages": [HI], "n": 9}) == _above("n", 8, 9)
