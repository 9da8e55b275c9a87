import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.match.facts import MOST_SLOW, Facts
from mockllm.match.pattern import PatternError, glob, pattern
from tests.asks import ask

SLOW = "/(\\w+\\w+)+\\1\\W/"


def found(source: str, text: str) -> bool:
    return pattern(source).matches(text, Facts(ask()))


def test_a_text_matches_as_a_part() -> None:
    assert found("b", "abc")
    assert not found("B", "abc")


def test_any_matches_the_empty_text() -> None:
    assert found("any", "")


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("/fix (?P<bug>.+)/", "please fix it", True),
        ("/fix (?P<bug>.+)/", "please mend it", False),
        ("/ab?c/", "ac", True),
        ("/ab*/", "a", True),
        ("/abc{0}d/", "abd", True),
        ("/one|two/", "two", True),
        ("/(?i)ABC/", "abc", True),
        ("/ABC/i", "abc", True),
        ("/a.c/s", "a\nc", True),
        ("/^b/m", "a\nb", True),
        ("/a b c/x", "abc", True),
        ("/a\\/b/", "a/b", True),
        ("/\\d/", "٣", True),
        ("/\\d+/", "none", False),
        ("/[ks]/i", "ſ", True),
        ("/(?:ab|c)d/i", "xCDx", True),
    ],
)
def test_a_regular_expression_stands_between_slashes(source: str, text: str, expected: bool) -> None:
    assert found(source, text) is expected


@given(st.text(alphabet="ab?*+|{}(", max_size=6), st.text(alphabet="ab", max_size=6))
def test_looking_for_the_beginning_first_changes_no_answer(expression: str, text: str) -> None:
    import regex  # noqa: PLC0415 - only to compare

    try:
        plain = regex.search(expression, text) is not None
    except regex.error:
        return

    assert found(f"/{expression}/", text) is plain


SYNTAX = st.sampled_from(
    [
        "a",
        "s",
        "1",
        "é",
        "\\d",
        "\\w",
        "\\.",
        "[as]",
        "[^a]",
        "[1-9]",
        "(",
        "(?:",
        "(?!",
        "(?<=",
        ")",
        "|",
        "?",
        "*",
        "+",
    ]
)


@given(st.lists(SYNTAX, max_size=8).map("".join), st.text(alphabet="aAsſ1٣é.", max_size=6), st.sampled_from(["", "i"]))
def test_looking_for_texts_first_changes_no_answer(expression: str, text: str, letters: str) -> None:
    import regex  # noqa: PLC0415 - only to compare

    try:
        plain = regex.search(expression, text, regex.IGNORECASE if letters else 0) is not None
    except regex.error:
        return

    assert found(f"/{expression}/{letters}", text) is plain


def test_a_broken_expression_is_named() -> None:
    with pytest.raises(PatternError, match=r"/\(/ is not a regular expression"):
        pattern("/(/")


def test_a_pattern_without_bottom_is_refused() -> None:
    with pytest.raises(PatternError, match="nested too deeply"):
        pattern("/" + "(" * 3_000 + ")" * 3_000 + "/")


def test_a_slow_pattern_gives_up_and_is_noted() -> None:
    facts = Facts(ask())
    text = "a" * 3_000 + "b"

    assert not pattern(SLOW).matches(text, facts)
    assert facts.slow[SLOW] == 1
    assert not pattern(SLOW).matches(text, facts)
    assert facts.slow[SLOW] == 1


def test_after_many_slow_patterns_no_other_is_tried() -> None:
    facts = Facts(ask())
    facts.slow["/other/"] = MOST_SLOW

    assert not pattern("/a/").matches("a", facts)


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [("gpt-*", "gpt-5", True), ("gpt-?", "gpt-55", False), ("gpt-5", "gpt-5", True), ("gpt-[45]", "gpt-4", True)],
)
def test_a_glob_must_match_all(source: str, text: str, expected: bool) -> None:
    assert glob(source)(text) is expected


@pytest.mark.parametrize(
    ("source", "text", "matches"),
    [
        ("/REFUND/i", "a refund", True),
        ("/refund/i", "A REFUND", True),
        ("/refund/i", "a return", False),
        ("/kelvin/i", "in \N{KELVIN SIGN}elvin", True),
        ("/é+/i", "É", True),
    ],
)
def test_case_may_be_left_out(source: str, text: str, *, matches: bool) -> None:
    assert pattern(source).matches(text, Facts(ask())) is matches
