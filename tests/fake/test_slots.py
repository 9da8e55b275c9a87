"""The places of a schema that a prompt may fill."""

from typing import Any

import pytest

from mockllm.fake.slots import EACH, MOST, slots
from tests.fake.asks import members

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def paths(schema: Any) -> list[tuple[Any, ...]]:
    return [slot.path for slot in slots(schema, schema)]


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (True, []),
        (STRING, [()]),
        (members(a=STRING, b=members(c=INTEGER)), [("a",), ("b", "c")]),
        (members(a={}), [("a",)]),
        (members(a={"anyOf": [STRING, {"type": "null"}]}), [("a",)]),
        (members(a={"$ref": "#/$defs/x"}) | {"$defs": {"x": members(b=STRING)}}, [("a", "b")]),
        (members(a={"type": "array", "items": STRING}), [("a",)]),
        (members(a={"type": "array", "items": members(b=STRING)}), [("a", EACH, "b")]),
        (members(a={"type": "array", "prefixItems": [STRING, INTEGER]}), [("a", 0), ("a", 1)]),
        ({"anyOf": [members(a=STRING), members(a=INTEGER, b=STRING)]}, [("a",), ("b",)]),
    ],
)
def test_the_leaves_are_found(schema: Any, found: list[tuple[Any, ...]]) -> None:
    assert paths(schema) == (found if schema is not True else [()])


def test_a_list_is_one_slot_that_takes_many() -> None:
    schema = members(tags={"type": "array", "items": STRING})
    (slot,) = slots(schema, schema)

    assert (slot.many, slot.repeated, slot.name) == (True, False, "tags")


def test_lists_within_lists_are_left_alone() -> None:
    inner = {"type": "array", "items": members(b=STRING)}

    assert paths(members(a={"type": "array", "items": members(c=inner, d=STRING)})) == [("a", EACH, "d")]


def test_a_recursion_ends() -> None:
    schema = {"$defs": {"n": members(v=INTEGER, n={"$ref": "#/$defs/n"})}, "$ref": "#/$defs/n"}

    assert 1 < len(paths(schema)) < MOST


def test_a_wide_schema_is_looked_at_in_part() -> None:
    assert len(paths(members(**{f"f{n}": STRING for n in range(500)}))) == MOST
