"""Whatever a schema asks for, the sample satisfies it: a real validator is the judge."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mockllm.fake.hints import Hints, hints_of
from mockllm.fake.sample import UnsatisfiableError, sample
from mockllm.stamp import Dice

NODE = {
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "value": {"type": "integer", "minimum": 3, "maximum": 9},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
            },
            "required": ["value", "children", "parent"],
            "additionalProperties": False,
        }
    },
    "$ref": "#/$defs/node",
}
SCHEMAS: dict[str, Any] = {
    "recursive": NODE,
    "chain": {
        "$defs": {"a": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "required": []}},
        "$ref": "#/$defs/a",
    },
    "optional": {
        "type": "object",
        "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        "required": ["a"],
    },
    "union": {
        "oneOf": [
            {
                "type": "object",
                "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
                "required": ["kind", "lives"],
            },
            {
                "type": "object",
                "properties": {"kind": {"const": "dog"}, "name": {"type": "string"}},
                "required": ["kind", "name"],
            },
        ]
    },
    "merged": {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer", "minimum": 5}}, "required": ["a"]},
            {"properties": {"a": {"maximum": 6}, "b": {"enum": ["x", "y"]}}, "required": ["b"]},
        ]
    },
    "formats": {
        "type": "object",
        "properties": {
            name: {"type": "string", "format": name}
            for name in ("date", "date-time", "time", "email", "uri", "uuid", "ipv4", "ipv6", "hostname", "duration")
        },
        "required": ["date", "date-time", "time", "email", "uri", "uuid", "ipv4", "ipv6", "hostname", "duration"],
    },
    "patterns": {
        "type": "object",
        "properties": {
            "zip": {"type": "string", "pattern": "^[0-9]{5}(-[0-9]{4})?$"},
            "slug": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 20},
            "code": {"type": "string", "pattern": "[A-Z]{3}-\\d{2,4}"},
        },
        "required": ["zip", "slug", "code"],
    },
    "bounds": {
        "type": "object",
        "properties": {
            "half": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
            "tiny": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001},
            "even": {"type": "integer", "multipleOf": 2, "minimum": 11, "maximum": 13},
            "price": {"type": "number", "multipleOf": 0.25, "minimum": 1, "maximum": 2},
            "short": {"type": "string", "minLength": 3, "maxLength": 4},
            "long": {"type": "string", "minLength": 300},
        },
        "required": ["half", "tiny", "even", "price", "short", "long"],
    },
    "arrays": {
        "type": "object",
        "properties": {
            "set": {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
            "pair": {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"type": "integer"}],
                "items": False,
                "minItems": 2,
            },
            "some": {"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 7}, "maxItems": 5},
            "none": {"type": "array", "maxItems": 0},
        },
        "required": ["set", "pair", "some", "none"],
    },
    "maps": {
        "type": "object",
        "properties": {
            "scores": {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 2},
            "codes": {"type": "object", "patternProperties": {"^x-[a-z]{2}$": {"type": "boolean"}}, "minProperties": 1},
        },
        "required": ["scores", "codes"],
        "additionalProperties": False,
    },
    "dependent": {
        "type": "object",
        "properties": {"card": {"type": "string"}, "address": {"type": "string", "default": ""}},
        "dependentRequired": {"card": ["address"]},
        "required": ["card"],
    },
    "types": {"type": ["string", "null"]},
    "anything": True,
    "empty": {},
}


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("seed", range(8))
def test_sample_satisfies_the_schema(name: str, seed: int) -> None:
    value = sample(SCHEMAS[name], Dice(bytes([seed])), hints_of("On 2026-05-04 pay 17 to Ada Lovelace, 'x-tra' -3.5"))

    Draft202012Validator(SCHEMAS[name], format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


NAMES = st.sampled_from(["city", "count", "tags", "email", "note", "when"])
LEAVES = st.one_of(
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.builds(
        lambda low, span: {"type": "integer", "minimum": low, "maximum": low + span},
        st.integers(-50, 50),
        st.integers(0, 90),
    ),
    st.builds(
        lambda low, span: {"type": "number", "minimum": low, "maximum": low + span},
        st.integers(-50, 50),
        st.integers(0, 9),
    ),
    st.builds(
        lambda low, span: {"type": "string", "minLength": low, "maxLength": low + span},
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    st.builds(
        lambda values: {"enum": values},
        st.lists(st.one_of(st.integers(), st.text(max_size=5), st.none()), min_size=1, max_size=4),
    ),
    st.builds(lambda value: {"const": value}, st.one_of(st.integers(), st.text(max_size=5))),
    st.sampled_from([{"type": "string", "format": name} for name in ("date", "uuid", "email", "date-time", "ipv4")]),
    st.sampled_from(
        [{"type": "string", "pattern": p} for p in ("^[a-f]{2,5}$", "^(red|blue)-\\d+$", "[xyz]+", "^\\w{3} \\w{2}$")]
    ),
)


def _nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def whole(properties: dict[str, Any], extra: bool) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": properties,
            "required": sorted(properties)[:2],
            "additionalProperties": extra,
        }

    def several(items: dict[str, Any], low: int, span: int) -> dict[str, Any]:
        return {"type": "array", "items": items, "minItems": low, "maxItems": low + span}

    return st.one_of(
        st.builds(whole, st.dictionaries(NAMES, inner, max_size=4), st.booleans()),
        st.builds(several, inner, st.integers(0, 3), st.integers(0, 3)),
        st.builds(lambda branches: {"anyOf": branches}, st.lists(inner, min_size=1, max_size=3)),
    )


@given(
    st.recursive(LEAVES, _nested, max_leaves=12),
    st.binary(max_size=4),
    st.sampled_from(["", "17 'abc' Ada, 2026-01-01 a@b.cd"]),
)
def test_any_schema_is_satisfied(schema: dict[str, Any], seed: bytes, prompt: str) -> None:
    value = sample(schema, Dice(seed), hints_of(prompt))

    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


WORDS = st.sampled_from(
    ("type properties items anyOf required $ref enum allOf foo minItems pattern additionalProperties prefixItems "
     "minLength minimum multipleOf contains if then").split()
)  # fmt: skip
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3))


def _nonsense(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4))


@given(st.recursive(VALUES, _nonsense, max_leaves=10))
def test_nonsense_never_raises_anything_else(schema: Any) -> None:
    try:
        sample(schema, Dice(b""), Hints(""))
    except UnsatisfiableError:
        return


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "integer", "multipleOf": 5, "minimum": 1, "maximum": 4},
        {"type": "array", "items": {"const": 1}, "uniqueItems": True, "minItems": 2},
        {"enum": []},
        {"type": "string", "pattern": "^a$", "minLength": 3},
    ],
)
def test_what_cannot_be_satisfied_is_told(schema: Any) -> None:
    with pytest.raises(UnsatisfiableError):
        sample(schema, Dice(b""), Hints(""))
