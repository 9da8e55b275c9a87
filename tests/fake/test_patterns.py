"""Texts for the patterns of JSON Schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.fake.patterns import matching, searches
from mockllm.stamp import Dice

PATTERNS = ["^[a-z]+$", "^[A-Z]{3}-\\d{4}$", "ab*c", "^(foo|bar)\\/x$", "(?<year>\\d{4})", "^\\p{L}{2}$", "\\.[*+]"]


@given(st.sampled_from(PATTERNS), st.binary(max_size=4))
def test_a_text_has_its_pattern(pattern: str, seed: bytes) -> None:
    assert searches(pattern, matching(pattern, Dice(seed)))


@pytest.mark.parametrize("pattern", ["^[a-z]+$", "[a-z]*", "ab"])
def test_a_text_is_as_long_as_it_must_be(pattern: str) -> None:
    assert len(matching(pattern, Dice(b"1"), 30)) >= 30


def test_a_pattern_is_searched_for() -> None:
    assert searches("b", "abc")
    assert not searches("^b", "abc")


def test_a_pattern_that_python_cannot_read_is_found_anywhere() -> None:
    assert searches("(", "abc")
    assert matching("(", Dice(b"1"), 3) == "xxx"


def test_the_dice_alone_decide() -> None:
    assert matching("^[a-z]{9}$", Dice(b"1")) == matching("^[a-z]{9}$", Dice(b"1"))
    assert matching("^[a-z]{9}$", Dice(b"1")) != matching("^[a-z]{9}$", Dice(b"2"))
