"""Bounds that stand in a description."""

import json
from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.fake.arguments import calls, document
from mockllm.fake.bounds import bounded
from mockllm.stamp import Dice

NUMBER = {"type": "integer", "description": "A number\n\n{minimum: 61, maximum: 63}"}


@pytest.mark.parametrize(
    ("schema", "wanted"),
    [
        (NUMBER, {"minimum": 61, "maximum": 63}),
        ({"type": "number", "description": "minimum: -50; maximum: 60.5."}, {"minimum": -50, "maximum": 60.5}),
        ({"type": ["string", "null"], "description": "A name. maxLength: 5"}, {"maxLength": 5}),
        ({"type": "array", "description": 'Some. {"minItems": 2}'}, {"minItems": 2}),
        ({"type": "string", "description": "minimum: 3"}, {}),
        ({"type": "integer", "description": "minimum: 3", "minimum": 4}, {"minimum": 4}),
        ({"type": "integer", "description": 7}, {}),
        ({"type": "string", "description": "A zip\n\n{pattern: ^\\d{5}$}"}, {"pattern": "^\\d{5}$"}),
        (
            {"type": "string", "description": "{maxLength: 9, pattern: ^[A-Z, ]+: x}$, writeOnly: True}"},
            {"maxLength": 9, "pattern": "^[A-Z, ]+: x}$"},
        ),
        ({"type": "string", "description": "A text with {pattern: a} in it"}, {}),
        ({"type": "integer", "description": "{pattern: ^a$}"}, {}),
        ({"type": "array", "description": "{minItems: 2, uniqueItems: True}"}, {"minItems": 2, "uniqueItems": True}),
    ],
)
def test_bounds_are_read_where_they_fit(schema: Any, wanted: dict[str, Any]) -> None:
    assert bounded(schema) == {**schema, **wanted}


def test_a_schema_without_any_is_itself() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer", "description": "the minimum"}}, "anyOf": [{}]}

    assert bounded(schema) is schema


@pytest.mark.parametrize("text", ["", "seven or 70 of them"])
def test_documents_and_arguments_keep_to_them(text: str) -> None:
    schema = {"type": "object", "properties": {"n": {"anyOf": [NUMBER]}}, "required": ["n"]}
    tool = Tool("pick", "Picks one.", schema)

    assert 61 <= json.loads(document(schema, text, Dice(b"x")))["n"] <= 63
    assert 61 <= json.loads(calls(tool, text, Dice(b"x"), several=False)[0])["n"] <= 63


def test_bounds_that_nothing_satisfies_are_let_go() -> None:
    schema = {"type": "integer", "enum": [1, 2], "description": "minimum: 5"}

    assert json.loads(document(schema, "", Dice(b"x"))) in {1, 2}
