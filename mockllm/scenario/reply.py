"""What a scenario says to one request: a compiled reply, and the answer it makes of the facts."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm import tokens
from mockllm.errors import Failure
from mockllm.exchange import Answer, Fault, Pace, Pairs
from mockllm.scenario.arguments import refusal
from mockllm.scenario.scene import Scene
from mockllm.scenario.schema import Path
from mockllm.scenario.template import TemplateError
from mockllm.stamp import Dice
from mockllm.turn import Deltas, Part, Reasoning, Stop, Text, ToolCall, Turn, Usage, calls

__all__ = ["Choice", "Failing", "Line", "Maker", "Reply", "answer", "fails"]

Line = Literal["script", "scenario"]
"""Which of the two sources speaks."""


Maker = Callable[[Scene], Part]
"""Makes one part. Raises TemplateError."""


class Choice(Struct, frozen=True):
    """One turn to be: `calls` (name, arguments, place) and `variables` are for those who check it."""

    parts: tuple[Maker, ...] = ()
    stop: Stop | None = None
    stop_sequence: str | None = None
    usage: Usage | None = None
    deltas: Deltas = "token"
    calls: tuple[tuple[str, Any, Path], ...] = ()
    variables: frozenset[str] = frozenset()


class Failing(Struct, frozen=True):
    """A failure and when it strikes: the first so many times, at a rate, or in the stream after so much of it."""

    failure: Failure
    first: int | None = None
    rate: float | None = None
    after: Mapping[str, int] = field(default_factory=dict)


class Reply(Struct, frozen=True):
    """A compiled reply. `place` is where it was written; without choices it only fails."""

    place: str
    choices: tuple[Choice, ...] = ()
    failing: Failing | None = None
    pace: Pace | None = None
    faults: tuple[Fault, ...] = ()
    headers: Pairs = ()
    model: str | None = None
    chunks: Literal["event", "byte"] | int = "event"
    hold_after: str | None = None
    limit: int | None = None
    limit_stop: Stop = "length"
    check_tools: bool = True

    @property
    def by_chance(self) -> bool:
        """Whether it fails at a rate, and else has something to say."""
        return self.failing is not None and self.failing.rate is not None


def fails(reply: Reply, used: int, dice: Dice) -> bool:
    """Whether the reply fails this time, having been `used` so often before."""
    failing = reply.failing
    if failing is None:
        return False
    if failing.first is not None and used >= failing.first:
        return False
    return failing.rate is None or dice.unit() < failing.rate


def answer(reply: Reply, scene: Scene, *, failed: bool, source: Line, why: tuple[str, ...]) -> Answer:
    """The answer of a reply. A call that the request does not allow, or a template that fails, becomes a failure."""
    outcome = Answer(
        source=source,
        why=why,
        pace=reply.pace,
        faults=reply.faults,
        headers=reply.headers,
        model=reply.model,
        chunks=reply.chunks,
    )
    failing = reply.failing if failed else None
    if failing and not (failing.after and scene.facts.ask.stream):
        return replace(outcome, failure=failing.failure)
    try:
        turns = _turns(reply, scene)
    except TemplateError as error:
        return _refused(outcome, [f"{reply.place}: {error}"])
    problems = _problems(reply, turns, scene)
    if problems:
        return _refused(outcome, problems)
    if failing:
        fault = Fault("error", dict(failing.after))
        return replace(outcome, turns=turns, failure=failing.failure, faults=(fault, *reply.faults))
    return replace(outcome, turns=turns)


def _refused(outcome: Answer, problems: list[str]) -> Answer:
    text = "; ".join(problems)
    return replace(outcome, failure=Failure("miss", message=text), faults=(), problems=tuple(problems))


def _turns(reply: Reply, scene: Scene) -> tuple[Turn, ...]:
    wanted = max(1, scene.facts.ask.n)
    made = [_turn(reply, choice, scene) for choice in reply.choices[:wanted]]
    return tuple(made[number % len(made)] for number in range(wanted))


def _turn(reply: Reply, choice: Choice, scene: Scene) -> Turn:
    turn = Turn(
        parts=tuple(make(scene) for make in choice.parts),
        stop=choice.stop,
        stop_sequence=choice.stop_sequence,
        usage=choice.usage,
        deltas=choice.deltas,
        extra={"hold_after": reply.hold_after} if reply.hold_after else {},
    )
    if reply.limit is None:
        return turn
    return replace(turn, parts=_shortened(turn.parts, reply.limit), stop=reply.limit_stop)


def _shortened(parts: tuple[Part, ...], limit: int) -> tuple[Part, ...]:
    """As many parts as have room in `limit` tokens; the text or thought at the edge is cut, a call left out."""
    kept: list[Part] = []
    for part in parts:
        match part:
            case Text(text=text) | Reasoning(text=text):
                size = tokens.count(text)
                part = part if size <= limit else replace(part, text=tokens.cut(text, limit))  # noqa: PLW2901
            case ToolCall(arguments=text):
                size = tokens.count(text)
                if size > limit:
                    break
            case _:
                size = 0
        kept.append(part)
        limit -= size
        if limit <= 0:
            break
    return tuple(kept)


def _problems(reply: Reply, turns: tuple[Turn, ...], scene: Scene) -> list[str]:
    if not reply.check_tools:
        return []
    said = [call for turn in turns[: len(reply.choices)] for call in calls(turn)]
    found = [refusal(call, scene.facts.tools) for call in said]
    return [f"{reply.place}: {problem}" for problem in found if problem is not None]
