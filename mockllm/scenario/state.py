"""How far a script has been played in one session: which turns are taken, how often rules were used."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct, field

from mockllm.match import Facts
from mockllm.scenario.reply import Reply, fails
from mockllm.scenario.script import Lane, Rule, Script
from mockllm.scenario.words import DEFAULT_LANE
from mockllm.session import Bounded
from mockllm.stamp import Dice

__all__ = ["MOST_QUEUES", "Play", "Position", "Taken"]

MOST_QUEUES = 10_000
"""How many conversations a session remembers the place of."""

Queue = str


class Taken(Struct, frozen=True):
    """A reply that is to be delivered: whether it fails this time, what was captured, and a line for the journal.

    `back` gives it back, where it cannot be delivered.
    """

    reply: Reply
    failed: bool
    groups: Mapping[str, str]
    why: str
    back: Callable[[], None]


class Position(Struct, frozen=True):
    """Where a request finds the script: its lane, how many of the lane's turns are taken, how often rules were used."""

    script: Script
    lane: Lane | None
    taken: int
    used: Mapping[int, int]


class Play(Struct):
    """One script in one session."""

    script: Script = field(default_factory=Script)
    taken: Bounded[int] = field(default_factory=lambda: Bounded(MOST_QUEUES))
    used: Counter[int] = field(default_factory=Counter)
    spared: Counter[Queue] = field(default_factory=Counter)
    refused: set[tuple[Queue, int]] = field(default_factory=set)

    def extend(self, more: Script) -> None:
        """Add to the script; what was taken stays taken."""
        self.script = self.script.plus(more)

    def take(self, facts: Facts, dice: Dice) -> Taken | None:
        """The reply to a request, which is thereby consumed; None where neither its lane nor a rule has one."""
        lane = self.lane(facts)
        if lane is not None:
            taken = self._turn(lane, facts, dice)
            if taken is not None:
                return taken
        return next(self._rules(facts, dice), None)

    def lane(self, facts: Facts) -> Lane | None:
        """The lane that owns a request: the first whose condition matches, else the one without."""
        for name, lane in self.script.lanes.items():
            if name != DEFAULT_LANE and lane.condition.matches(facts):
                return lane
        default = self.script.lanes.get(DEFAULT_LANE)
        return default if default is not None and default.condition.matches(facts) else None

    def position(self, facts: Facts) -> Position:
        """Where a request finds the script now."""
        lane = self.lane(facts)
        taken = self.taken.get(_queue(lane, facts), 0) if lane is not None else 0
        return Position(self.script, lane, taken, dict(self.used))

    def _turn(self, lane: Lane, facts: Facts, dice: Dice) -> Taken | None:
        queue = _queue(lane, facts)
        at = self.taken.get(queue, 0)
        if at >= len(lane.steps) or not lane.steps[at].expect.matches(facts):
            return None
        step = lane.steps[at]
        spared = self.spared[queue]
        failed = fails(step.reply, spared, dice)
        if failed and step.reply.by_chance:
            # A failure by chance does not use up what the turn has to say: that is for the retry.
            self.spared[queue] += 1
        else:
            self.taken[queue] = at + 1
            self.spared.pop(queue, None)
        groups = lane.condition.groups(facts) | step.expect.groups(facts)
        why = f"turn {at + 1} of lane {lane.name} ({step.reply.place})"
        return Taken(step.reply, failed, groups, why, partial(self._give_back, queue, at, spared))

    def _give_back(self, queue: Queue, at: int, spared: int) -> None:
        self.refused.add((queue, at))
        self.taken[queue] = at
        self.spared[queue] = spared

    def _rules(self, facts: Facts, dice: Dice) -> Iterator[Taken]:
        """The rules that match and are not used up; taking one counts it."""
        for number, rule in enumerate(self.script.rules):
            if not rule.when.matches(facts) or self._used_up(number, rule):
                continue
            failed = fails(rule.reply, self.used[number], dice.fork(str(number)))
            if not failed and not rule.reply.choices:
                continue
            self.used[number] += 1
            why = f"rule {number + 1} ({rule.reply.place})"
            yield Taken(rule.reply, failed, rule.when.groups(facts), why, partial(self._unuse, number))

    def _unuse(self, number: int) -> None:
        self.used[number] -= 1

    def _used_up(self, number: int, rule: Rule) -> bool:
        return rule.times is not None and self.used[number] >= rule.times

    def leftovers(self) -> list[str]:
        """The turns that nobody took, a line each; of a lane per conversation, those of each that was begun."""
        return [
            f"turn {number + 1} of lane {lane.name} {self._why_left(queue, number)} ({lane.steps[number].reply.place})"
            for lane in self.script.lanes.values()
            for queue, begun in self._begun(lane)
            for number in range(begun, len(lane.steps))
        ]

    def _why_left(self, queue: Queue, number: int) -> str:
        return "could not be said, and waits" if (queue, number) in self.refused else "was not asked for"

    def _begun(self, lane: Lane) -> list[tuple[Queue, int]]:
        if lane.per == "session":
            return [(lane.name, self.taken.get(lane.name, 0))]
        prefix = f"{lane.name}\n"
        return [(queue, taken) for queue, taken in self.taken.items() if queue.startswith(prefix)] or [(prefix, 0)]


def _queue(lane: Lane, facts: Facts) -> Queue:
    """The key of the queue that serves a request: conversations are told apart by how they begin."""
    if lane.per == "session":
        return lane.name
    beginning = f"{facts.system}\n{facts.first_user}".encode("utf-8", "surrogatepass")
    return f"{lane.name}\n{hashlib.blake2b(beginning, digest_size=16).hexdigest()}"
