"""Failures: every vendor says every one."""

from typing import get_args

import pytest

from mockllm.errors import NEUTRAL, Failure, FailureKind, counted
from mockllm.vendors.anthropic.refuse import TABLE as ANTHROPIC
from mockllm.vendors.openai.refuse import TABLE as OPENAI
from mockllm.vendors.openrouter.refuse import TABLE as OPENROUTER


def test_what_a_scenario_may_name_is_the_first_of_the_kinds() -> None:
    kinds = get_args(FailureKind)

    assert kinds[: len(NEUTRAL)] == NEUTRAL
    assert kinds[len(NEUTRAL) - 1] == "timeout"


@pytest.mark.parametrize("table", [OPENAI, ANTHROPIC, OPENROUTER], ids=["openai", "anthropic", "openrouter"])
def test_a_vendor_has_a_row_for_every_kind(table: dict[FailureKind, object]) -> None:
    assert set(table) == set(get_args(FailureKind))


def test_a_failure_leaves_to_the_vendor_what_it_does_not_say() -> None:
    failure = Failure("quota")

    assert (failure.message, failure.status, failure.type, failure.code, failure.param) == (None,) * 5


def test_one_thing_is_not_many() -> None:
    assert [counted(number, "exchange") for number in (0, 1, 2)] == ["0 exchanges", "1 exchange", "2 exchanges"]
