"""What is wrong with a scenario file: all that stops a start, and what is sound but cannot be meant, at once."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mockllm.errors import MockLLMError
from mockllm.match import Condition
from mockllm.match.pattern import ANY
from mockllm.scenario.files import surveyed
from mockllm.scenario.places import Places
from mockllm.scenario.reply import Reply
from mockllm.scenario.scene import VALUES
from mockllm.scenario.script import Rule, Script

__all__ = ["check", "lint"]

_PLACE = re.compile(r":(\d+):(\d+): ")
PARTS_OF_TEXT = ("system", "user")
"""The fields where a wanted text may be a part of the whole."""


def check(path: Path) -> list[str]:
    """Every mistake in a file, a line each with its place; none if it is a good scenario."""
    try:
        script, places, wrong = surveyed(path)
    except MockLLMError as error:
        return [str(error)]
    return sorted((*map(str, wrong), *lint(script, places)), key=_order)


def _order(line: str) -> tuple[int, int]:
    place = _PLACE.search(line)
    return (int(place[1]), int(place[2])) if place else (0, 0)


def lint(script: Script, places: Places | None = None) -> Iterator[str]:
    """What is sound but cannot be meant: shadowed rules, groups that no pattern has, lanes without turns."""
    for lane in script.lanes.values():
        if lane.name in script.declared and not lane.steps:
            place = (places or Places()).at(("lanes", lane.name), at_key=True)
            yield f"{place}: lane {lane.name} has no turns, so its requests always go on to the rules"
        for step in lane.steps:
            yield from _unknown(step.reply, lane.condition, step.expect)
    takers: list[Rule] = []
    for rule in script.rules:
        yield from _unknown(rule.reply, rule.when)
        wanted = {test.name: test.source for test in rule.when.tests}
        before = next((taker for taker in takers if _covers(taker, wanted)), None)
        if before is not None:
            yield f"{rule.reply.place}: never answers, since the rule at {before.reply.place} always does first"
        elif rule.times is None and (rule.reply.choices or _always_fails(rule)):
            takers.append(rule)


def _unknown(reply: Reply, *conditions: Condition) -> Iterator[str]:
    known = set(VALUES).union(*(condition.names() for condition in conditions))
    for name in sorted({name for choice in reply.choices for name in choice.variables} - known):
        near = get_close_matches(name, known, n=1)
        meant = f"; did you mean {near[0]}?" if near else ", and those of other turns do not reach it"
        yield f"{reply.place}: uses {{{{ {name} }}}}, but its own patterns have no group of that name{meant}"


def _covers(taker: Rule, wanted: Mapping[str, Any]) -> bool:
    """Whether a rule takes all that another one matches: it asks for nothing that the other does not."""
    return all(_implied(test.name, test.source, wanted.get(test.name)) for test in taker.when.tests)


def _always_fails(rule: Rule) -> bool:
    failing = rule.reply.failing
    return failing is not None and failing.first is None and failing.rate is None


def _implied(name: str, general: Any, special: Any) -> bool:
    """Whether what matches `special` is sure to match `general`: they are equal, or one text holds the other."""
    if general == special:
        return True
    texts = name in PARTS_OF_TEXT and isinstance(general, str) and isinstance(special, str)
    return texts and not _pattern(general) and not _pattern(special) and general in special


def _pattern(source: str) -> bool:
    return source.startswith("/") or source == ANY
