from mockllm.match.facts import Facts
from mockllm.match.fields import FIELDS, MOST, short
from tests.asks import ask


def test_a_short_value_is_shown_whole() -> None:
    assert short({"a": "é"}) == '{"a": "é"}'


def test_a_long_value_keeps_both_ends() -> None:
    shown = short("a" * 500 + "b")

    assert shown.startswith('"aaa')
    assert shown.endswith('ab"')
    assert len(shown) < MOST + 10


def test_a_pattern_that_ran_out_of_time_is_told() -> None:
    source = "/(\\w+\\w+)+\\1\\W/"
    facts = Facts(ask("a" * 3_000 + "b"))
    test = FIELDS["user"](source)

    assert not test.passes(facts)
    assert test.difference(facts).endswith("(the pattern ran out of time)")
