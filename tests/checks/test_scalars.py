"""Single values: every kind accepts its own and says what else is wrong."""

import math
from typing import Any

import pytest

from mockllm.checks.findings import BadSize, Mismatch, NotOneOf, OutOfRange, Problem, WrongType
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole

WHOLE, NUMBER, TEXT, ONE = Whole(1, 8), Number(0, 2), Text(1, 3, "^[a-z]+$"), OneOf(("a", "b"))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ANYTHING, object()),
        (FLAG, True),
        (FLAG, False),
        (WHOLE, 1),
        (WHOLE, 8),
        (NUMBER, 0),
        (NUMBER, 1.5),
        (NUMBER, 2),
        (TEXT, "abc"),
        (ONE, "a"),
        (Null(ONE), None),
        (Null(ONE), "b"),
        (Whole(), -(10**30)),
        (Text(), ""),
    ],
)
def test_it_is_accepted(kind: Kind, value: Any) -> None:
    assert kind.look(value) is None


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        (FLAG, 1, WrongType("a boolean", 1)),
        (FLAG, "true", WrongType("a boolean", "true")),
        (WHOLE, True, WrongType("an integer", True)),
        (WHOLE, 1.0, WrongType("an integer", 1.0)),
        (WHOLE, 0, OutOfRange(1, 0, low=True, whole=True)),
        (WHOLE, 9, OutOfRange(8, 9, low=False, whole=True)),
        (NUMBER, False, WrongType("a decimal", False)),
        (NUMBER, "1", WrongType("a decimal", "1")),
        (NUMBER, -0.1, OutOfRange(0, -0.1, low=True, whole=False)),
        (NUMBER, math.inf, OutOfRange(2, math.inf, low=False, whole=False)),
        (TEXT, 3, WrongType("a string", 3)),
        (TEXT, "", BadSize("string", 1, 0, low=True)),
        (TEXT, "abcd", BadSize("string", 3, 4, low=False)),
        (TEXT, "aB", Mismatch("^[a-z]+$", "aB")),
        (TEXT, "ab\n", Mismatch("^[a-z]+$", "ab\n")),
        (ONE, "c", NotOneOf(("a", "b"), "c")),
        (ONE, None, WrongType("a string", None)),
        (Null(ONE), "c", NotOneOf(("a", "b"), "c")),
    ],
)
def test_it_is_refused(kind: Kind, value: Any, problem: Problem) -> None:
    found = kind.look(value)
    assert found is not None
    assert (found.problem, found.path) == (problem, ())
