"""The structure of patterns."""

import pytest

from mockllm.fake.pattern import Again, Chars, Either, Group, Run, Times, parse

A, B = Chars("a", "a"), Chars("b", "b")
DIGIT = Chars("0123456789", "0123456789")


@pytest.mark.parametrize(
    ("pattern", "node"),
    [
        ("", Run(())),
        ("a", A),
        ("ab", Run((A, B))),
        ("a|b", Either((A, B))),
        ("a*", Times(A, 0, None)),
        ("a+?", Times(A, 1, None)),
        ("a{2}", Times(A, 2, 2)),
        ("a{2,}", Times(A, 2, None)),
        ("a{2,5}+", Times(A, 2, 5)),
        (r"\d", DIGIT),
        ("[0-9]", DIGIT),
        ("[ab]", Chars("ab", "ab")),
        ("[a-]", Chars("a-", "a-")),
        (r"[\]\-b]", Chars("]-b", "]-b")),
        ("(a)", Group(A, ("1",))),
        ("(?:a)", A),
        ("(?i:a)", A),
        ("(?P<x>a)", Group(A, ("x", "1"))),
        (r"(?<x>a)\k<x>", Run((Group(A, ("x", "1")), Again("x")))),
        (r"(a)\1", Run((Group(A, ("1",)), Again("1")))),
        ("(?=b)a", Run((Run(()), A))),
        ("(?<!b)a", Run((Run(()), A))),
        (r"\x61", A),
        (r"\u0061", A),
        (r"\u{61}", A),
        (r"\.", Chars(".", ".")),
        (r"\t", Chars("\t", "\t")),
        ("{", Chars("{", "{")),
    ],
)
def test_a_pattern_is_read(pattern: str, node: object) -> None:
    assert parse(pattern) == node


def test_a_class_may_hold_escapes() -> None:
    node = parse(r"[\d-x]")

    assert node == Chars("0123456789-x", "0123456789-x")


@pytest.mark.parametrize("pattern", ["^a$", r"\ba\b", r"\Aa\Z"])
def test_anchors_are_passed_over(pattern: str) -> None:
    assert A in parse(pattern).nodes  # type: ignore[union-attr]


def test_a_negated_class_prefers_letters() -> None:
    node = parse("[^abc]")

    assert isinstance(node, Chars)
    assert node.plain == "defghijklmnopqrstuvwxyz"
    assert "!" in node.wide


@pytest.mark.parametrize("pattern", ["(", ")", "*a", "[", "[]", r"\p{L", "a(?", "(" * 5_000])
def test_what_cannot_be_read_has_no_structure(pattern: str) -> None:
    assert parse(pattern) is None
