"""Whatever a schema asks for, the sample satisfies it: a real validator is the judge."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from mockllm.fake.claims import Prompt
from mockllm.fake.sample import ExhaustedError, NoValueError, Sampler
from mockllm.stamp import Dice
from tests.schema.schemas import schemas, values

CHECKER = Draft202012Validator.FORMAT_CHECKER
STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
PROMPTS = ("", "On 2026-05-04 pay 17 to Ada Lovelace in Paris, 'x-tra' -3.5 ab@example.org")


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def null_or(schema: Any) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}], "default": None}


def exact(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


PYDANTIC: dict[str, Any] = {
    "nested": {
        "$defs": {"Address": exact(street=STRING, zip_code={**STRING, "pattern": r"^\d{5}(-\d{4})?$"})},
        **exact(name={**STRING, "minLength": 1, "maxLength": 40}, address=ref("Address")),
    },
    "optional": exact(nickname=null_or(STRING), age=null_or({**INTEGER, "exclusiveMinimum": 0, "maximum": 150})),
    "literals": exact(
        kind={"const": "cat", **STRING}, mood={"enum": ["happy", "sad"], **STRING}, n={"enum": [1, 2, 3]}
    ),
    "enums": {"$defs": {"Color": {"enum": ["red", "blue"], **STRING}}, **exact(color=ref("Color"))},
    "discriminated": {
        "$defs": {
            "Cat": exact(kind={"const": "cat"}, lives=INTEGER),
            "Dog": exact(kind={"const": "dog"}, barks={"type": "boolean"}),
        },
        **exact(
            pet={
                "discriminator": {"mapping": {"cat": "#/$defs/Cat", "dog": "#/$defs/Dog"}, "propertyName": "kind"},
                "oneOf": [ref("Cat"), ref("Dog")],
            }
        ),
    },
    "tree": {
        "$defs": {"Node": exact(value=INTEGER, children={"type": "array", "items": ref("Node")})},
        **ref("Node"),
    },
    "list": {"$defs": {"Link": exact(value=STRING, next={"anyOf": [ref("Link"), {"type": "null"}]})}, **ref("Link")},
    "expression": {
        "$defs": {
            "Sum": exact(op={"const": "+"}, left=ref("Any"), right=ref("Any")),
            "Any": {"anyOf": [ref("Sum"), exact(number=NUMBER)]},
        },
        **ref("Any"),
    },
    "constrained": exact(
        price={**NUMBER, "exclusiveMinimum": 0, "multipleOf": 0.01},
        ratio={**NUMBER, "minimum": 0, "maximum": 1},
        tiny={**NUMBER, "exclusiveMinimum": 0, "exclusiveMaximum": 0.001},
        even={**INTEGER, "multipleOf": 2, "minimum": 11, "maximum": 13},
        code={**STRING, "pattern": "^[A-Z]{3}-[0-9]{4}$"},
        long={**STRING, "minLength": 300},
        word={**STRING, "minLength": 3, "maxLength": 4},
    ),
    "maps": exact(
        scores={"type": "object", "additionalProperties": NUMBER},
        flags={"type": "object", "patternProperties": {"^x-[a-z]{2}$": {"type": "boolean"}}, "minProperties": 2},
        ids={"type": "object", "propertyNames": {"pattern": "^id[0-9]+$"}, "additionalProperties": STRING},
    ),
    "tuples": exact(
        pair={"type": "array", "prefixItems": [STRING, INTEGER], "minItems": 2, "maxItems": 2},
        closed={"type": "array", "prefixItems": [NUMBER], "items": False},
    ),
    "sets": exact(
        three={"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
        bits={"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 2},
        many={"type": "array", "items": INTEGER, "uniqueItems": True, "minItems": 40},
        some={"type": "array", "items": INTEGER, "contains": {"minimum": 5_000}, "maxContains": 1, "minItems": 3},
    ),
    "formats": exact(
        **{
            name.replace("-", "_"): {**STRING, "format": name}
            for name in "date date-time time email uri uuid ipv4 ipv6 hostname duration regex json-pointer".split()
        }
    ),
    "conditions": {
        "type": "object",
        "properties": {"country": {"enum": ["US", "NL"]}, "zip": STRING},
        "required": ["country", "zip"],
        "if": {"properties": {"country": {"const": "US"}}},
        "then": {"properties": {"zip": {"pattern": "^[0-9]{5}$"}}},
        "else": {"properties": {"zip": {"pattern": "^[0-9]{4} [A-Z]{2}$"}}},
    },
    "dependent": {
        "type": "object",
        "properties": {"card": STRING, "address": STRING},
        "dependentRequired": {"card": ["address"]},
        "dependentSchemas": {"card": {"properties": {"address": {"minLength": 30}}}},
        "required": ["card"],
    },
    "merged": {
        "allOf": [
            exact(a={**INTEGER, "minimum": 5}, b={}),
            {"properties": {"a": {"maximum": 6}, "b": {"enum": ["x", "y", 1]}}},
            {"properties": {"b": STRING}},
        ]
    },
    "many conditions on one field": {
        "type": "object",
        "properties": {"op": {"enum": [f"op{n}" for n in range(14)]}, **{f"v{n}": INTEGER for n in range(14)}},
        "required": ["op"],
        "allOf": [
            {"if": {"properties": {"op": {"const": f"op{n}"}}}, "then": {"required": [f"v{n}"]}} for n in range(14)
        ],
    },
    "broken bounds": exact(
        a={**INTEGER, "not": {"minimum": 0}},
        b={**STRING, "not": {"maxLength": 30}},
        c={"type": "array", "items": INTEGER, "not": {"maxItems": 4}},
        d={"type": ["integer", "string"], "not": {"type": "integer", "minimum": 0}},
        e={"type": "number", "not": {"exclusiveMaximum": 5000}},
    ),
    "short formats": exact(
        **{
            name.replace("-", "_"): {**STRING, "format": name, "maxLength": 10}
            for name in "email uri hostname ipv4 ipv6 duration uri-reference".split()
        }
    ),
    "excluded": exact(a={**STRING, "not": {"enum": ["a"]}}, b={"not": STRING}, c={"not": {"not": INTEGER}}),
    "nothing asked": True,
}


@pytest.mark.parametrize("sparing", [True, False])
@pytest.mark.parametrize("name", PYDANTIC)
def test_schemas_as_people_have_them_are_satisfied(name: str, *, sparing: bool) -> None:
    schema = PYDANTIC[name]
    for seed in range(12):
        prompt = Prompt(PROMPTS[seed % 2], eager=sparing)
        value = Sampler(schema, Dice(bytes([seed])), prompt, sparing=sparing).value(schema)
        Draft202012Validator(schema, format_checker=CHECKER).validate(value)


@pytest.mark.parametrize("text", ["", "Paris, 12.5"])
@pytest.mark.parametrize("first", [0, 1])
def test_of_a_number_and_any_text_it_is_the_number(text: str, first: int) -> None:
    """A decimal is written so by pydantic, and any text is not one."""
    schema = exact(price={"anyOf": [[{"type": "number"}, STRING], [STRING, {"type": "number"}]][first]})

    for seed in range(12):
        value = Sampler(schema, Dice(bytes([seed])), Prompt(text)).value(schema)
        assert isinstance(value["price"], int | float)


@settings(max_examples=200)
@given(schemas(), st.binary(max_size=4), st.sampled_from(PROMPTS))
def test_what_is_sampled_is_valid(schema: Any, seed: bytes, text: str) -> None:
    try:
        value = Sampler(schema, Dice(seed), Prompt(text)).value(schema)
    except NoValueError:
        assume(False)

    Draft202012Validator(schema, format_checker=CHECKER).validate(value)


@settings(max_examples=200)
@given(schemas(), values())
def test_a_value_is_found_where_there_is_one(schema: Any, value: Any) -> None:
    assume(Draft202012Validator(schema).is_valid(value))

    assert Draft202012Validator(schema).is_valid(Sampler(schema, Dice(b"")).value(schema))


@given(schemas(), st.binary(max_size=4))
def test_equal_dice_draw_equal_values(schema: Any, seed: bytes) -> None:
    def drawn() -> Any:
        try:
            return Sampler(schema, Dice(seed)).value(schema)
        except NoValueError as error:
            return str(error)

    assert drawn() == drawn()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab$/#(", max_size=3),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type properties required items enum const anyOf oneOf allOf not if then else "
                "$ref pattern format minimum maximum multipleOf minLength maxItems uniqueItems "
                "contains additionalProperties patternProperties propertyNames dependentRequired "
                "dependentSchemas prefixItems default examples nullable $defs".split()
            ),
            below,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(JUNK)
def test_a_malformed_schema_never_raises(schema: Any) -> None:
    with suppress(NoValueError):
        json.dumps(Sampler(schema, Dice(b""), Prompt(PROMPTS[1]), sparing=True).value(schema))


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        (False, ""),
        (exact(a=exact(b=False)), "a.b"),
        (exact(a={**INTEGER, "minimum": 3, "maximum": 2}), "a"),
        ({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3}, ""),
        ({**STRING, "enum": [1]}, ""),
        ({"allOf": [STRING, INTEGER]}, ""),
        (exact(a={**STRING, "minLength": 10_000_000}), "a"),
        ({"type": "array", "minItems": 1_000_000}, ""),
        ({"$defs": {"a": exact(a=ref("a"))}, **ref("a")}, None),
    ],
)
def test_what_cannot_be_satisfied_is_said_with_its_place(schema: Any, where: str | None) -> None:
    with pytest.raises(NoValueError) as caught:
        Sampler(schema, Dice(b"")).value(schema)

    assert where is None or str(caught.value) == where


def test_tuples_of_an_older_draft_are_satisfied() -> None:
    schema = {"type": "array", "items": [STRING, {"type": "null"}], "additionalItems": False, "minItems": 2}

    Draft7Validator(schema).validate(Sampler(schema, Dice(b"")).value(schema))


def test_the_search_is_bounded() -> None:
    choices = {"anyOf": [exact(**{f"k{n}": {"const": n}}) for n in range(12)]}
    schema = {"allOf": [choices, {"maxProperties": 0}, *[choices] * 12]}

    with pytest.raises(ExhaustedError):
        Sampler(schema, Dice(b""), steps=500).value(schema)


def test_schemas_that_refer_to_each_other_without_end_are_bounded() -> None:
    both = {"allOf": [ref("b"), ref("b")]}
    schema = {"$defs": {"a": both, "b": {"anyOf": [ref("a"), ref("a")]}}, **exact(x=ref("a"), y=ref("b"))}

    assert Sampler(schema, Dice(b"")).value(schema).keys() == {"x", "y"}


def test_optional_members_are_sampled_in_documents_only() -> None:
    schema = {"type": "object", "properties": {"a": STRING, "b": STRING}, "required": ["a"]}

    assert Sampler(schema, Dice(b"")).value(schema).keys() == {"a", "b"}
    assert Sampler(schema, Dice(b""), sparing=True).value(schema).keys() == {"a"}


def test_members_come_in_the_order_of_the_schema() -> None:
    schema = {"type": "object", "properties": {"b": STRING, "a": STRING}, "required": ["a", "b", "c"]}

    assert list(Sampler(schema, Dice(b"")).value(schema)) == ["b", "a", "c"]


def test_a_list_below_the_bound_of_a_recursion_is_short() -> None:
    schema = PYDANTIC["tree"]
    depths = []
    for seed in range(10):
        value, depth = Sampler(schema, Dice(bytes([seed]))).value(schema), 0
        while value["children"]:
            value, depth = value["children"][0], depth + 1
        depths.append(depth)

    assert max(depths) <= 4
