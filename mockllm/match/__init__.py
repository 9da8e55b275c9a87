"""Whether a request is the one that was meant, and if not, what differs.

A condition is a tuple of tests over the facts of a request. It matches exactly when it finds no difference; the texts
of the differences are made only when they are asked for.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockllm.match.facts import Facts
from mockllm.match.fields import FIELDS, Test
from mockllm.match.pattern import PatternError

__all__ = ["EVERYTHING", "FIELDS", "Condition", "Facts", "PatternError", "Test", "condition"]


class Condition(Struct, frozen=True):
    """What a request must be like; without tests every request will do."""

    tests: tuple[Test, ...] = ()

    def matches(self, facts: Facts) -> bool:
        """Whether every test passes."""
        for test in self.tests:  # noqa: SIM110 - a generator costs twice the time here, and a thousand rules run through
            if not test.passes(facts):
                return False
        return True

    def differences(self, facts: Facts) -> list[str]:
        """A line for each test that fails: what was wanted and what came."""
        return [test.difference(facts) for test in self.tests if not test.passes(facts)]

    def groups(self, facts: Facts) -> dict[str, str]:
        """What the named groups of the patterns captured."""
        return {name: text for test in self.tests for name, text in test.groups(facts).items()}

    def names(self) -> frozenset[str]:
        """The names of all named groups of the patterns."""
        return frozenset(name for test in self.tests for name in test.named)


EVERYTHING = Condition()
"""What every request matches."""


def condition(wanted: Mapping[str, Any]) -> Condition:
    """The condition that a mapping of field names to wanted values stands for.

    The values must have the forms that the scenario schema gives. Raises PatternError for a regular expression or a
    JSON path that is none, with the path of keys that leads to it.
    """
    tests = []
    for name, value in wanted.items():
        try:
            tests.append(replace(FIELDS[name](value), source=value))
        except PatternError as error:
            raise PatternError(error.reason, name, *error.path) from error
    return Condition(tuple(tests))
