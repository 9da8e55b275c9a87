"""What is a JSON schema, held against a real validator of the meta-schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, SchemaError

from mockllm.checks.meta import objects, well_formed

KEYWORDS = st.sampled_from(
    ["type", "properties", "items", "required", "enum", "anyOf", "minimum", "maxLength", "$defs", "not", "title", "x"]
)
LEAVES: st.SearchStrategy[Any] = st.sampled_from(
    ["object", "string", "foo", True, None, 3, -1, 0.5, [], ["a"], ["a", "a"], ["string"], {}]
)
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    LEAVES | st.dictionaries(KEYWORDS, LEAVES, max_size=3),
    lambda inner: st.dictionaries(KEYWORDS, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=8,
)


def _by_the_book(schema: Any) -> bool:
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError:
        return False
    return True


@given(SCHEMAS)
def test_it_agrees_with_the_meta_schema(schema: Any) -> None:
    assert well_formed(schema) == _by_the_book(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": ["string", "null"], "pattern": "^(?P<x>a)$"}}},
        {"$defs": {"a": {}}, "prefixItems": [{}], "uniqueItems": True, "multipleOf": 0.5, "format": "date"},
        {"type": "string", "pattern": r"\p{L}+"},
        True,
    ],
)
def test_a_schema_is_well_formed(schema: Any) -> None:
    assert well_formed(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"location": "bar"}},
        {"multipleOf": 0},
        {"pattern": 3},
        {"prefixItems": []},
        {"type": []},
        {"minLength": -1},
        [],
    ],
)
def test_a_schema_is_not_well_formed(schema: Any) -> None:
    assert not well_formed(schema)


def test_object_schemas_are_found_outer_ones_first() -> None:
    inner = {"type": "object", "title": "in"}
    outer = {"type": "object", "properties": {"a": {"type": "array", "items": inner}, "b": True}}
    assert list(objects(outer)) == [outer, inner]
