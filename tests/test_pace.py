"""Pace: waits as numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.errors import MockLLMError
from mockllm.exchange import Frame, Pace
from mockllm.pace import Paced, paced, spread, waits, whole
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


@pytest.mark.parametrize(
    ("said", "pace"),
    [
        (50, Pace(tps=50)),
        (0, Pace()),
        (12.5, Pace(tps=12.5)),
        (Pace(0.5, 10, (1, 2, 3)), Pace(0.5, 10, (1, 2, 3))),
        ({"ttft": 0.5}, Pace(ttft=0.5)),
        ({"tps": 10, "jitter": [1, 1.5, 2]}, Pace(tps=10, jitter=(1, 1.5, 2))),
        ({}, Pace()),
    ],
)
def test_a_pace_may_be_said_in_three_ways(said: Paced, pace: Pace) -> None:
    assert paced(said) == pace


@pytest.mark.parametrize(
    "said",
    [
        -1,
        True,
        "fast",
        float("nan"),
        float("inf"),
        [1],
        {"ttft": -1},
        {"tsp": 5},
        {"tps": "5"},
        {"jitter": [1, 2]},
        {"jitter": 3},
        Pace(tps=-1),
        Pace(jitter=(1.0,)),
    ],
)
def test_what_is_no_pace_is_refused_in_one_sentence(said: Any) -> None:
    with pytest.raises(MockLLMError) as caught:
        paced(said)

    assert str(caught.value) == (
        f"pace is tokens a second, a mockllm.Pace, or a dict of ttft, tps and jitter (three numbers), not {said!r}."
    )
