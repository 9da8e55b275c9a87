import http.client
from typing import Any

import pytest

from mockllm import MockLLM
from mockllm.api.mishap import Mishap
from tests.asking import ask


def said(mock: MockLLM, user: str = "hi", **more: Any) -> str:
    """What the client makes of an answer."""
    try:
        return ask(mock.openai_url, user, **more)
    except http.client.IncompleteRead:
        return "cut"


def test_a_failure_takes_no_turn() -> None:
    with MockLLM() as mock:
        mock.script("one")
        mishap = Mishap(0, "overloaded")
        mock.disturb(mishap)

        found = [said(mock), said(mock)]

    assert "overloaded" in found[0]
    assert found[1] == "one"
    assert mishap.again


def test_whoever_asks_again_after_a_cut_gets_the_same_answer_whole() -> None:
    with MockLLM() as mock:
        mock.script("one", "two")
        mock.disturb(Mishap(0))

        assert [said(mock), said(mock), said(mock)] == ["cut", "one", "two"]


def test_whoever_goes_on_after_a_cut_gets_the_next_answer() -> None:
    with MockLLM() as mock:
        mock.script("one", "two")
        mishap = Mishap(0)
        mock.disturb(mishap)

        assert [said(mock), said(mock, "more")] == ["cut", "two"]
        assert not mishap.again


@pytest.mark.parametrize("kind", [None, "rate_limit"])
def test_a_request_of_its_number_is_befallen(kind: Any) -> None:
    with MockLLM() as mock:
        mock.script("one", "two")
        mock.disturb(Mishap(1, kind))

        assert said(mock, "a") == "one"
        assert said(mock, "b") != "two"
        assert said(mock, "b") == "two"


def test_a_request_that_is_refused_by_the_checks_is_no_place_for_a_mishap() -> None:
    with MockLLM() as mock:
        mock.script("one")
        mock.disturb(Mishap(0))

        assert "temperature" in said(mock, temperature=9)
        assert said(mock) == "cut"
        assert said(mock) == "one"
