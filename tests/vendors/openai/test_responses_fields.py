"""Every field of a Responses request outside of its type, range or words."""

from typing import Any

import pytest

from mockllm.vendors.brackets import say_responses
from mockllm.vendors.openai.responses_fields import BODY, COUNT

EFFORTS = "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', {} 'max'"
FORMATS = "'json_object', 'text', and 'json_schema'"
INCLUDES = "'fil...lts', 'web...lts', 'web...ces', 'mes...url', 'com...url', 'cod...uts', 'rea...ent', or 'mes...obs'"
INCLUDE = (
    "'file_search_call.results', 'web_search_call.results', 'web_search_call.action.sources', "
    "'message.input_image.image_url', 'computer_call_output.output.image_url', 'code_interpreter_call.outputs', "
    "'reasoning.encrypted_content', and 'message.output_text.logprobs'"
)


def _type(place: str, wanted: str, got: str) -> tuple[str, str, str]:
    return f"Invalid type for '{place}': expected {wanted}, but got {got} instead.", place, "invalid_type"


def _value(place: str, given: str, supported: str) -> tuple[str, str, str]:
    return f"Invalid value: '{given}'. Supported values are: {supported}.", place, "invalid_value"


def _missing(place: str) -> tuple[str, str, str]:
    return f"Missing required parameter: '{place}'.", place, "missing_required_parameter"


def _unknown(place: str, hint: str = "") -> tuple[str, str, str]:
    return f"Unknown parameter: '{place}'.{hint}", place, "unknown_parameter"


def _below(place: str, bound: int, given: int) -> tuple[str, str, str]:
    text = f"Invalid '{place}': integer below minimum value. Expected a value >= {bound}, but got {given} instead."
    return text, place, "integer_below_min_value"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": None}, _type("model", "a string", "an object")),
        ({"input": None}, _type("input", "a string", "an object")),
        ({"input": 7}, _type("input", "one of a string or array of input items", "an integer")),
        ({"zzz": 1}, _unknown("zzz")),
        ({"n": 2}, _unknown("n")),
        ({"stop": "x"}, _unknown("stop", " Did you mean 'store'?")),
        ({"text": {"zzz": 1}}, _unknown("text.zzz")),
        ({"stream_options": {"include_usage": True}}, _unknown("stream_options.include_usage")),
        ({"include": "x"}, _type("include", f"an array of one of {INCLUDES}", "a string")),
        ({"include": ["x"]}, _value("include[0]", "x", INCLUDE)),
        ({"tools": "x"}, _type("tools", "an array of tools", "a string")),
        ({"tools": [{}]}, _missing("tools[0].type")),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, _missing("tools[0].name")),
        (
            {"tool_choice": 7},
            _type("tool_choice", "one of an object or 'none', 'auto', or 'required'", "an integer"),
        ),
        ({"tool_choice": "bogus"}, _value("tool_choice", "bogus", "'none', 'auto', and 'required'")),
        ({"tool_choice": {"type": "function"}}, _missing("tool_choice.name")),
        ({"metadata": "m"}, _type("metadata", "a metadata object", "a string")),
        ({"text": {"format": {"type": "x"}}}, _value("text.format.type", "x", FORMATS)),
        ({"text": {"format": {"type": "json_schema", "schema": {}}}}, _missing("text.format.name")),
        ({"text": {"verbosity": "x"}}, _value("text.verbosity", "x", "'low', 'medium', and 'high'")),
        ({"temperature": "x"}, _type("temperature", "a decimal", "a string")),
        (
            {"temperature": -1},
            (
                "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -1 instead.",
                "temperature",
                "decimal_below_min_value",
            ),
        ),
        (
            {"temperature": 3},
            (
                "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
                "temperature",
                "decimal_above_max_value",
            ),
        ),
        ({"parallel_tool_calls": 1}, _type("parallel_tool_calls", "a boolean", "an integer")),
        ({"background": "x"}, _type("background", "a boolean", "a string")),
        ({"max_output_tokens": 15}, _below("max_output_tokens", 16, 15)),
        ({"max_output_tokens": 16.5}, _type("max_output_tokens", "an integer", "a decimal number")),
        ({"max_tool_calls": 0}, _below("max_tool_calls", 1, 0)),
        ({"reasoning": {"effort": "x"}}, _value("reasoning.effort", "x", EFFORTS.format("and"))),
        (
            {"reasoning": {"effort": {}}},
            _type("reasoning.effort", f"one of one of {EFFORTS.format('or')} or integer", "an object"),
        ),
        ({"reasoning": {"summary": "x"}}, _value("reasoning.summary", "x", "'concise', 'detailed', and 'auto'")),
        ({"reasoning": {"generate_summary": "auto"}}, _unknown("reasoning.generate_summary")),
        ({"truncation": "x"}, _value("truncation", "x", "'auto' and 'disabled'")),
        ({"truncation": {}}, _type("truncation", "one of 'auto' or 'disabled'", "an object")),
        ({"service_tier": "x"}, _value("service_tier", "x", "'auto', 'default', 'fast', 'flex', and 'priority'")),
        ({"prompt_cache_retention": "x"}, _value("prompt_cache_retention", "x", "'in_memory' and '24h'")),
        ({"top_logprobs": -1}, _below("top_logprobs", 0, -1)),
        ({"context_management": {}}, _type("context_management", "an array", "an object")),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], said: tuple[str, str, str]) -> None:
    found = BODY.look({"model": "m", "input": "Hi", **change})
    assert found is not None
    failure = say_responses(found)
    assert (failure.message, failure.param, failure.code) == said


def test_the_first_field_in_the_measured_order_decides() -> None:
    found = BODY.look({"top_logprobs": -1, "tools": "x", "store": 1, "input": "Hi", "model": "m"})
    assert found is not None
    assert found.path == ("tools",)


@pytest.mark.parametrize(
    "change",
    [
        {"client_metadata": {"a": "b"}, "presence_penalty": 1, "frequency_penalty": 0},
        {"conversation": {"id": "conv_1"}, "prompt": {"id": "p"}, "reasoning": {"effort": 3}},
        {"tools": [{"type": "web_search", "anything": 1}, {"type": "custom", "name": "c"}]},
        {"text": {"format": {"type": "json_object"}}, "store": None, "metadata": None},
    ],
)
def test_a_field_is_accepted(change: dict[str, Any]) -> None:
    assert BODY.look({"model": "m", "input": "Hi", **change}) is None


def test_a_count_takes_fewer_fields() -> None:
    assert COUNT.look({"model": "m", "input": "Hi", "personality": "x"}) is None
    assert COUNT.look({"model": "m", "store": True}) is not None
