from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from mockllm import fail
from mockllm.api.lanes import Lane, When, conditions, said


class Bound(BaseModel):
    min: int


@pytest.fixture
def taken() -> list[Mapping[str, Any]]:
    return []


def test_a_lane_takes_turns_under_its_name(taken: list[Mapping[str, Any]]) -> None:
    Lane(taken.append, "planner").script("one", ["two", fail("overloaded")])

    (found,) = taken
    assert list(found["turns"]) == ["planner"]
    assert [turn["parts"] for turn in found["turns"]["planner"]] == [[{"say": "one"}], [{"say": "two"}]]


def test_a_rule_is_a_condition_and_its_reply(taken: list[Mapping[str, Any]]) -> None:
    When(taken.append, {"user": "refund"}).reply("Done.", times=2)
    When(taken.append, {}).reply("a", "b")

    assert taken[0] == {"rules": [{"when": {"user": "refund"}, "parts": [{"say": "Done."}], "times": 2}]}
    assert taken[1] == {"rules": [{"when": {}, "parts": [{"say": "a"}, {"say": "b"}]}]}


def test_a_condition_may_be_a_model() -> None:
    assert conditions({"turn": Bound(min=2), "images": 1}) == {"turn": {"min": 2}, "images": 1}


@pytest.mark.parametrize("wrong", [{"say": "x"}, [fail("overloaded"), fail("quota")]])
def test_a_mistake_shows_the_line_that_made_it_and_nothing_of_ours(wrong: Any) -> None:
    with pytest.raises(TypeError) as raised:
        said(wrong)

    assert [str(entry.path) for entry in raised.traceback.filter(raised)] == [__file__]
