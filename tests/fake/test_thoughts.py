"""Reasoning: as long as the effort says, as short as the budget says, shown as asked."""

from mockllm.ask import Thinking
from mockllm.fake.thoughts import SENTENCES, think
from mockllm.stamp import Dice
from mockllm.tokens import count
from mockllm.turn import Reasoning


def thought(**wanted: object) -> tuple[Reasoning, int]:
    found = think(Thinking(**wanted), "Why is the sky blue?", Dice(b""))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_more_effort_thinks_longer() -> None:
    sizes = [thought(effort=effort)[1] for effort in SENTENCES if effort != "none"]

    assert sizes == sorted(set(sizes))


def test_no_effort_and_no_budget_think_nothing() -> None:
    assert think(Thinking(effort="none"), "Why?", Dice(b"")) is None
    assert think(Thinking(budget=0), "Why?", Dice(b"")) is None


def test_the_budget_bounds_the_thought() -> None:
    part, size = thought(effort="max", budget=9, text=True)

    assert size == count(part.text) == 9


def test_without_an_effort_a_larger_budget_thinks_longer() -> None:
    sizes = [thought(budget=budget)[1] for budget in (500, 1_024, 4_000, 10_000, 32_000)]

    assert sizes == sorted(set(sizes))
    assert thought(budget=4_000) == thought(effort="medium", budget=4_000)


def test_an_effort_without_a_name_of_ours_is_medium() -> None:
    assert thought(effort="huge") == thought(effort="medium") == thought()


def test_only_what_is_asked_for_is_shown() -> None:
    assert thought()[0] == Reasoning()
    shown = thought(text=True)[0]
    assert "sky blue" in shown.text
    assert shown.summary == ()
    summed = thought(summary="auto")[0]
    assert summed.text == ""
    assert len(summed.summary) == 2


def test_little_effort_has_a_summary_of_one_part() -> None:
    (part,) = thought(effort="low", summary="auto")[0].summary

    assert part.startswith("**")
    assert part.endswith(".")
