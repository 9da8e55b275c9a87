from mockllm.scenario.script import Script
from tests.scenario.plays import of


def test_a_script_with_nothing_in_it_is_false() -> None:
    assert not Script()
    assert of("rules: [{say: a}]")
    assert of("lanes: {a: {}}")


def test_a_later_declaration_replaces_the_condition_of_a_lane() -> None:
    first, second = (
        of("{lanes: {a: {system: x}}, turns: {a: [one]}}"),
        of("{lanes: {a: {system: y}}, turns: {a: [two]}}"),
    )
    lane = first.plus(second).lanes["a"]

    assert [test.source for test in lane.condition.tests] == ["y"]
    assert len(lane.steps) == 2


def test_more_turns_keep_the_condition_of_a_lane() -> None:
    first, second = of("{lanes: {default: {system: x}}, turns: [one]}"), of("turns: [two]")

    assert first.plus(second).lanes["default"].condition == first.lanes["default"].condition
