"""OpenAI's templates, each as it was measured."""

import pytest

from mockllm.checks.findings import (
    BadSize,
    Finding,
    LongName,
    Mismatch,
    Missing,
    NotOneOf,
    Odd,
    OutOfRange,
    Problem,
    Tag,
    Unknown,
    WrongType,
)
from mockllm.vendors.brackets import dotted, either, listed, say, say_older, say_responses, shortened

NAME = ("tools", 0, Tag("function"), "function", "name")


@pytest.mark.parametrize(
    ("problem", "path", "message", "param", "code"),
    [
        (
            Missing(),
            NAME,
            "Missing required parameter: 'tools[0].function.name'.",
            "tools[0].function.name",
            "missing_required_parameter",
        ),
        (Unknown(), ("zzz",), "Unknown parameter: 'zzz'.", "zzz", "unknown_parameter"),
        (
            Unknown(("stop", "store")),
            ("stor",),
            "Unknown parameter: 'stor'. Did you mean 'stop' or 'store'?",
            "stor",
            "unknown_parameter",
        ),
        (
            WrongType("an integer", "2"),
            ("n",),
            "Invalid type for 'n': expected an integer, but got a string instead.",
            "n",
            "invalid_type",
        ),
        (
            WrongType("a string", 0.5),
            ("user",),
            "Invalid type for 'user': expected a string, but got a decimal number instead.",
            "user",
            "invalid_type",
        ),
        (
            WrongType("an array of objects", None),
            ("messages",),
            "Invalid type for 'messages': expected an array of objects, but got null instead.",
            "messages",
            "invalid_type",
        ),
        (
            NotOneOf(("a", "b", "c"), "bogus"),
            ("x",),
            "Invalid value: 'bogus'. Supported values are: 'a', 'b', and 'c'.",
            "x",
            "invalid_value",
        ),
        (
            NotOneOf(("a", "b"), "P" * 20),
            ("x",),
            "Invalid value: 'PPP...PPP'. Supported values are: 'a' and 'b'.",
            "x",
            "invalid_value",
        ),
        (
            OutOfRange(1, 0, low=True, whole=True),
            ("n",),
            "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
            "n",
            "integer_below_min_value",
        ),
        (
            OutOfRange(2, 200, low=False, whole=False),
            ("temperature",),
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 200 instead.",
            "temperature",
            "decimal_above_max_value",
        ),
        (
            BadSize("array", 1, 0, low=True),
            ("messages",),
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
            "messages",
            "empty_array",
        ),
        (
            BadSize("array", 128, 129, low=False),
            ("tools",),
            (
                "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an "
                "array with length "
                "129 instead."
            ),
            "tools",
            "array_above_max_length",
        ),
        (
            BadSize("string", 512, 600, low=False),
            ("metadata", "k"),
            (
                "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but got a "
                "string with "
                "length 600 instead."
            ),
            "metadata.k",
            "string_above_max_length",
        ),
        (
            BadSize("string", 1, 0, low=True),
            NAME,
            (
                "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, "
                "but got an empty "
                "string instead."
            ),
            "tools[0].function.name",
            "empty_string",
        ),
        (
            Mismatch("^[a-zA-Z0-9_-]+$", "a b"),
            NAME,
            (
                "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the "
                "pattern '^[a-zA-Z0-9_-]+$'."
            ),
            "tools[0].function.name",
            "invalid_value",
        ),
        (
            BadSize("object", 16, 17, low=False),
            ("metadata",),
            (
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but "
                "got an object "
                "with 17 properties instead."
            ),
            "metadata",
            "object_above_max_properties",
        ),
        (
            LongName("k" * 70, 64),
            ("metadata",),
            (
                "Invalid property name in 'metadata': 'kkk...kkk' is too long. Expected a string with "
                "maximum length 64, "
                "but got a string with length 70 instead."
            ),
            "metadata." + "k" * 70,
            "property_name_above_max_length",
        ),
        (Odd("Odd at '{path}'.", "odd"), ("a", 1), "Odd at 'a[1]'.", "a[1]", "odd"),
        (Odd("Silent.", silent=True), ("a",), "Silent.", None, None),
    ],
)
def test_a_template(problem: Problem, path: tuple[str | int, ...], message: str, param: str | None, code: str) -> None:
    failure = say(Finding(problem, path))
    assert (failure.kind, failure.message, failure.param, failure.code) == ("invalid_request", message, param, code)


def test_older_models_name_an_unknown_argument_differently() -> None:
    failure = say_older(Finding(Unknown(("stop",)), ("stor",)))
    assert (failure.message, failure.param, failure.code) == (
        "Unrecognized request argument supplied: stor",
        None,
        None,
    )
    assert say_older(Finding(Unknown(), ("stream_options", "x"))).code == "unknown_parameter"


def test_a_null_at_the_top_of_a_responses_body_reads_as_an_object() -> None:
    said = say_responses(Finding(WrongType("a string", None), ("model",))).message
    assert said == "Invalid type for 'model': expected a string, but got an object instead."
    said = say_responses(Finding(WrongType("an input item", None), ("input", 0))).message
    assert said == "Invalid type for 'input[0]': expected an input item, but got null instead."


def test_a_place_leaves_out_tags() -> None:
    assert dotted(("input", 2, Tag("message"), "content", 0, "text")) == "input[2].content[0].text"


def test_options_are_listed_with_an_oxford_comma() -> None:
    assert listed(("a",)) == "'a'"
    assert listed(("a", "b")) == "'a' and 'b'"
    assert listed(("a", "b", "c"), "or") == "'a', 'b', or 'c'"
    assert either(("auto", "disabled")) == "one of 'auto' or 'disabled'"


def test_long_words_lose_their_middle() -> None:
    assert shortened("previous_response_id") == "pre..._id"
    assert shortened("conversation") == "conversation"
