from typing import Any

import pytest

from mockllm.match import Facts
from mockllm.scenario.mistakes import Mistakes
from mockllm.scenario.parts import Writer, choice
from mockllm.scenario.places import Places
from mockllm.scenario.scene import Scene
from mockllm.scenario.words import PART_WORDS
from mockllm.turn import Text, Usage
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


@pytest.mark.parametrize(
    ("usage", "wrong"),
    [
        ({"input": 9, "cached": 4, "written": 5, "written_1h": 5, "output": 2, "reasoning": 2}, []),
        ({"cached": 5}, [("cached", "is a part of 'input', which must be 5 at least")]),
        ({"input": 9, "cached": 5, "written": 5}, [("cached", "is a part of 'input', which must be 10 at least")]),
        ({"input": 9, "written_1h": 1}, [("written_1h", "is a part of 'written', which must be 1 at least")]),
        ({"output": 2, "reasoning": 3}, [("reasoning", "is a part of 'output', which must be 3 at least")]),
    ],
)
def test_a_part_of_the_tokens_is_no_more_than_the_whole(usage: dict[str, int], wrong: list[tuple[str, str]]) -> None:
    mistakes = Mistakes(Places())
    made = choice({"say": "Hi", "usage": usage}, (), Writer(mistakes))

    assert [(error.problem.path, error.reason) for error in mistakes.found] == [
        (("usage", name), reason) for name, reason in wrong
    ]
    assert made.usage == Usage(**usage)


def test_every_word_makes_a_part() -> None:
    values = {"think": "a", "say": "b", "json": 1, "refuse": "c", "call": "d", "raw": {"chat": {}}}

    assert set(values) == set(PART_WORDS)
    assert len(choice(values, (), Writer(Mistakes(Places()))).parts) == len(values)
