"""Texts along a pattern: nearly always a match, and of the length asked for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.fake.pattern import parse
from mockllm.fake.pen import MOST, write
from mockllm.stamp import Dice

PATTERNS = [
    r"^[A-Z]{3}-\d{4}$",
    r"^\d{5}(-\d{4})?$",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    r"^(https?|ftp)://[^\s/$.?#].[^\s]*$",
    r"^\+?[1-9]\d{1,14}$",
    r"^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})$",
    r"^([01]?\d|2[0-3]):[0-5]\d$",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    r"^(?P<q>['\"])\w+(?P=q)?",
    r"(a|b)\1",
    r"^v?\d+(\.\d+){2}$",
    r"[\u00e0-\u00ff]{2}",
    r"^\S+( \S+)*$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_written_matches(pattern: str) -> None:
    node = parse(pattern)

    assert node is not None
    for seed in range(20):
        text = write(node, Dice(bytes([seed])), spare=seed)
        assert re.search(pattern, text), text


@given(st.integers(0, 60))
def test_what_is_to_spare_is_spent_and_no_more(spare: int) -> None:
    node = parse("^[a-z]+$")

    assert node is not None
    assert len(write(node, Dice(b""), spare=spare, greedy=True)) == 1 + spare
    assert 1 <= len(write(node, Dice(b""), spare=spare)) <= 1 + spare


def test_wide_texts_have_more_kinds_of_characters() -> None:
    node = parse(".{40}")

    assert node is not None
    assert write(node, Dice(b"")).isalpha()
    assert not write(node, Dice(b""), wide=True).isalpha()


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "pattern",
    ["(((a{1000}){1000}){1000}){1000}", "(((^){100000}){100000}){100000}", r"(a{1000})((\1{1000}){1000}){1000}"],
)
def test_a_text_has_an_end(pattern: str) -> None:
    node = parse(pattern)

    assert node is not None
    assert len(write(node, Dice(b""))) <= MOST
