"""Schemas that are hard to satisfy, or cannot be: a valid document, or a no, and little work in any case."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockllm.ask import Tool
from mockllm.fake.arguments import NoValueError, calls, document
from mockllm.fake.sample import Sampler
from mockllm.stamp import Dice
from tests.fake.asks import members

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
FLAG = {"type": "boolean"}
NULL = {"type": "null"}
PROMPTS = ("Hello", "Order for Alice Brown: 3 x widget, sku AB-12, ship to 5 Main St, Paris by 2026-12-01 " * 4)


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def array(items: Any = True, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def text(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, **more}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = STRING
    for _ in range(depth):
        schema = members(a=schema)
    return schema


SATISFIABLE: dict[str, Any] = {
    "recursion": {"$defs": {"n": members(["v"], v=INTEGER, one=ref("n"), two=ref("n"))}, **ref("n")},
    "mutual": {
        "$defs": {"a": members(b={"anyOf": [ref("b"), NULL]}), "b": members(a={"anyOf": [ref("a"), NULL]})},
        **ref("a"),
    },
    "enums that meet": {"allOf": [{"enum": [1, 2, 3]}, {"enum": [3, 2, 4]}, {"not": {"const": 3}}]},
    "patterns of names": {
        "type": "object",
        "patternProperties": {"^[a-z]{3}_id$": INTEGER, "^x": STRING},
        "additionalProperties": False,
        "minProperties": 3,
    },
    "names of a pattern": {"type": "object", "propertyNames": {"pattern": "^[A-Z]{2}$"}, "minProperties": 5},
    "if": {
        "type": "object",
        "properties": {"k": {"enum": ["a", "b"]}, "v": {}},
        "required": ["k", "v"],
        "if": {"properties": {"k": {"const": "a"}}},
        "then": {"properties": {"v": INTEGER}},
        "else": {"properties": {"v": array(minItems=2)}},
    },
    "then requires": {
        "type": "object",
        "properties": {"k": STRING},
        "if": {"required": ["k"]},
        "then": {"required": ["m"], "properties": {"m": INTEGER}},
    },
    "chain of dependents": {
        **members(["a"], a=INTEGER, b=INTEGER, c=INTEGER),
        "dependentRequired": {"a": ["b"], "b": ["c"]},
    },
    "dependent schema": {**members(a=INTEGER), "dependentSchemas": {"a": members(b={"const": 2})}},
    "contains": array(INTEGER, contains={"const": 7}, minContains=3, maxContains=4, maxItems=6),
    "contains a pattern": array(contains=text("^z")),
    "all of an enum": array({"enum": ["a", "b", "c"]}, uniqueItems=True, minItems=3),
    "all pairs": array(members(a=FLAG, b=FLAG), uniqueItems=True, minItems=4),
    "all of a range": array({**INTEGER, "minimum": 1, "maximum": 50}, uniqueItems=True, minItems=50),
    "many integers": array(INTEGER, uniqueItems=True, minItems=500),
    "many texts": array(STRING, uniqueItems=True, minItems=300),
    "many items": array(INTEGER, minItems=1_000),
    "tuple": {"type": "array", "prefixItems": [STRING, INTEGER, {"const": None}], "items": False, "minItems": 3},
    "tuple that contains": {"type": "array", "prefixItems": [STRING, INTEGER], "contains": FLAG, "minItems": 3},
    "tenths": {**NUMBER, "multipleOf": 0.1, "minimum": 0.45, "maximum": 0.55},
    "prices": members(price={**NUMBER, "exclusiveMinimum": 0, "multipleOf": 0.01}),
    "two grids": {"allOf": [{**INTEGER, "multipleOf": 7}, {"multipleOf": 11}, {"minimum": 100}]},
    "thin": {**NUMBER, "exclusiveMinimum": 0, "exclusiveMaximum": 1e-12},
    "one integer": {**INTEGER, "exclusiveMinimum": 4, "exclusiveMaximum": 6},
    "huge": {**INTEGER, "minimum": 10**30},
    "huge float": {**NUMBER, "minimum": 1e300, "maximum": 1.5e308},
    "low": {**INTEGER, "maximum": -(10**18)},
    "long": {**STRING, "minLength": 50_000},
    "many members": {"type": "object", "minProperties": 200},
    "two of three": {**members([], a=INTEGER, b=INTEGER, c=INTEGER), "minProperties": 2, "maxProperties": 2},
    "alternatives in a pattern": text(r"^(?:[A-Z]{3}-\d{4}|\d{2}:\d{2})$"),
    "look ahead": text(r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{8,12}$"),
    "strong password": text(r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,}$"),
    "look ahead in vain": text("^(?!foo)[a-z]{3,5}$"),
    "look behind": text("(?<=a)b$"),
    "back reference": text(r"^(\w)x\1$"),
    "pattern and length": text("^[a-z]+$", minLength=40, maxLength=41),
    "slow pattern": text("^(a+)+$", minLength=30),
    "two patterns": {"allOf": [text("^[a-z]+$"), {"pattern": "b"}, {"minLength": 3}]},
    "pattern and format": text("^2026-(?:0[1-9]|1[0-2])", format="date"),
    "address and pattern": text(r"^[^@]+@[^@]+\.[a-z]{2,}$", format="email"),
    "unevaluated": {**members(a=INTEGER), "unevaluatedProperties": False},
    "unevaluated beside allOf": {
        "allOf": [members(a=INTEGER), members(b=STRING)],
        "unevaluatedProperties": False,
    },
    "unevaluated of a kind": {**members(a=INTEGER), "unevaluatedProperties": INTEGER, "minProperties": 3},
    "unevaluated items": {"type": "array", "prefixItems": [INTEGER], "unevaluatedItems": False, "minItems": 1},
    "unevaluated items of a kind": {
        "type": "array",
        "prefixItems": [INTEGER],
        "unevaluatedItems": STRING,
        "minItems": 4,
    },
    "constant object": {"const": {"a": [1, {"b": None}], "c": 1.5}},
    "constants": members(a={"const": {"x": 1}}, b={"const": [1, 2]}, c={"const": None}, d={"const": False}),
    "lists of types": members(a={"type": ["string", "null"]}, b={"type": ["null", "integer"]}),
    "nullable": members(a={**STRING, "nullable": True}),
    "nothing asked": {},
    "anything": True,
    "members that ask nothing": members(a={}, b=True),
    "a member that may not be": members(["a"], a=INTEGER, b=False),
    "no text, number or object": {"not": {"type": ["string", "number", "object"]}},
    "a member that must not be": {**members([], a=INTEGER), "not": {"required": ["a"]}},
    "overlap": {"oneOf": [{**INTEGER, "minimum": 0}, {**INTEGER, "maximum": 10}]},
    "objects of which one": {"oneOf": [members(a=INTEGER), members(b=INTEGER), members(a=INTEGER, b=INTEGER)]},
    "many alternatives": {"anyOf": [{"const": number} for number in range(500)]},
    "wide": members(**{f"field_{number}": STRING for number in range(300)}),
    "deep": nested(40),
    "choices that multiply": {
        **members([], **{f"{letter}{number}": INTEGER for number in range(12) for letter in "ab"}),
        "allOf": [{"anyOf": [{"required": [f"a{number}"]}, {"required": [f"b{number}"]}]} for number in range(12)],
    },
    "reference with company": {**ref("a"), "minimum": 50, "$defs": {"a": {**INTEGER, "maximum": 60}}},
    "anchor": {"$ref": "#foo", "$defs": {"a": {"$anchor": "foo", **FLAG}}},
    "lists of lists": array(array(array(NUMBER, minItems=3, maxItems=3), minItems=2), minItems=2),
    "floats among integers": {**INTEGER, "enum": [1.0, 2.5]},
}
IMPOSSIBLE: dict[str, Any] = {
    "endless": {"$defs": {"a": members(a=ref("a"))}, **ref("a")},
    "two types": {"allOf": [STRING, INTEGER]},
    "crossed bounds": members(a={"allOf": [{**INTEGER, "minimum": 5}, {"maximum": 4}]}),
    "contains what no item is": array(INTEGER, contains={"const": "x"}, minItems=1),
    "more than there are": array({"enum": ["a", "b"]}, uniqueItems=True, minItems=3),
    "no integer between": {**INTEGER, "exclusiveMinimum": 4, "exclusiveMaximum": 5},
    "too long": {**STRING, "minLength": 10**9},
    "too many": array(minItems=10**7),
    "pattern against length": text("^a$", minLength=5),
    "nothing left over": {**members(a=INTEGER), "unevaluatedProperties": False, "minProperties": 2},
    "nothing": False,
    "nothing in a member": members(a=False),
    "not anything": {"not": {}},
    "twice the same": {"oneOf": [STRING, STRING]},
    "no value listed": {"enum": []},
    "a puzzle without solution": {
        **members(**{f"x{number}": FLAG for number in range(6)}),
        "allOf": [
            {"anyOf": [{"properties": {f"x{number}": {"const": bool(bits >> number & 1)}}} for number in range(6)]}
            for bits in range(64)
        ],
    },
}


def within(schema: Any) -> dict[str, Any]:
    """A schema as that of a member."""
    return members(x=schema) | {"$defs": schema.get("$defs", {}) if isinstance(schema, dict) else {}}


@pytest.mark.parametrize("prompt", PROMPTS, ids=["short", "long"])
@pytest.mark.parametrize("name", SATISFIABLE)
def test_a_document_satisfies_its_schema(name: str, prompt: str) -> None:
    schema = SATISFIABLE[name]
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    validator.validate(json.loads(document(schema, prompt, Dice(b"q"))))
    wanted = within(schema)
    (arguments,) = calls(Tool("f", schema=wanted), prompt, Dice(b"q"), several=False)
    Draft202012Validator(wanted).validate(json.loads(arguments))


@pytest.mark.parametrize("prompt", PROMPTS, ids=["short", "long"])
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused(name: str, prompt: str) -> None:
    with pytest.raises(NoValueError):
        document(IMPOSSIBLE[name], prompt, Dice(b"q"))
    with pytest.raises(NoValueError):
        calls(Tool("f", schema=within(IMPOSSIBLE[name])), prompt, Dice(b"q"), several=False)


@pytest.mark.parametrize("name", SATISFIABLE)
def test_a_value_is_found_in_few_steps(name: str) -> None:
    sampler = Sampler(SATISFIABLE[name], Dice(b"q"))
    before = sampler.steps
    sampler.value(SATISFIABLE[name])

    assert before - sampler.steps < 3_000
