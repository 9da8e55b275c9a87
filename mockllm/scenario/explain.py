"""Why a script had no answer: the turn it expected or the rules that came nearest, and what differed.

The lines are made when somebody reads them, since most misses are answered by the next source and nobody asks.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from typing import overload

from mockllm.match import Facts
from mockllm.scenario.script import Rule
from mockllm.scenario.state import Position

__all__ = ["MOST_LINES", "MOST_WIDTH", "NEAREST", "Why"]

NEAREST = 3
"""How many rules an explanation names."""

MOST_LINES = 12
_ALL = {0: "there are no turns", 1: "the only turn is taken"}
MOST_WIDTH = 400


class Why(Sequence[str]):
    """The lines of an explanation, made when first read."""

    def __init__(self, name: str, position: Position, facts: Facts) -> None:
        self._name = name
        self._position = position
        self._facts = facts

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """At most so many lines, each at most so wide."""
        found = [*self._turn(), *self._rules()] or [f"{self._name}: no lane and no rule was meant for this request"]
        slow = [f"pattern {source} ran out of time on this request" for source in self._facts.slow]
        lines = [_narrow(line) for line in (*found, *slow)]
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], f"... and {len(lines) - MOST_LINES + 1} lines more"]
        return tuple(lines)

    def _turn(self) -> Iterator[str]:
        lane = self._position.lane
        if lane is None:
            yield from self._lanes()
            return
        at = self._position.taken
        if at >= len(lane.steps):
            size = len(lane.steps)
            yield f"{self._name}: {_ALL.get(size, f'all {size} turns are taken')} in lane {lane.name}"
            return
        step = lane.steps[at]
        yield f"{self._name}: expected turn {at + 1} of lane {lane.name} ({step.reply.place})"
        yield from (f"  {each}" for each in step.expect.differences(self._facts))

    def _lanes(self) -> Iterator[str]:
        for name, lane in list(self._position.script.lanes.items())[:NEAREST]:
            yield f"{self._name}: lane {name} does not own this request"
            yield from (f"  {each}" for each in lane.condition.differences(self._facts))

    def _rules(self) -> Iterator[str]:
        ranked = []
        for number, rule in enumerate(self._position.script.rules):
            differences = rule.when.differences(self._facts)
            ranked.append((len(differences), -len(rule.when.tests), number, rule, differences))
        for _, _, number, rule, differences in nsmallest(NEAREST, ranked, key=lambda row: row[:3]):
            yield f"{self._name}: rule {number + 1} ({rule.reply.place}){self._spent(number, rule, differences)}"
            yield from (f"  {each}" for each in differences)

    def _spent(self, number: int, rule: Rule, differences: list[str]) -> str:
        if differences:
            return ""
        if rule.times is not None and self._position.used.get(number, 0) >= rule.times:
            often = "once" if rule.times == 1 else f"{rule.times} times"
            return f" matches, but was used {often} already"
        return " matches, but does not fail this time and has nothing to say"

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self.lines[index]


def _narrow(line: str) -> str:
    return line if len(line) <= MOST_WIDTH else f"{line[: MOST_WIDTH - 4]} ..."
