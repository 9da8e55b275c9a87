"""A mention read as a value."""

from typing import Any

import pytest

from mockllm.fake.mentions import Mention
from mockllm.fake.readings import allowed, converted, numbers_of
from mockllm.fake.slots import slots
from tests.fake.asks import members


def read(kind: str, text: str, schema: dict[str, Any], name: str = "x") -> list[Any]:
    whole = members(**{name: schema})
    (slot,) = slots(whole, whole)
    return [value for _, value in converted(Mention(kind, text, 0, len(text)), slot, schema)]


@pytest.mark.parametrize(
    ("kind", "text", "types", "values"),
    [
        ("number", "1,000", "integer", [1000]),
        ("number", "1e3", "integer", [1000]),
        ("number", "2.5", "integer", []),
        ("money", "2.5", "number", [2.5]),
        ("count", "3", "number", [3]),
        ("label", "about 21.5 degrees", "number", [21.5]),
        ("label", "none", "number", []),
        ("place", "Paris", "number", []),
        ("number", "3", "string", ["3"]),
        ("number", "3", ["string", "integer"], [3]),
    ],
)
def test_a_mention_becomes_what_the_schema_takes(kind: str, text: str, types: Any, values: list[Any]) -> None:
    assert read(kind, text, {"type": types}) == values


def test_a_part_of_a_name_goes_to_the_field_of_that_part() -> None:
    string = {"type": "string"}

    assert read("person", "Ada Maria Byron", string, "first_name") == ["Ada Maria"]
    assert read("person", "Ada Maria Byron", string, "surname") == ["Byron"]
    assert read("person", "Ada", string, "surname") == ["Ada"]


def test_a_sum_falls_into_its_numbers() -> None:
    assert [(each.text, each.start) for each in numbers_of(Mention("sum", "2 - 3", 4, 9))] == [("2", 4), ("3", 8)]


def test_a_schema_judges_a_value_of_any_type() -> None:
    assert allowed({"type": ["string", "null"], "maxLength": 3}, "abc")
    assert not allowed({"type": "string", "maxLength": 3}, "abcd")
