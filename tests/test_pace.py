"""Pace: waits as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.exchange import Frame, Pace
from mockllm.pace import spread, waits, whole
from mockllm.stamp import Dice

DICE = Dice(b"pace")


def test_the_first_wait_has_the_time_to_the_first_token() -> None:
    assert list(waits(Pace(0.5, 10), [1, 2, 0], DICE)) == [0.6, 0.2, 0.0]


def test_without_a_rate_only_the_first_event_waits() -> None:
    assert list(waits(Pace(0.5), [1, 2], DICE)) == [0.5, 0.0]


@pytest.mark.parametrize("pace", [None, Pace()])
def test_no_pace_is_no_wait(pace: Pace | None) -> None:
    assert spread(pace, [b"a", b"b"], [1, 1], DICE) == [Frame(b"a"), Frame(b"b")]
    assert whole(pace, 100) == 0


def test_chunks_become_frames_at_their_times() -> None:
    assert spread(Pace(0.5, 10), [b"a", b"b"], [1, 1], DICE) == [Frame(b"a", 0.6), Frame(b"b", 0.1)]


def test_an_answer_in_one_piece_waits_for_all_its_tokens() -> None:
    assert whole(Pace(0.5, 10), 20) == 2.5
    assert whole(Pace(0.5), 20) == 0.5


@given(st.binary(max_size=8))
def test_jitter_stays_below_its_highest_quantile(seed: bytes) -> None:
    got = list(waits(Pace(0, 1, (1.0, 2.0, 4.0)), [1] * 20, Dice(seed)))

    assert all(0 <= each <= 4 for each in got)


def test_jitter_has_the_quantiles_that_were_asked_for() -> None:
    got = sorted(waits(Pace(0, 1, (1.0, 2.0, 4.0)), [1] * 2_000, Dice(b"many")))

    assert got[1_000] == pytest.approx(1.0, abs=0.1)
    assert got[1_800] == pytest.approx(2.0, abs=0.1)
    assert got[-1] == 4.0
