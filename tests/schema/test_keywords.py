"""The tables of keywords: each judges its own kind of value and no other."""

from typing import Any

import pytest

from mockllm.schema.keywords import BY_TYPE, GENERAL

FAILING: dict[str, tuple[Any, Any]] = {
    "type": ("string", 1),
    "enum": ([1], 2),
    "const": (1, 2),
    "minimum": (2, 1),
    "maximum": (2, 3.5),
    "exclusiveMinimum": (2, 2),
    "exclusiveMaximum": (2, 2),
    "multipleOf": (0.1, 0.25),
    "minLength": (2, "é"),
    "maxLength": (1, "ab"),
    "pattern": ("^a", "b"),
    "format": ("uuid", "b"),
    "minItems": (1, []),
    "maxItems": (0, [1]),
    "uniqueItems": (True, [{}, {}]),
    "minProperties": (1, {}),
    "maxProperties": (0, {"a": 1}),
    "required": (["a"], {}),
    "dependentRequired": ({"a": ["b"]}, {"a": 1}),
    "dependencies": ({"a": ["b"]}, {"a": 1}),
}


def test_every_keyword_is_tried() -> None:
    assert FAILING.keys() == GENERAL.keys() | BY_TYPE.keys()


@pytest.mark.parametrize("word", FAILING)
def test_a_keyword_says_what_is_wrong(word: str) -> None:
    wanted, value = FAILING[word]
    judge = GENERAL.get(word) or BY_TYPE[word][type(value)]

    assert len(list(judge({word: wanted}, value))) == 1


@pytest.mark.parametrize("word", BY_TYPE)
def test_a_keyword_leaves_other_kinds_alone(word: str) -> None:
    assert bool not in BY_TYPE[word]
    assert type(None) not in BY_TYPE[word]


@pytest.mark.parametrize(("step", "value"), [(0.01, 0.07), (0.1, 0.3), (3, 9.0), (2.5, 5), (1e-400, 5), (1e300, 0)])
def test_multiples_are_counted_in_decimals(step: float, value: float) -> None:
    assert list(BY_TYPE["multipleOf"][float]({"multipleOf": step}, value)) == []
