"""Arguments and documents: the prompt's own values where the schema lets them."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockllm.ask import Tool
from mockllm.fake.arguments import NoValueError, any_object, calls, document, written
from mockllm.stamp import Dice
from tests.conftest import Traffic
from tests.fake.asks import function, members

STRING: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}
NUMBER: dict[str, Any] = {"type": "number"}
DATE = {"type": "string", "format": "date"}
EMAIL = {"type": "string", "format": "email"}
UNIT = {"enum": ["celsius", "fahrenheit"]}
ADDRESS = members(street=STRING, city=STRING)


def made(tool: Tool, text: str, *, several: bool = True) -> list[Any]:
    return [json.loads(each) for each in calls(tool, text, Dice(b"seed"), several=several)]


TABLE: list[tuple[str, Tool, Any]] = [
    ("What is the weather in San Francisco, CA?", function("w", location=STRING), {"location": "San Francisco, CA"}),
    ("weather in new york today", function("w", city=STRING), {"city": "new york"}),
    ("What is the value of magic_function(3)?", function("magic_function", input=INTEGER), {"input": 3}),
    (
        "Create a customer with the name '你好啊集团'.",
        function("c", customer_name=STRING),
        {"customer_name": "你好啊集团"},
    ),
    ("Say hello to 株式会社テスト", function("c", name=STRING), {"name": "株式会社テスト"}),
    ("A customer named José Núñez", function("c", name=STRING), {"name": "José Núñez"}),
    (
        "Book a flight from Boston to Tokyo on 2026-03-05 for 2 passengers",
        function("b", destination=STRING, origin=STRING, date=DATE, passengers=INTEGER),
        {"destination": "Tokyo", "origin": "Boston", "date": "2026-03-05", "passengers": 2},
    ),
    ("Multiply 3 by -4.5", function("m", a=NUMBER, b=NUMBER), {"a": 3, "b": -4.5}),
    ("What is 3 * 12?", function("m", a=INTEGER, b=INTEGER), {"a": 3, "b": 12}),
    ("What is 3 * 12?", function("m", expression=STRING), {"expression": "3 * 12"}),
    ("Write to bob@example.com", function("s", to=EMAIL), {"to": "bob@example.com"}),
    ("Is it warm? In fahrenheit!", function("w", unit=UNIT), {"unit": "fahrenheit"}),
    (
        "Compare Paris, Rome and Oslo",
        function("c", cities={"type": "array", "items": STRING}),
        {"cities": ["Paris", "Rome", "Oslo"]},
    ),
    ("Sort 3, 1 and 2", function("s", numbers={"type": "array", "items": INTEGER}), {"numbers": [3, 1, 2]}),
    ("Open https://example.org/a?b=1.", function("o", url=STRING), {"url": "https://example.org/a?b=1"}),
    ("Read src/main.py now", function("r", file_path=STRING), {"file_path": "src/main.py"}),
    ("Search the web for the latest news on AI", function("s", query=STRING), {"query": "the latest news on AI"}),
    ("Find AAPL", function("s", ticker=STRING), {"ticker": "AAPL"}),
    (
        "Set the temperature to 30 in room 4",
        function("s", room=INTEGER, temperature=INTEGER),
        {"room": 4, "temperature": 30},
    ),
    ("Turn on verbose output", function("v", verbose={"type": "boolean"}), {"verbose": True}),
    ("Do not be verbose", function("v", verbose={"type": "boolean"}), {"verbose": False}),
    (
        "Ship it to 'Mill Road 5' in Oslo",
        function("s", address=ADDRESS),
        {"address": {"street": "Mill Road 5", "city": "Oslo"}},
    ),
    ("Using the tool, generate a Pirate greeting.", function("g", answer_style=STRING), {"answer_style": "Pirate"}),
    ("Add 1,000,000 dollars", function("a", amount=INTEGER), {"amount": 1_000_000}),
    (
        "Resize photo.png to 800x600",
        function("r", path=STRING, width=INTEGER, height=INTEGER),
        {"path": "photo.png", "width": 800, "height": 600},
    ),
    ("Call add(2, 3)", function("add", a=INTEGER, b=INTEGER), {"a": 2, "b": 3}),
    ("Call greet(name='Ann', loud=true)", function("greet", name=STRING, loud={}), {"name": "Ann", "loud": True}),
]


@pytest.mark.parametrize(("text", "tool", "arguments"), TABLE)
def test_what_the_prompt_gives_is_taken(text: str, tool: Tool, arguments: Any) -> None:
    assert made(tool, text) == [arguments]


def test_an_enumeration_of_values_makes_a_call_each() -> None:
    weather = function("w", location=STRING, unit={"enum": ["c"]})

    several = made(weather, "How is Paris, London and Tokyo?")
    assert [each["location"] for each in several] == ["Paris", "London", "Tokyo"]
    assert len(made(weather, "How is Paris, London and Tokyo?", several=False)) == 1


def test_calls_that_are_written_out_are_made_as_they_stand() -> None:
    assert made(function("f", x=INTEGER), "f(1) and f(2), then f(1)") == [{"x": 1}, {"x": 2}]


def test_calls_that_are_written_out_wrongly_are_not() -> None:
    (arguments,) = made(function("f", x=INTEGER), "f('a', 2, b=3)", several=False)

    assert arguments == {"x": 2}


def test_two_ends_of_a_journey_are_one_call() -> None:
    assert len(made(function("f", origin=STRING, destination=STRING), "Flights Paris and Rome")) == 1


def test_what_is_optional_is_left_out_unless_the_prompt_gives_it() -> None:
    weather = function("w", "", ["location"], location=STRING, unit=UNIT, days=INTEGER)

    assert made(weather, "How is Paris?") == [{"location": "Paris"}]
    assert made(weather, "How is Paris in celsius for 5 days?") == [{"location": "Paris", "unit": "celsius", "days": 5}]


def test_what_must_be_there_and_may_be_null_is_null_unless_the_prompt_gives_it() -> None:
    unit = {"anyOf": [UNIT, {"type": "null"}]}

    assert made(function("w", unit=unit), "How is Paris?") == [{"unit": None}]
    assert made(function("w", unit=unit), "How is Paris in celsius?") == [{"unit": "celsius"}]


def test_a_schema_without_required_members_gets_them_all() -> None:
    assert made(function("w", "", [], city=STRING), "How is Paris?") == [{"city": "Paris"}]


def test_a_default_is_what_an_argument_is_if_nothing_is_said() -> None:
    assert made(function("w", days={**INTEGER, "default": 3}, loud={"type": "boolean", "default": True}), "Hi") == [
        {"days": 3, "loud": True}
    ]


def test_a_value_that_the_schema_refuses_is_not_taken() -> None:
    (arguments,) = made(function("f", x={**INTEGER, "maximum": 2}), "f 3")

    assert arguments["x"] <= 2


def test_a_tool_without_parameters_is_called_with_none() -> None:
    for schema in (None, True, {}, {"foo": "bar"}, members(), {"type": "object"}, {"type": "object", "properties": 3}):
        assert calls(Tool("f", schema=schema), "f()!", Dice(b""), several=True) == ["{}"]


def test_a_tool_that_takes_no_object_cannot_be_called() -> None:
    with pytest.raises(NoValueError):
        calls(Tool("f", schema={"type": "string"}), "f", Dice(b""), several=True)


@pytest.mark.parametrize(
    ("tool", "text", "given"),
    [
        (Tool("say", kind="custom"), "Say 'hi you'", "hi you"),
        (Tool("math", kind="custom"), "What is 2 + 3?", "2 + 3"),
        (Tool("python", kind="custom"), "What is 2 + 3?", "print(2 + 3)"),
        (Tool("code_exec", kind="custom"), "Tell me about été", 'print("été")'),
        (Tool("say", kind="custom"), "A poem about the sea.", "the sea"),
        (Tool("say", kind="custom"), "", "hello"),
    ],
)
def test_a_custom_tool_gets_free_text(tool: Tool, text: str, given: str) -> None:
    assert calls(tool, text, Dice(b""), several=True) == [given]


def test_json_is_written_compact_and_in_its_own_letters() -> None:
    assert written({"a": ["é", 1.5, None]}) == '{"a":["é",1.5,null]}'


def test_a_document_takes_what_the_prompt_says() -> None:
    schema = members(name=STRING, age=INTEGER, city=STRING, email=EMAIL)
    found = json.loads(document(schema, "Alice is 30 and lives in Paris.", Dice(b"")))

    assert (found["name"], found["age"], found["city"]) == ("Alice", 30, "Paris")


def test_a_document_does_not_take_the_names_of_its_own_fields() -> None:
    found = json.loads(
        document(members(setup=STRING, punchline=STRING), "A joke with 'setup' and 'punchline'", Dice(b""))
    )

    assert not {"setup", "punchline"} & set(found.values())


def test_any_object_has_the_keys_that_the_prompt_names() -> None:
    assert json.loads(any_object('JSON with `a` and "b_c" please', Dice(b""))).keys() == {"a", "b_c"}
    assert json.loads(any_object("JSON please", Dice(b"")))


def _schemas(value: Any) -> list[dict[str, Any]]:
    """The schemas of tools and formats in a request."""
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found += [
                each[word] for word in ("parameters", "input_schema", "schema") if isinstance(each.get(word), dict)
            ]
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, str) and each[:1] == "{" and '"tools"' in each:
            waiting.append(json.loads(each))
    return [schema for schema in found if {"type", "properties", "anyOf", "$ref"} & schema.keys()]


@pytest.mark.parametrize("kind", ["chat", "responses", "messages", "openrouter"])
def test_the_schemas_of_real_requests_are_satisfied(traffic: Traffic, kind: str) -> None:
    distinct = {json.dumps(each, sort_keys=True): each for line in traffic(kind) for each in _schemas(line)}

    assert distinct
    for schema in distinct.values():
        validator = Draft202012Validator(schema)
        validator.validate(json.loads(document(schema, "Hello there, 5", Dice(b"a"))))
        if schema.get("type") == "object":
            (arguments,) = calls(
                Tool("f", schema=schema), "Paris on 2026-01-02, 'foo' and 3", Dice(b"b"), several=False
            )
            validator.validate(json.loads(arguments))
