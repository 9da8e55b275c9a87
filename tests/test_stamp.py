"""Stamps: what a label draws stays what it is, and depends on nothing but its seeds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mockllm.stamp import BASE62, HEX, Dice, letters
from tests.stamps import stamp_of


def test_a_label_names_one_value() -> None:
    stamp = stamp_of()

    assert stamp.id("a", "req_", HEX, 32) == stamp.id("a", "req_", HEX, 32)
    assert stamp.id("a", "req_", HEX, 32) != stamp.id("b", "req_", HEX, 32)
    assert stamp.id("a", "other_", BASE62, 5) == stamp.id("a", "req_", HEX, 32)


def test_an_id_is_a_prefix_and_letters_of_its_alphabet() -> None:
    assert re.fullmatch("req_[0-9a-f]{32}", stamp_of().id("a", "req_", HEX, 32))


def test_ids_differ_from_request_to_request_and_dice_do_not() -> None:
    first, second = stamp_of(0), stamp_of(1)

    assert first.id("a", "", HEX, 16) != second.id("a", "", HEX, 16)
    assert first.dice("a").number() == second.dice("a").number()
    assert first.filler("a", HEX, 16) == second.filler("a", HEX, 16)


def test_times_are_counted_from_when_it_was_made() -> None:
    assert (stamp_of(3).at(), stamp_of(3).at(2)) == (1_770_000_003, 1_770_000_005)


def test_the_same_numbers_on_every_machine() -> None:
    dice = Dice(b"seed")

    assert [dice.below(100) for _ in range(5)] == [27, 19, 84, 95, 60]
    assert letters(b"seed", BASE62, 8) == "baN9QM4u"


@given(st.binary(max_size=8), st.integers(-50, 50), st.integers(0, 50))
def test_numbers_keep_their_bounds(seed: bytes, low: int, width: int) -> None:
    dice = Dice(seed)

    assert low <= dice.between(low, low + width) <= low + width
    assert 0 <= dice.unit() < 1
    assert dice.pick("abc") in "abc"


def test_a_fork_does_not_heed_what_was_drawn_before() -> None:
    fresh, used = Dice(b"seed"), Dice(b"seed")
    used.number()

    assert fresh.fork("a").number() == used.fork("a").number()
    assert fresh.fork("a").number() != fresh.fork("b").number()
