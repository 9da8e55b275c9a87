"""Texts of a schema: natural ones first, of the length asked for."""

from typing import Any

from mockllm.fake.fields import Fields
from mockllm.fake.texts import MOST_LENGTH, texts
from mockllm.schema import problem
from mockllm.stamp import Dice


def drawn(schema: dict[str, Any], name: str = "", *, sparing: bool = False) -> list[str]:
    dice = Dice(b"")
    return list(texts(schema, name, Fields(dice), dice, sparing=sparing))


def test_the_format_decides_before_the_name() -> None:
    assert "@" in drawn({"format": "email"}, "city")[0]


def test_the_name_decides_before_the_examples() -> None:
    assert "@" in drawn({"examples": ["x"]}, "email")[0]
    assert drawn({"examples": ["x", 3]}, "zork")[0] == "x"


def test_an_argument_prefers_the_default() -> None:
    assert drawn({"default": "x"}, "email", sparing=True)[0] == "x"
    assert drawn({"default": "x"}, "email")[0] != "x"


def test_all_texts_have_the_length_asked_for() -> None:
    for least, most in ((0, 3), (7, 7), (40, 45), (300, None), (0, 0)):
        schema = {"minLength": least, **({} if most is None else {"maxLength": most})}
        assert [problem(schema, each) for each in drawn(schema, "title")] == [None] * len(drawn(schema, "title"))


def test_a_pattern_with_a_length_is_met() -> None:
    schema = {"pattern": "^[a-z]+$", "minLength": 17, "maxLength": 17}

    assert any(problem(schema, each) is None for each in drawn(schema))


def test_a_pattern_without_anchors_is_lengthened() -> None:
    schema = {"pattern": "[0-9]{2}", "minLength": 10}

    assert any(problem(schema, each) is None for each in drawn(schema))


def test_a_pattern_that_looks_ahead_is_met() -> None:
    schema = {"pattern": r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{8,}$"}

    assert any(problem(schema, each) is None for each in drawn(schema))


def test_a_pattern_that_cannot_be_read_is_left_to_the_judge() -> None:
    assert drawn({"pattern": "("})


def test_texts_without_end_are_not_written() -> None:
    assert drawn({"minLength": MOST_LENGTH + 1}) == []
