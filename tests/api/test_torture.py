from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

import pytest

from mockllm import MockLLM, call
from mockllm.api.mishap import Mishap
from mockllm.api.torture import CHUNKINGS, Trial, UnnoticedError, chunkings, cuts
from tests.asking import ask


class Stage:
    """Notes what is played and what befalls it; each answer has three events."""

    def __init__(self, *complaints: str) -> None:
        self.played: list[Sequence[Mapping[str, Any]]] = []
        self.mishaps: list[Mishap] = []
        self.trial: Trial | None = None
        self.wrong = list(complaints)

    def play(self, turns: Sequence[Mapping[str, Any]]) -> None:
        self.played.append(turns)

    def disturb(self, mishap: Mishap) -> None:
        self.mishaps.append(mishap)

    def lengths(self) -> list[int]:
        return [3]

    def complaints(self) -> list[str]:
        return self.wrong


def test_a_stream_is_cut_after_each_event_but_the_last() -> None:
    stage = Stage()
    for world in cuts(stage, ["hi"], "reset"):
        with world:
            if "cut" in world.name:
                raise ConnectionError

    assert [(each.at, each.after_events, each.how) for each in stage.mishaps] == [(0, 1, "reset"), (0, 2, "reset")]
    assert list(stage.played[-1]) == []


def test_a_cut_that_nobody_noticed_is_named() -> None:
    with pytest.raises(AssertionError, match=r"answer 1 cut after event 1 of 3\n.*event 2 of 3"):  # noqa: PT012
        for world in cuts(Stage(), ["hi"], "fin"):
            with world:
                pass


def test_whoever_asks_again_has_noticed() -> None:
    stage = Stage()
    for world in cuts(stage, ["hi"], "fin"):
        with world:
            if stage.mishaps:
                stage.mishaps[-1].again = True

    assert len(stage.mishaps) == 2


def test_the_whole_stream_must_do() -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        for world in cuts(Stage(), ["hi"], "fin"):
            with world:
                raise ZeroDivisionError


@pytest.mark.parametrize("torture", [lambda stage: cuts(stage, ["hi"], "fin"), lambda stage: chunkings(stage, ["hi"])])
def test_what_was_missed_or_left_over_fails(torture: Any) -> None:
    with pytest.raises(AssertionError, match="left over: x"):  # noqa: PT012
        for world in torture(Stage("left over: x")):
            with world:
                pass


def test_every_chunking_is_tried_and_those_that_fail_are_named() -> None:
    stage = Stage()
    with pytest.raises(AssertionError, match=r"chunks of 7 bytes: ValueError: no$"):  # noqa: PT012
        for world in chunkings(stage, ["hi"]):
            assert repr(world) == f"<{world.name}>"
            with world:
                if "7" in world.name:
                    raise ValueError("no\nmore of it")

    assert [turns[0]["chunks"] for turns in stage.played[:-1]] == list(CHUNKINGS)


def test_a_trial_reports_each_world_by_itself() -> None:
    reported: list[tuple[str, str]] = []

    @contextmanager
    def trial(name: str) -> Iterator[None]:
        try:
            yield
        except UnnoticedError as error:
            reported.append((name, str(error)))

    stage = Stage()
    stage.trial = trial
    for world in cuts(stage, ["hi"], "fin"):
        with world:
            pass

    assert reported == [
        (f"answer 1 cut after event {event} of 3", "the body returned as if all were well") for event in (1, 2)
    ]


def test_a_trial_may_let_the_first_failure_through() -> None:
    @contextmanager
    def trial(_: str) -> Iterator[None]:
        yield

    stage = Stage()
    stage.trial = trial

    with pytest.raises(UnnoticedError):  # noqa: PT012
        for world in cuts(stage, ["hi"], "fin"):
            with world:
                pass


def test_an_agent_of_several_turns_that_goes_on_after_a_cut_is_caught() -> None:
    tools = [{"type": "function", "function": {"name": "get_time", "parameters": {"type": "object"}}}]

    def agent(base: str) -> None:
        for question in ("one", "two"):
            try:
                ask(base, question, stream=True, tools=tools)
            except (HTTPException, ValueError):
                continue

    with MockLLM() as mock, pytest.raises(AssertionError) as raised:  # noqa: PT012
        for world in mock.cuts(call("get_time"), "Noon."):
            with world:
                agent(mock.openai_url)

    assert "answer 1 cut after event 1 of" in str(raised.value)
    assert "answer 2 cut after event 1 of" in str(raised.value)
