"""What of the prompt goes where."""

from typing import Any

from mockllm.fake.mentions import Mention
from mockllm.fake.plan import Plan, Row
from mockllm.fake.slots import EACH, Path, Slot


def slot(*path: str | int) -> Slot:
    return Slot(path, str(path[-1]), [{}], (), 0)


def row(path: Path, start: int, value: Any, *, score: int = 5, loose: bool = False) -> Row:
    return Row(score, slot(*path), Mention("name", "abc", start, start + 3), value, loose)


def taken(*rows: Row) -> dict[Path, Any]:
    plan = Plan("")
    for each in rows:
        plan.add(each)
    return {path: value for path, (_, value) in plan.finished().items()}


def test_a_field_takes_one_mention_and_a_mention_goes_to_one_field() -> None:
    assert taken(row(("a",), 0, "x"), row(("a",), 9, "y"), row(("b",), 1, "x"), row(("b",), 3, "z")) == {
        ("a",): "x",
        ("b",): "z",
    }


def test_a_loose_value_may_lie_over_others() -> None:
    assert taken(row(("a",), 0, "x"), row(("b",), 0, "y", loose=True)) == {("a",): "x", ("b",): "y"}


def test_listed_objects_are_told_apart_by_a_field_that_comes_again() -> None:
    rows = [row(("l", EACH, name), start, start) for name, start in (("n", 0), ("q", 4), ("q", 8), ("n", 12))]

    assert taken(*rows) == {("l", 0, "n"): 0, ("l", 0, "q"): 4, ("l", 1, "q"): 8, ("l", 1, "n"): 12}


def test_a_weak_value_makes_no_listed_object() -> None:
    assert taken(row(("l", EACH, "n"), 0, 1, score=1)) == {}
