"""What a prompt mentions, by kind, with its neighbours."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.fake.mentions import MOST, lists, mentions, plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is the weather in San Francisco, CA?", [("place", "San Francisco, CA")]),
        ("Weather in Paris, France and Oslo", [("place", "Paris, France"), ("place", "Oslo")]),
        ("the weather in new york today", [("place", "new york"), ("date", "today")]),
        ("how is it in sunny porto now", [("phrase", "sunny porto")]),
        ("Weather here? Multiply it. Zorblax is here.", [("name", "Zorblax")]),
        ("Call Alice's friend O'Neil", [("person", "Alice"), ("name", "O'Neil")]),
        ("Buy AAPL and I will", [("symbol", "AAPL")]),
        ("Name it 'Bob's place' or \"x y\"", [("quoted", "Bob's place"), ("quoted", "x y")]),
        ("don't say it's so", []),
        ("run ```py\nprint(1)\n``` and `ls`", [("quoted", "print(1)"), ("quoted", "ls")]),
        ("«été» “two” 「三」", [("quoted", "été"), ("quoted", "two"), ("quoted", "三")]),
        ("東京 and 서울", [("name", "東京"), ("name", "서울")]),
        ("mail a.b+c@example.org now", [("email", "a.b+c@example.org")]),
        ("see https://example.org/a?b=1, ok", [("url", "https://example.org/a?b=1")]),
        ("id 123e4567-e89b-42d3-a456-426614174000", [("uuid", "123e4567-e89b-42d3-a456-426614174000")]),
        (
            "on 2026-03-05T10:00:00Z or 2026-03-06 or 5/6/2026",
            [
                ("datetime", "2026-03-05T10:00:00Z"),
                ("date", "2026-03-06"),
                ("date", "5/6/2026"),
            ],
        ),
        (
            "March 5th, 2026, next Monday, last week",
            [("date", "March 5th, 2026"), ("date", "next Monday"), ("date", "last week")],
        ),
        ("at 10:30 pm or 7am", [("time", "10:30 pm"), ("time", "7am")]),
        ("open src/main.py and setup.cfg in /opt", [("path", "src/main.py"), ("path", "setup.cfg"), ("path", "/opt")]),
        ("what is 2 + 3*4?", [("sum", "2 + 3*4")]),
        ("-5, 1,000.50 and 2e3 in v2", [("number", "-5"), ("number", "1,000.50"), ("number", "2e3")]),
        ("f(3)", [("number", "3")]),
        ("ticket AB-12 or user_42, X7", [("code", "AB-12"), ("code", "user_42"), ("code", "X7")]),
        ("call +44 20 7946 0958 or 202-555-0143", [("phone", "+44 20 7946 0958"), ("phone", "202-555-0143")]),
        ("live at 5 Main St or 12 Old Oak Avenue", [("street", "5 Main St"), ("street", "12 Old Oak Avenue")]),
        ("$1,200.50 or 30 euros", [("currency", "USD"), ("money", "1,200.50"), ("number", "30"), ("currency", "EUR")]),
        ("3 x red apple, 2 pears", [("count", "3"), ("thing", "red apple"), ("count", "2"), ("thing", "pears")]),
        ("in French by Acme Corp", [("language", "French"), ("company", "Acme Corp")]),
        ("a timer called tea", [("phrase", "tea")]),
    ],
)
def test_mentions_are_found_by_kind(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.text) for each in mentions(text)] == found


def test_a_mention_knows_its_neighbours() -> None:
    number, _ = mentions("they stay exactly 5 days")

    assert (number.before, number.after) == (("they", "stay", "exactly"), "days")


def test_a_neighbour_is_of_the_same_sentence() -> None:
    (number,) = mentions("Take the bus. 5, please")

    assert (number.before, number.after) == ((), "")


@given(st.text(max_size=200))
def test_mentions_never_overlap(text: str) -> None:
    found = mentions(text)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= each.start < each.end <= len(text) for each in found)


def test_enumerations_are_runs_of_one_kind() -> None:
    text = "Paris, Rome and Oslo on 3 or 4, for Bob"

    assert [[each.text for each in run] for run in lists(text)] == [["Paris", "Rome", "Oslo"], ["3", "4"]]


def test_what_agents_wrap_around_a_prompt_is_left_out() -> None:
    assert plain("<env>\ncwd</env>Hi <b>you</b>").split() == ["Hi"]
    assert plain("<env>only</env>") == "<env>only</env>"


def test_of_a_long_prompt_both_ends_count() -> None:
    short = plain("a" * MOST + "b" * MOST)

    assert len(short) <= MOST + 1
    assert (short[0], short[-1]) == ("a", "b")
