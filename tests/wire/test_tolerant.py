"""Reading JSON of which nothing is certain."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.wire.tolerant import (
    digits,
    few,
    integer,
    items,
    mapping,
    members,
    number,
    sampled,
    string,
    strings,
    text,
    truth,
)
from tests.wire.hostile import ODD


@given(ODD)
def test_whatever_comes_each_gives_its_own_type(value: Any) -> None:
    assert isinstance(mapping(value), dict)
    assert all(isinstance(each, dict) for each in items(value))
    assert isinstance(string(value), str)
    assert all(isinstance(each, str) for each in strings(value))
    assert integer(value) is None or type(integer(value)) is int
    assert type(number(value, 1.5)) is float
    assert type(truth(value)) is bool


def test_what_fits_is_taken() -> None:
    assert mapping({"a": 1}) == {"a": 1}
    assert items([{"a": 1}, 2, {}]) == [{"a": 1}, {}]
    assert (string("a"), integer(3), number(3, 0), truth(True)) == ("a", 3, 3.0, True)


@pytest.mark.parametrize(("value", "wanted"), [("a", ("a",)), (["a", 1, "b"], ("a", "b")), (None, ()), ({}, ())])
def test_strings_come_alone_or_in_an_array(value: Any, wanted: tuple[str, ...]) -> None:
    assert strings(value) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * 15, 10**15 - 1),
        ("9" * 16, None),
        ("", None),
        ("-1", None),
        ("\xb2", None),
        ("1e3", None),
    ],
)
def test_digits_are_a_number(text: str, wanted: int | None) -> None:
    assert digits(text) == wanted


def test_a_boolean_is_no_number() -> None:
    assert integer(True) is None
    assert number(True, 0.5) == 0.5


def test_defaults_stand_in() -> None:
    assert (string(1, "d"), number("1", 2.0), truth("yes", default=True)) == ("d", 2.0, True)


@pytest.mark.parametrize(("value", "wanted"), [(None, 0), ("9", 0), (True, 0), (-3, 0), (7, 7), (10**12, 20)])
def test_few_is_within_its_range(value: Any, wanted: int) -> None:
    assert few(value, 20) == wanted


def test_members_say_what_is_there_under_their_own_names() -> None:
    table = {"max_tokens": ("limit", integer), "user": ("user", text)}

    assert members({"user": "u", "max_tokens": 5, "other": 1}, table) == {"user": "u", "limit": 5}
    assert members({"user": 1}, table) == {"user": None}


def test_sampling_is_what_is_given_of_it() -> None:
    assert sampled({"top_p": 1, "temperature": None, "n": 2}, ("temperature", "top_p")) == {"top_p": 1}
    assert sampled({"n": 2}, ("temperature", "top_p")) == {}
