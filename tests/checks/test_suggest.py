"""Suggestions: the nearest names first, within two edits."""

import pytest

from mockllm.checks.suggest import distance, near


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("stop", "store", 2), ("a", "", 1), ("stream", "steam", 1), ("ab", "ba", 2)],
)
def test_distance_counts_single_edits(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == distance(other, one) == edits


def test_the_nearest_comes_first() -> None:
    assert near("stor", ["stop", "tools", "store"]) == ("stop", "store")
    assert near("stopx", ["store", "stop"]) == ("stop", "store")


def test_three_edits_are_too_many() -> None:
    assert near("zzz", ["store", "stream", "top_p"]) == ()


def test_at_most_three_are_shown() -> None:
    assert len(near("ab", ["aa", "bb", "cb", "ac", "ad"])) == 3
