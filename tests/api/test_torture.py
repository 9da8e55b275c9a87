from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from mockllm.api.torture import CHUNKINGS, chunkings, cuts


class Stage:
    """Notes what is played; each answer has three events."""

    def __init__(self) -> None:
        self.played: list[Sequence[Mapping[str, Any]]] = []

    def play(self, turns: Sequence[Mapping[str, Any]]) -> None:
        self.played.append(turns)

    def lengths(self) -> list[int]:
        return [3]


def test_a_stream_is_cut_after_each_event_but_the_last() -> None:
    stage = Stage()
    for world in cuts(stage, ["hi"], "fin"):
        with world:
            if "cut" in world.name:
                raise ConnectionError

    assert [turns[0]["cut"]["after_events"] for turns in stage.played[1:3]] == [1, 2]
    assert list(stage.played[3]) == []


def test_a_cut_that_nobody_noticed_is_named() -> None:
    with pytest.raises(AssertionError, match=r"turn 1 cut after event 1 of 3\n.*event 2 of 3"):  # noqa: PT012
        for world in cuts(Stage(), ["hi"], "fin"):
            with world:
                pass


def test_the_whole_stream_must_do() -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        for world in cuts(Stage(), ["hi"], "fin"):
            with world:
                raise ZeroDivisionError


def test_every_chunking_is_tried_and_those_that_fail_are_named() -> None:
    stage = Stage()
    with pytest.raises(AssertionError, match="chunks of 7 bytes: ValueError: no"):  # noqa: PT012
        for world in chunkings(stage, ["hi"]):
            assert repr(world) == f"<{world.name}>"
            with world:
                if "7" in world.name:
                    raise ValueError("no")

    assert [turns[0]["chunks"] for turns in stage.played] == list(CHUNKINGS)
