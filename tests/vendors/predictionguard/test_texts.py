"""Tokens as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.vendors.predictionguard.texts import number_of, token_of


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_each_token_has_a_number_of_its_own(token: str) -> None:
    assert token_of(number_of(token)) == token


@pytest.mark.parametrize("number", [-1, 0, 2, 7_000])
def test_numbers_that_are_no_tokens_are_unknown(number: int) -> None:
    assert token_of(number) == "\ufffd"
