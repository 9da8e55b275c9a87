"""Personal data is found by patterns and replaced in four ways."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.stamp import Dice
from mockllm.vendors.predictionguard.pii import ENTITIES, METHODS, find, replace


@pytest.mark.parametrize(
    ("text", "entity", "piece"),
    [
        ("Mail bob.stone@mail.example.org now", "EMAIL_ADDRESS", "bob.stone@mail.example.org"),
        ("Card 4111 1111 1111 1111.", "CREDIT_CARD", "4111 1111 1111 1111"),
        ("Card 378282246310005", "CREDIT_CARD", "378282246310005"),
        ("SSN 123-45-6789", "US_SSN", "123-45-6789"),
        ("at 192.168.0.12, yes", "IP_ADDRESS", "192.168.0.12"),
        ("Call (555) 123-4567", "PHONE_NUMBER", "(555) 123-4567"),
        ("Call +4915112345678", "PHONE_NUMBER", "+4915112345678"),
        ("My name is Zelda Quinn.", "PERSON", "Zelda Quinn"),
        ("Ask Dr. Kowalski", "PERSON", "Kowalski"),
        ("Tell Mary Smith that", "PERSON", "Mary Smith"),
    ],
)
def test_each_kind_is_found(text: str, entity: str, piece: str) -> None:
    (found,) = find(text)
    assert (found.entity, text[found.start : found.end]) == (entity, piece)


@pytest.mark.parametrize("text", ["", "The year 2026 had 365 days", "version 1.2.3", "a@b", "12-34-56", "999.1.1.1"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert find(text) == []
    assert replace(text, "mask", Dice(b"x")) == text


def test_methods_write_what_they_are_called() -> None:
    said = {method: replace("Mail bob@x.example", method, Dice(b"x")) for method in METHODS}
    assert said["mask"] == "Mail *************"
    assert said["category"] == "Mail <EMAIL_ADDRESS>"
    assert said["fake"].endswith(("example.com", "example.org", "example.net"))
    assert len(said["random"]) == len("Mail bob@x.example")


def test_the_same_piece_gets_the_same_replacement() -> None:
    first, second = replace("bob@x.example, bob@x.example", "random", Dice(b"x")).split(", ")
    assert first == second


def test_only_the_kinds_asked_for_are_found() -> None:
    assert [each.entity for each in find("bob@x.example 123-45-6789", {"US_SSN"})] == ["US_SSN"]


@given(st.text())
def test_found_pieces_are_in_order_and_apart(text: str) -> None:
    found = find(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(each.entity in ENTITIES and each.start < each.end for each in found)


def test_what_stands_first_wins_where_two_overlap() -> None:
    assert [each.entity for each in find("Mail Mary@mail.example now")] == ["EMAIL_ADDRESS"]
    assert [each.entity for each in find("Mail Mary@mail.example now", {"PERSON"})] == ["PERSON"]
