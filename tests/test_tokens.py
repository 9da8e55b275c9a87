"""The tokenizer: nothing is lost, and every rule agrees with every other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.tokens import count, cut, pieces, tokens
from mockllm.turn import Deltas

WAYS = st.one_of(st.sampled_from(["token", "word", "whole"]), st.integers(-1, 9))
TEXTS = st.text(max_size=80) | st.text("ab1 .\n-é東", max_size=80)
RULE = re.compile(
    r" ?[A-Za-z]{1,8}| ?[0-9]{1,3}| ?([!-/:-@\[-`{-~])\1{0,3}"
    r"|[\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]{1,4}|[^\S\n]{1,16}|\n{1,4}|[\s\S]"
)
"""What the tokenizer's docstring says."""


@given(TEXTS)
def test_joined_tokens_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS | st.text(" \t\xa0!-a1\n{^", max_size=60))
def test_tokens_are_what_the_rule_says(text: str) -> None:
    assert tokens(text) == [match[0] for match in RULE.finditer(text)]


@given(TEXTS)
def test_count_is_how_many_tokens_there_are(text: str) -> None:
    assert count(text) == len(tokens(text))


@given(TEXTS, st.integers(0, 20))
def test_cut_is_the_first_tokens(text: str, limit: int) -> None:
    assert cut(text, limit) == "".join(tokens(text)[:limit])


@given(TEXTS, WAYS)
def test_joined_pieces_are_the_text(text: str, how: Deltas) -> None:
    got = list(pieces(text, how))

    assert "".join(got) == text
    assert all(got)


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        ("token", ["It", " rains", ",", " Zo", "ë", "."]),
        ("word", ["It", " rains,", " Zoë."]),
        ("whole", ["It rains, Zoë."]),
        (5, ["It ra", "ins, ", "Zoë."]),
        (0, list("It rains, Zoë.")),
    ],
)
def test_each_way_of_cutting(how: Deltas, wanted: list[str]) -> None:
    assert list(pieces("It rains, Zoë.", how)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("internationally", ["internat", "ionally"]),
        ("12345", ["123", "45"]),
        ("=====", ["====", "="]),
        ("a\n\n  b", ["a", "\n\n", "  ", "b"]),
        ("東京", ["東", "京"]),
    ],
)
def test_what_a_token_is(text: str, wanted: list[str]) -> None:
    assert tokens(text) == wanted
