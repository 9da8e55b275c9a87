"""Numbers of a schema: within bounds, on the grid, near what is usual."""

from typing import Any

import pytest

from mockllm.fake.numbers import numbers
from mockllm.schema import problem
from mockllm.stamp import Dice


def drawn(schema: dict[str, Any], *, whole: bool = True, usual: Any = None, sparing: bool = False) -> list[Any]:
    return list(numbers(schema, usual, Dice(b""), whole=whole, sparing=sparing))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"minimum": 5},
        {"maximum": -5},
        {"exclusiveMinimum": 3, "exclusiveMaximum": 5},
        {"minimum": 7, "maximum": 7},
        {"multipleOf": 3, "minimum": 100},
        {"multipleOf": 0.5, "minimum": 1, "maximum": 2},
        {"minimum": 1e18},
        {"multipleOf": 1000},
    ],
)
def test_all_numbers_fit(schema: dict[str, Any], *, whole: bool) -> None:
    found = drawn(schema, whole=whole)

    assert found
    assert [problem(schema, each) for each in found] == [None] * len(found)
    assert not whole or all(isinstance(each, int) for each in found)


@pytest.mark.parametrize("bounds", [(0, 0.001), (0.5, 0.6), (-1e-9, 1e-9)])
def test_narrow_gaps_are_hit(bounds: tuple[float, float]) -> None:
    schema = {"exclusiveMinimum": bounds[0], "exclusiveMaximum": bounds[1]}

    assert any(problem(schema, each) is None for each in drawn(schema, whole=False))


def test_an_exact_fraction_is_hit() -> None:
    assert drawn({"minimum": 1.125, "maximum": 1.125}, whole=False) == [1.125]


def test_what_cannot_be_is_nothing() -> None:
    assert drawn({"minimum": 2, "maximum": 1}) == []
    assert drawn({"minimum": 1.2, "maximum": 1.8}) == []
    assert drawn({"multipleOf": 10, "minimum": 11, "maximum": 19}) == []


def test_the_usual_range_is_heeded_where_the_bounds_allow_it() -> None:
    assert all(18 <= each <= 80 for each in drawn({}, usual=(18, 80))[:4])
    assert all(each >= 100 for each in drawn({"minimum": 100}, usual=(18, 80)))
    assert drawn({"multipleOf": 100}, usual=(1, 10))


def test_small_ranges_are_swept() -> None:
    assert set(drawn({"minimum": 1, "maximum": 5})) == {1, 2, 3, 4, 5}


def test_an_argument_prefers_the_default() -> None:
    assert drawn({"default": 7}, sparing=True)[0] == 7
    assert drawn({"default": "x"}, sparing=True)[0] != "x"
