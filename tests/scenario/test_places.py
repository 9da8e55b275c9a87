from mockllm.scenario.places import Mark, Places, ScenarioError, pointer
from mockllm.scenario.schema import Problem


def test_a_pointer_escapes_its_steps() -> None:
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert pointer(()) == ""


def test_without_marks_a_place_is_a_pointer() -> None:
    assert Places().at(("turns", 0)) == "/turns/0"


def test_with_marks_a_place_is_the_nearest_line() -> None:
    places = Places("a.yaml", {("turns",): Mark((2, 8), (2, 1))})

    assert places.at(("turns", 0, "say")) == "a.yaml:2:8"
    assert places.at(("turns",), at_key=True) == "a.yaml:2:1"
    assert places.at(("rules",)) == "a.yaml:1:1"


def test_an_error_names_the_place() -> None:
    error = ScenarioError(Problem(("turns", 0), "is wrong"), Places())

    assert (str(error), error.reason, error.pointer) == ("/turns/0: is wrong", "is wrong", "/turns/0")
    assert str(ScenarioError(Problem((), "is wrong"), Places())) == "is wrong"
