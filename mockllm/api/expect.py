"""Assertions about a session."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockllm.api.asked import Asked, ask_in, usage_in
from mockllm.errors import counted
from mockllm.match import FIELDS, Facts, condition
from mockllm.session import Session

__all__ = ["called", "used"]

_COMPARE: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "": ("==", operator.eq),
    "lt": ("<", operator.lt),
    "le": ("<=", operator.le),
    "gt": (">", operator.gt),
    "ge": (">=", operator.ge),
}


def called(asks: Sequence[Asked], wanted: Mapping[str, Any], times: int | None) -> None:
    """Raise AssertionError unless a request matches, or exactly `times` do."""
    __tracebackhide__ = True
    unknown = wanted.keys() - FIELDS.keys()
    if unknown:
        raise TypeError(f"assert_called has no field {min(unknown)!r}; there are times, {', '.join(sorted(FIELDS))}.")
    meant = condition(wanted)
    differences = [(each, meant.differences(Facts(each.ask))) for each in asks]
    matching = [each for each, differing in differences if not differing]
    if len(matching) == times or (times is None and matching):
        return
    number = "at least one request" if times is None else counted(times, "request")
    lines = [f"{number} should match {dict(wanted)!r}, but {len(matching)} of {len(asks)} did."]
    for each, differing in differences:
        lines += [f"{each!r}{'' if differing else ' matches'}", *(f"    {line}" for line in differing)]
    raise AssertionError("\n".join(lines))


def used(session: Session, limits: Mapping[str, int]) -> None:
    """Raise AssertionError unless the sums over the session fit the limits."""
    __tracebackhide__ = True
    sums = _sums(session)
    wrong = []
    for limit, wanted in limits.items():
        name, _, how = limit.partition("__")
        if name not in sums or how not in _COMPARE:
            raise TypeError(f"assert_usage has no {limit!r}; there are {', '.join(sums)}, with __lt, __le, __gt, __ge.")
        sign, compare = _COMPARE[how]
        if not compare(sums[name], wanted):
            wrong.append(f"{name} should be {'' if sign == '==' else sign + ' '}{wanted}, but is {sums[name]}")
    if wrong:
        raise AssertionError("; ".join(wrong))


def _sums(session: Session) -> dict[str, int]:
    entries = [entry for entry in list(session.journal) if ask_in(session, entry) is not None]
    usages = [usage_in(session, entry) for entry in entries]
    return {
        "requests": len(entries),
        "input_tokens": sum(usage.input for usage in usages),
        "output_tokens": sum(usage.output for usage in usages),
        "reasoning_tokens": sum(usage.reasoning for usage in usages),
        "cached_tokens": sum(usage.cached for usage in usages),
    }
