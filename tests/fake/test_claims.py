"""Which mention goes where."""

from typing import Any

import pytest

from mockllm.fake.claims import Prompt

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def first(text: str, name: str, schema: dict[str, Any], **more: Any) -> Any:
    return next(Prompt(text, **more).find(name, schema), None)


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
        ("Who is Ada?", "question", STRING, "Who is Ada"),
        ("12345", "zip_code", STRING, "12345"),
        ("42", "note", STRING, None),
    ],
)
def test_a_field_takes_the_mention_that_suits_it(text: str, name: str, schema: dict[str, Any], value: Any) -> None:
    assert first(text, name, schema) == value


def test_a_mention_is_taken_once() -> None:
    prompt = Prompt("Paris and Rome")
    taken = [next(prompt.find("city", STRING), None) for _ in range(3)]

    assert taken == ["Paris", "Rome", None]


def test_what_was_taken_can_be_given_back() -> None:
    prompt = Prompt("Paris")
    mark = prompt.mark()
    next(prompt.find("city", STRING))

    assert next(prompt.find("city", STRING), None) is None
    prompt.reset(mark)
    assert next(prompt.find("city", STRING)) == "Paris"


def test_a_value_that_is_not_wanted_is_not_taken() -> None:
    prompt = Prompt("Paris")

    assert list(prompt.find("city", STRING)) == ["Paris"]
    assert prompt.mark() == frozenset()


def test_the_words_of_the_schema_are_no_values() -> None:
    assert first("in Celsius for Paris", "city", STRING, names=frozenset({"celsius"})) == "Paris"


def test_the_fields_of_a_document_take_only_what_suits_them() -> None:
    assert first("say 'this'", "x", STRING) == "this"
    assert first("say 'this'", "x", STRING, eager=False) is None
    assert first("Paris", "city", STRING, eager=False) == "Paris"


def test_numbers_of_a_sum_go_to_fields_of_numbers() -> None:
    prompt = Prompt("2 + 3", frozenset({"a", "b"}))

    assert [next(prompt.find(name, INTEGER)) for name in "ab"] == [2, 3]
    assert first("2 + 3", "expression", STRING, names=frozenset({"expression"})) == "2 + 3"


def test_a_list_takes_a_whole_enumeration() -> None:
    assert Prompt("Paris, Rome and Oslo, not Bonn").several("cities", STRING)[:3] == ["Paris", "Rome", "Oslo"]
    assert Prompt("1 and 2").several("numbers", INTEGER) == [1, 2]
    assert Prompt("red or blue").several("colors", {"enum": ["blue", "red"]}) == ["red", "blue"]
    assert Prompt("nothing here").several("cities", STRING) == []


def test_a_field_is_wanted_where_the_prompt_plainly_gives_it() -> None:
    prompt = Prompt("5 days in Paris, verbose, in celsius")

    assert prompt.wants("days", INTEGER)
    assert prompt.wants("unit", {"enum": ["celsius"]})
    assert prompt.wants("verbose", {"type": "boolean"})
    assert prompt.wants("city", STRING)
    assert prompt.wants("cities", {"type": "array", "items": STRING})
    assert not prompt.wants("offset", INTEGER)
    assert not prompt.wants("note", STRING)
