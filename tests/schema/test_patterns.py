"""Patterns are searched, and never for long."""

import time

import pytest

from mockllm.schema.patterns import searches


def test_a_pattern_is_searched_for_anywhere() -> None:
    assert searches("b", "abc")
    assert not searches("^b", "abc")


def test_what_ecma_has_and_python_has_not_is_understood() -> None:
    assert searches(r"^\p{Lu}(?<rest>\p{L}+)$", "Été")


def test_a_broken_pattern_says_nothing() -> None:
    assert searches("(", "abc")


def test_a_pattern_that_runs_away_is_stopped() -> None:
    started = time.perf_counter()

    assert searches(r"^(a|a|aa)+$", "a" * 64 + "!")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "pattern", ["^((([a-z]{1000}){1000}){1000})$", "(?:(?:(?:[a]b{99}){99}){99})", r"(\({999}\[){999,}"]
)
def test_a_pattern_that_stands_for_too_much_says_nothing(pattern: str) -> None:
    """Compiled, it would take hundreds of megabytes, or all there are."""
    assert searches(pattern, "?")


@pytest.mark.parametrize(
    "pattern", ["^(a{30}){30}$", r"^\w{2,5000}$", "^([{]{999}){0,999}x$", "^[a-z]{0,99999999}[)]x$"]
)
def test_a_pattern_of_some_length_is_searched_for(pattern: str) -> None:
    assert not searches(pattern, "?")
