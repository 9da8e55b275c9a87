"""Mistakes are kept, and what is left is sound."""

from mockllm.scenario.mistakes import Mistakes, sound
from mockllm.scenario.places import Mark, Places, ScenarioError
from mockllm.scenario.schema import Path, Problem


def test_a_mistake_does_not_hide_the_next_and_they_come_in_order() -> None:
    places = Places("a.yaml", {("b",): Mark((2, 1)), ("a",): Mark((1, 4), (1, 1))})
    mistakes = Mistakes(places)
    with mistakes.noting():
        raise ScenarioError(Problem(("b",), "second"), places)
    mistakes.note(Problem(("a", 3), "first"))

    assert [str(error) for error in mistakes.in_order()] == ["a.yaml:1:4: first", "a.yaml:2:1: second"]


def test_what_is_wrong_is_left_out() -> None:
    document = {"turns": [{"say": 1, "model": "m"}, 3], "rules": [3, {"call": [3]}], "tools": [3]}
    problems = [
        Problem(path, "")
        for path in [
            ("turns", 0, "say"),
            ("turns", 1),
            ("rules", 0),
            ("rules", 1, "call", 0),
            ("tools", 0),
            (),
            ("rules", 0, "say", "x"),
        ]
    ]

    assert sound(document, problems) == {"turns": [{"model": "m"}, None], "rules": [None, {}]}
    assert document["tools"] == [3]


def test_turns_of_a_lane_keep_their_places() -> None:
    assert sound({"turns": {"a": [3, "x"]}}, [Problem(("turns", "a", 0), "")]) == {"turns": {"a": [None, "x"]}}


def test_whole_turns_and_rules_may_go() -> None:
    document = {"turns": {"a": [{"say": 1}]}, "rules": [{"when": {"turn": "x"}}], "lanes": {"a": {"per": 1}}}
    paths: list[Path] = [("turns", "a", 0, "say"), ("rules", 0, "when", "turn"), ("lanes", "a", "per")]
    problems = [Problem(path, "") for path in paths]

    assert sound(document, problems, entries=True) == {"turns": {"a": [None]}, "rules": [None], "lanes": {"a": {}}}
