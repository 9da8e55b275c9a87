"""A compiled scenario: lanes with their turns, and rules."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.ask import Tool
from mockllm.match import EVERYTHING, Condition
from mockllm.scenario.reply import Reply

__all__ = ["Lane", "Rule", "Script", "Step"]


class Step(Struct, frozen=True):
    """One turn of a lane and what it expects."""

    reply: Reply
    expect: Condition = EVERYTHING


class Lane(Struct, frozen=True):
    """A queue of turns for the requests that its condition matches."""

    name: str
    condition: Condition = EVERYTHING
    per: Literal["session", "conversation"] = "session"
    steps: tuple[Step, ...] = ()


class Rule(Struct, frozen=True):
    """A reply to whatever matches; `times` None is without end."""

    reply: Reply
    when: Condition = EVERYTHING
    times: int | None = None


class Script(Struct, frozen=True):
    """All that was scripted. `declared` are the lanes whose conditions this script gives itself."""

    lanes: Mapping[str, Lane] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    declared: frozenset[str] = frozenset()
    tools: Mapping[str, Tool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lanes or self.rules)

    def plus(self, other: "Script") -> "Script":
        """Both: the other's turns after these, its rules after these, its conditions where it declares them."""
        lanes = dict(self.lanes)
        for name, lane in other.lanes.items():
            before = lanes.get(name)
            if before is None:
                lanes[name] = lane
            else:
                kept = lane if name in other.declared else before
                lanes[name] = replace(kept, steps=before.steps + lane.steps)
        return Script(lanes, self.rules + other.rules, self.declared | other.declared, {**self.tools, **other.tools})
