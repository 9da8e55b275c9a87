from typing import Any

from mockllm.match import Facts
from mockllm.scenario.mistakes import Mistakes
from mockllm.scenario.parts import Writer, choice
from mockllm.scenario.places import Places
from mockllm.scenario.scene import Scene
from mockllm.scenario.words import PART_WORDS
from mockllm.turn import Text
from tests.asks import ask

WORDS = {"call": [{"f": {"x": "{{ a }}"}}, "g"], "say": "{{ b }}"}


def test_a_choice_knows_its_calls_and_variables() -> None:
    made = choice(WORDS, (), Writer(Mistakes(Places())))

    assert list(made.calls) == [("f", {"x": "{{ a }}"}, ("call", 0, "f")), ("g", {}, ("call", 1))]
    assert made.variables == {"a", "b"}


def test_a_plain_choice_has_no_variables() -> None:
    made = choice(WORDS, (), Writer(Mistakes(Places()), plain=True))

    assert made.variables == frozenset()
    assert made.parts[0](Scene(Facts(ask()), {})) == Text("{{ b }}")


def test_a_document_without_bottom_is_refused() -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]

    mistakes = Mistakes(Places())
    choice({"json": deep}, (), Writer(mistakes))

    assert [error.reason for error in mistakes.found] == ["is nested too deeply"]


def test_every_word_makes_a_part() -> None:
    values = {"think": "a", "say": "b", "json": 1, "refuse": "c", "call": "d", "raw": {"chat": {}}}

    assert set(values) == set(PART_WORDS)
    assert len(choice(values, (), Writer(Mistakes(Places()))).parts) == len(values)
