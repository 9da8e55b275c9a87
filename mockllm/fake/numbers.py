"""Numbers between the bounds of a schema, on the grid that it asks for."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

from mockllm.schema.words import number
from mockllm.stamp import Dice

__all__ = ["SPAN", "numbers"]

Range = tuple[float, float]
DRAWS, SWEEP = 4, 1_000
SPAN = 100
"""How wide numbers are spread where nothing says more."""


def numbers(
    schema: dict[str, Any], usual: Range | None, dice: Dice, *, whole: bool, sparing: bool, span: int = SPAN
) -> Iterator[Any]:
    """Numbers that the schema allows: some drawn, then the lowest in order.

    `usual` is where they mostly are; else they are within `span` of a bound.
    """
    if sparing and number(schema, "default") is not None:
        yield schema["default"]
    low, high = _bounds(schema)
    step = _step(schema, low, high, whole=whole)
    first, last = _grid(*_around(low, high, usual, step * span if step > 1 else Fraction(span)), step)
    if first > last:
        first, last = _grid(*_around(low, high, None, step * span if step > 1 else Fraction(span)), step)
    if first > last:
        return
    strange = []
    for place in _places(first, last, None if high is None else math.floor(high / step), dice):
        value = _plain(place * step, whole=whole or step.denominator == 1)
        if _divides(value, step):
            yield value
        else:
            strange.append(value)
    yield from strange


def _places(first: int, last: int, most: int | None, dice: Dice) -> Iterator[int]:
    """Places on the grid, each once: some drawn between `first` and `last`, the lowest, then those up to `most`."""
    drawn = [dice.between(first, last) for _ in range(DRAWS)]
    beyond = last + SWEEP if most is None else min(most, last + SWEEP)
    yield from dict.fromkeys(drawn)
    for place in chain(range(first, min(last, first + SWEEP)), range(last, beyond + 1)):
        if place not in drawn:
            yield place


def _bounds(schema: dict[str, Any]) -> tuple[Fraction | None, Fraction | None]:
    """The bounds, moved inwards by a hair where they are exclusive."""
    low, high = number(schema, "minimum"), number(schema, "maximum")
    above, below = number(schema, "exclusiveMinimum"), number(schema, "exclusiveMaximum")
    hair = _hair(above, below)
    lows = [Fraction(str(low))] if low is not None else []
    highs = [Fraction(str(high))] if high is not None else []
    lows += [Fraction(str(above)) + hair] if above is not None else []
    highs += [Fraction(str(below)) - hair] if below is not None else []
    return max(lows, default=None), min(highs, default=None)


def _hair(above: float | None, below: float | None) -> Fraction:
    if above is None or below is None or below <= above:
        return Fraction(1, 10**6)
    return min(Fraction(1, 10**6), (Fraction(str(below)) - Fraction(str(above))) / 1000)


def _step(schema: dict[str, Any], low: Fraction | None, high: Fraction | None, *, whole: bool) -> Fraction:
    asked = number(schema, "multipleOf")
    if asked is not None and asked > 0:
        step = Fraction(str(asked))
        return Fraction(math.lcm(step.numerator, step.denominator), step.denominator) if whole else step
    if whole:
        return Fraction(1)
    step = Fraction(1, 100)
    if low is not None and high is not None and high > low:
        while step * 10 > high - low:
            step /= 10
    elif low is not None and low == high:
        return Fraction(1, low.denominator)
    return step


def _around(
    low: Fraction | None, high: Fraction | None, usual: Range | None, span: Fraction
) -> tuple[Fraction, Fraction]:
    """From where to where to draw: the bounds, narrowed to what is usual where that lies between them."""
    if usual is not None:
        start, end = Fraction(str(usual[0])), Fraction(str(usual[1]))
        start = start if low is None else max(start, low)
        end = end if high is None else min(end, high)
        if start <= end:
            return start, end
    if low is None:
        low = Fraction(1) if high is None or high >= 1 else high - span
    return low, (low + span if high is None else high)


def _grid(low: Fraction, high: Fraction, step: Fraction) -> tuple[int, int]:
    return math.ceil(low / step), math.floor(high / step)


def _divides(value: float, step: Fraction) -> bool:
    """Whether also those who divide floating point numbers find a multiple."""
    return isinstance(value, int) or (value / float(step)).is_integer()


def _plain(value: Fraction, *, whole: bool) -> int | float:
    return int(value) if whole and value.denominator == 1 else float(value)
