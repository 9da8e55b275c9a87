"""Numbers and texts for a schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.fake.hints import Hints, hints_of
from mockllm.fake.scalars import Scalars, UnsatisfiableError
from mockllm.stamp import Dice


def scalars(prompt: str = "", skip: int = 0) -> Scalars:
    return Scalars(Dice(b"seed"), hints_of(prompt), skip)


def number(schema: dict[str, Any], kind: str = "integer", prompt: str = "") -> Any:
    return scalars(prompt).number(schema, kind, "n", "/n")


def string(schema: dict[str, Any], name: str = "x", prompt: str = "") -> str:
    return scalars(prompt).string(schema, name, "/x")


def test_a_hint_is_given_out_once() -> None:
    found = scalars()

    assert [found.take("a", ("1", "2")) for _ in range(3)] == ["1", "2", None]
    assert scalars(skip=1).take("a", ("1", "2")) == "2"


@pytest.mark.parametrize(
    ("schema", "kind", "prompt", "wanted"),
    [
        ({}, "integer", "magic(3)", 3),
        ({}, "integer", "1.5 or 4", 4),
        ({}, "number", "1.5 or 4", 1.5),
        ({"minimum": 10}, "integer", "3 or 12", 12),
        ({"multipleOf": 5}, "integer", "3 or 10", 10),
    ],
)
def test_the_first_number_of_the_prompt_that_fits(
    schema: dict[str, Any], kind: str, prompt: str, wanted: float
) -> None:
    assert number(schema, kind, prompt) == wanted


@given(st.integers(-50, 50), st.integers(0, 50), st.sampled_from(["integer", "number"]))
def test_numbers_keep_their_bounds(low: int, width: int, kind: str) -> None:
    assert low <= number({"minimum": low, "maximum": low + width}, kind) <= low + width
    assert low < number({"exclusiveMinimum": low}, kind)
    assert number({"exclusiveMaximum": low}, kind) < low


def test_steps_and_narrow_bounds() -> None:
    assert number({"multipleOf": 7, "minimum": 8, "maximum": 20}) == 14
    assert number({"multipleOf": 0.25, "minimum": 0.3, "maximum": 0.6}, "number") == 0.5
    assert 0 < number({"exclusiveMinimum": 0, "exclusiveMaximum": 0.001}, "number") < 0.001
    assert scalars().number({}, "integer", "year", "") in range(2_000, 2_031)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"minimum": 2, "maximum": 1}, "integer"),
        ({"minimum": 1.2, "maximum": 1.8}, "integer"),
        ({"multipleOf": 10, "minimum": 1, "maximum": 9}, "integer"),
    ],
)
def test_impossible_numbers_say_where(schema: dict[str, Any], kind: str) -> None:
    with pytest.raises(UnsatisfiableError, match=r"^/n: no "):
        number(schema, kind)


@pytest.mark.parametrize(
    ("schema", "name", "prompt", "wanted"),
    [
        ({}, "city", "In Oslo?", "Oslo"),
        ({}, "city", 'Weather in "Bergen"?', "Bergen"),
        ({}, "email", "Write to ada@example.com", "ada@example.com"),
        ({}, "link", "See https://example.com/a", "https://example.com/a"),
        ({}, "date", "On 2026-01-02", "2026-01-02"),
        ({}, "path", "Read src/main.py", "src/main.py"),
        ({}, "query", "cats and dogs", "cats and dogs"),
        ({"format": "date"}, "x", "On 2026-13-02 or 2026-01-02", "2026-01-02"),
        ({"format": "email"}, "x", "ada@example.com", "ada@example.com"),
        ({"pattern": "^O"}, "city", "In Oslo", "Oslo"),
    ],
)
def test_a_text_of_the_prompt_where_one_fits(schema: dict[str, Any], name: str, prompt: str, wanted: str) -> None:
    assert string(schema, name, prompt) == wanted


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["city", "zzz", "title"]))
def test_texts_keep_their_lengths(least: int, more: int, name: str) -> None:
    assert least <= len(string({"minLength": least, "maxLength": least + more}, name)) <= least + more


def test_patterns_and_their_lengths() -> None:
    assert len(string({"pattern": "^[a-z]+$", "minLength": 12, "maxLength": 20})) >= 12
    with pytest.raises(UnsatisfiableError, match="/x: no text matches"):
        string({"pattern": "^a$", "minLength": 5})


def test_a_fixed_format_cannot_be_stretched() -> None:
    with pytest.raises(UnsatisfiableError, match="/x: no uuid is that long"):
        string({"format": "uuid", "maxLength": 5})
    assert string({"format": "email", "maxLength": 3}) != ""


def test_hints_may_be_none() -> None:
    assert Scalars(Dice(b"a"), Hints(""), 0).string({}, "city", "") in {
        "Paris",
        "Lisbon",
        "Vienna",
        "Oslo",
        "Kyoto",
        "Toronto",
    }
