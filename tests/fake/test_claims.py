"""Which value of the prompt goes where."""

from typing import Any

import pytest

from mockllm.fake.claims import Prompt
from tests.fake.asks import members

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def first(text: str, name: str, schema: dict[str, Any], *, eager: bool = True, **beside: Any) -> Any:
    prompt = Prompt(text, members(**{name: schema}, **beside), eager=eager)
    return next(prompt.find((name,), schema), None)


@pytest.mark.parametrize(
    ("text", "name", "schema", "value"),
    [
        ("in Paris at 5", "city", STRING, "Paris"),
        ("5 nights and 2 guests", "guests", INTEGER, 2),
        ("5 nights and 2 guests", "nights", INTEGER, 5),
        ("width 3 height 4", "height", INTEGER, 4),
        ("from Oslo to Rome", "destination", STRING, "Rome"),
        ("it costs 3.50", "price", NUMBER, 3.5),
        ("it costs 3.50", "count", INTEGER, None),
        ("a song called Yesterday by Paul", "author", STRING, "Paul"),
        ("write to a@b.org", "to", {**STRING, "format": "email"}, "a@b.org"),
        ("a@b.org", "website", {**STRING, "format": "uri"}, None),
        ("on 2026-01-02", "x", {**STRING, "format": "date"}, "2026-01-02"),
        ("tomorrow", "date", STRING, "tomorrow"),
        ("tomorrow", "date", {**STRING, "format": "date"}, None),
        ("Paris", "code", {**STRING, "pattern": "^[0-9]+$"}, None),
        ("Go Blue", "color", {"enum": ["red", "blue"]}, "blue"),
        ("a light year", "unit", {"enum": ["light_year"]}, "light_year"),
        ("reddish", "color", {"enum": ["red", "blue", 3]}, None),
        ("with details please", "include_details", {"type": "boolean"}, True),
        ("without details please", "include_details", {"type": "boolean"}, False),
        ("please", "include_details", {"type": "boolean"}, None),
        ("urgent: yes", "urgent", {"type": "boolean"}, True),
        ("urgent: no", "urgent", {"type": "boolean"}, False),
        ("Who is Ada?", "question", STRING, "Who is Ada"),
        ("12345", "zip_code", STRING, "12345"),
        ("42", "note", STRING, None),
        ("order AB-12", "order_id", STRING, "AB-12"),
        ("room: the green one, floor 2", "room", STRING, "the green one"),
        ("count = 17 or 18", "count", INTEGER, 17),
        ("What city is it?", "city", STRING, None),
        ("Ada Lovelace", "first_name", STRING, "Ada"),
        ("Ada Lovelace", "last_name", STRING, "Lovelace"),
        ("sure of 900", "confidence", NUMBER, None),
        ("tell Bob that it rains", "message", STRING, "it rains"),
        ("pay 30 euros", "currency", STRING, "EUR"),
    ],
)
def test_a_field_takes_the_mention_that_suits_it(text: str, name: str, schema: dict[str, Any], value: Any) -> None:
    assert first(text, name, schema) == value


def test_a_mention_is_taken_once() -> None:
    prompt = Prompt("Paris and Rome", members(city=STRING, other_city=STRING, third_city=STRING))
    taken = [next(prompt.find((name,), STRING), None) for name in ("city", "other_city", "third_city")]

    assert taken == ["Paris", "Rome", None]


def test_the_best_pair_of_field_and_mention_comes_first() -> None:
    prompt = Prompt("for Alice, sku AB-12", members(label=STRING, sku=STRING, customer=STRING))

    assert [next(prompt.find((name,), STRING), None) for name in ("label", "sku", "customer")] == [
        None,
        "AB-12",
        "Alice",
    ]


def test_the_words_of_the_schema_are_no_values() -> None:
    assert first("in Celsius for Paris", "city", STRING, unit={"enum": ["celsius"]}) == "Paris"
    assert first("Call Finder", "name", STRING) == "Finder"
    assert next(Prompt("Call Finder", members(name=STRING), own=frozenset({"finder"})).find(("name",), STRING), 0) == 0


def test_the_fields_of_a_document_take_only_what_suits_them() -> None:
    assert first("say 'this'", "x", STRING) == "this"
    assert first("say 'this'", "x", STRING, eager=False) is None
    assert first("Paris", "city", STRING, eager=False) == "Paris"


def test_numbers_of_a_sum_go_to_fields_of_numbers() -> None:
    prompt = Prompt("2 + 3", members(a=INTEGER, b=INTEGER))

    assert [next(prompt.find((name,), INTEGER)) for name in "ab"] == [2, 3]
    assert first("2 + 3", "expression", STRING) == "2 + 3"


@pytest.mark.parametrize(
    ("text", "name", "items", "values"),
    [
        ("Paris, Rome and Oslo, not Bonn", "cities", STRING, ["Paris", "Rome", "Oslo"]),
        ("1 and 2", "numbers", INTEGER, [1, 2]),
        ("red or blue", "colors", {"enum": ["blue", "red"]}, ["red", "blue"]),
        ("nothing here", "cities", STRING, []),
        ("tags: dark red, blue", "tags", STRING, ["dark red", "blue"]),
    ],
)
def test_a_list_takes_a_whole_enumeration(text: str, name: str, items: dict[str, Any], values: list[Any]) -> None:
    assert Prompt(text, members(**{name: {"type": "array", "items": items}})).several((name,)) == values


def test_a_listed_object_begins_where_a_field_comes_again() -> None:
    item = members(name=STRING, quantity=INTEGER)
    prompt = Prompt("2 apples, 3 pears", members(items={"type": "array", "items": item}))

    assert prompt.count(("items",)) == 2
    assert next(prompt.find(("items", 1, "name"), STRING)) == "pears"
    assert next(prompt.find(("items", 0, "quantity"), INTEGER)) == 2
    assert prompt.count(("else",)) == 0


def test_one_value_of_an_enum_may_fill_two_fields() -> None:
    unit = {"enum": ["celsius", "kelvin"]}
    prompt = Prompt("in celsius", members(unit=unit, shown=unit))

    assert [next(prompt.find((name,), unit)) for name in ("unit", "shown")] == ["celsius", "celsius"]


def test_a_field_is_wanted_where_the_prompt_plainly_gives_it() -> None:
    array = {"type": "array", "items": STRING}
    flag = {"type": "boolean"}
    schema = members(days=INTEGER, unit={"enum": ["celsius"]}, verbose=flag, city=STRING, offset=INTEGER, note=STRING)
    prompt = Prompt("5 days in Paris, verbose, in celsius", schema)

    assert [name for name in schema["properties"] if prompt.wants((name,))] == ["days", "unit", "verbose", "city"]
    assert Prompt("5 days in Paris", members(cities=array)).wants(("cities",))
    assert Prompt("in Paris", members(at=members(city=STRING))).wants(("at",))


@pytest.mark.parametrize("listed", [-1, False, None, {"a": 1}, "abc", [1, None, "Oslo"]])
def test_an_enum_has_the_values_of_its_list_and_else_none(listed: Any) -> None:
    """Unchecked requests may say anything."""
    prompt = Prompt("Oslo, 7", members(city={"type": "string", "enum": listed}))

    assert set(prompt.find(("city",), {"enum": listed})) <= {"Oslo"}
