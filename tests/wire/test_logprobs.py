"""Log probabilities: one for each token, likeliest first, the same for equal requests."""

from hypothesis import given
from hypothesis import strategies as st

from mockllm.tokens import tokens
from mockllm.wire.logprobs import as_bytes, likely
from tests.stamps import stamp_of


@given(st.text("the a.東é ", max_size=30), st.integers(0, 20))
def test_every_token_is_scored_and_is_the_first_of_its_own_alternatives(text: str, most: int) -> None:
    found = likely(text, most, stamp_of(), "0")

    assert [each.token for each in found] == tokens(text)
    for each in found:
        scores = [score for _, score in each.others]
        assert len(each.others) == most
        assert -1 <= each.logprob <= 0
        assert scores == sorted(scores, reverse=True)
        assert len({token for token, _ in each.others}) == most
        assert not most or each.others[0] == (each.token, each.logprob)


def test_equal_requests_get_equal_numbers_and_other_choices_others() -> None:
    assert likely("It rains.", 2, stamp_of(0), "0") == likely("It rains.", 2, stamp_of(1), "0")
    assert likely("It rains.", 2, stamp_of(0), "0") != likely("It rains.", 2, stamp_of(0), "1")


def test_bytes_are_those_of_utf_8() -> None:
    assert likely("東", 0, stamp_of(), "0")[0].bytes_of() == [230, 157, 177]
    assert as_bytes("\ud800") == [ord("?")]
