"""Patterns are searched, and never for long."""

import time

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
