"""What every match of a pattern holds."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mockllm.match.literal import DIGITS, literals


@pytest.mark.parametrize(
    ("expression", "held"),
    [
        ("refund", ["refund"]),
        ("^refund$", ["refund"]),
        (r"\brefund \d+ now please", [" now please"]),
        (r"(?P<who>\w+) refund", [" refund"]),
        (r"a\.b\/c", ["a.b/c"]),
        ("refunds?", ["refund"]),
        ("abc*def", ["def"]),
        ("ab+", ["ab"]),
        ("ab{2,3}", ["ab"]),
        ("ab+?c", ["ab"]),
        ("ab{0,3}", ["a"]),
        ("[abc]+x", ["x"]),
        ("[^]abc]xy", ["xy"]),
        ("(one|two) apples", [" apples"]),
        ("((a)b)?c", ["c"]),
        ("one|two", ["one", "two"]),
        ("(?:refund|return)s?", ["refund", "return"]),
        ("(?P<what>refund|return|(re)?pay)+", ["refund", "return", "pay"]),
        ("(refund|return)?", []),
        ("one|two|.*", []),
        ("(a|)b{0}", []),
        ("(?P<word>[a-z]+)[123]", ["1", "2", "3"]),
        (r"\d[x-z\-]", ["x", "y", "z", "-"]),
        ("[a-z]", []),
        (r"[a-z]+\d{1,3}", list("0123456789")),
        (r"\d*", []),
        (r"[\d]", []),
        ("[^1]", []),
        ("[a&&b]", []),
        ("(?i)refund", []),
        ("(?i:re)fund", []),
        ("", []),
        (r"\p{Lu}abc", ["abc"]),
        (r"\x41bc", ["bc"]),
        (r"(?<=a)bc", ["bc"]),
        (r"(?!a)bc", ["bc"]),
        (r"(?!(a|b))c", ["c"]),
        (r"order (?P<id>#\d+)", ["order "]),
        ("a{x}b", []),
        ("(abc){e<=1}", []),
        ("(a", []),
        ("(?!a", []),
        ("a)b", []),
        ("*a", []),
    ],
)
def test_the_longest_plain_texts_are_found(expression: str, held: list[str]) -> None:
    assert literals(expression, "") == tuple(held)


def test_many_choices_are_no_help() -> None:
    assert literals("|".join(f"word{number}" for number in range(17)), "") == ()


def test_what_is_nested_too_deeply_gives_nothing() -> None:
    assert literals("(" * 5_000 + "a" + ")" * 5_000, "") == ()


def test_flags_that_change_what_letters_mean_leave_nothing() -> None:
    assert (literals("a b", "x"), literals("ab", "ms")) == ((), ("ab",))


def test_without_regard_to_case_they_are_in_lower_case() -> None:
    assert (literals("aB|C", "i"), literals("aÉ", "i")) == (("ab", "c"), ())


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
        "(?:a|bb)",
        "(?P<n>b|[1.])",
        "(?:ab|b)+?",
        "(?!a)",
        "[1-9]",
    ]
)


@given(st.lists(PIECES, max_size=6).map("".join), st.text("ab.1é٣", max_size=8))
def test_a_text_without_it_never_matches(expression: str, text: str) -> None:
    found = literals(expression, "")

    if found and (text.isascii() or not set(DIGITS) <= set(found)) and regex.search(expression, text):
        assert any(each in text for each in found)
