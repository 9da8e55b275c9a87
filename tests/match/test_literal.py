"""What every match of a pattern holds."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mockllm.match.literal import literal


@pytest.mark.parametrize(
    ("expression", "held"),
    [
        ("refund", "refund"),
        ("^refund$", "refund"),
        (r"\brefund \d+ now please", " now please"),
        (r"(?P<who>\w+) refund", " refund"),
        (r"a\.b\/c", "a.b/c"),
        ("refunds?", "refund"),
        ("abc*def", "def"),
        ("ab+", "ab"),
        ("ab{2,3}", "ab"),
        ("ab{0,3}", "a"),
        ("[abc]+x", "x"),
        ("[^]abc]xy", "xy"),
        ("(one|two) apples", " apples"),
        ("((a)b)?c", "c"),
        ("one|two", ""),
        ("(?i)refund", ""),
        ("(?i:re)fund", ""),
        ("", ""),
        (r"\p{Lu}abc", "abc"),
        (r"\x41bc", "bc"),
        (r"(?<=a)bc", "bc"),
        (r"(?!a)bc", "bc"),
        ("a{x}b", ""),
    ],
)
def test_the_longest_plain_text_is_found(expression: str, held: str) -> None:
    assert literal(expression, "") == held


def test_flags_that_change_what_letters_mean_leave_nothing() -> None:
    assert (literal("a b", "x"), literal("ab", "ms")) == ("", "ab")


def test_without_regard_to_case_it_is_in_lower_case() -> None:
    assert (literal("aB", "i"), literal("aÉ", "i")) == ("ab", "")


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        ".",
        "\\.",
        "\\d",
        "[ab]",
        "[^a]",
        "(a|b)",
        "(?:ab)?",
        "a?",
        "b*",
        "a+",
        "b{2}",
        "a{0,1}",
        "^",
        "$",
        "|",
        "(a)",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=6).map("".join), st.text("ab.1é", max_size=8))
def test_a_text_without_it_never_matches(expression: str, text: str) -> None:
    if regex.search(expression, text):
        assert literal(expression, "") in text
