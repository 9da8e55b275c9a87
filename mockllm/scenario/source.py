"""The two sources of scripted turns: what is put in from outside, and what scenario files say."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from mockllm.ask import Ask
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.match import Facts
from mockllm.scenario.explain import Why
from mockllm.scenario.places import Places
from mockllm.scenario.reply import Line, answer
from mockllm.scenario.scene import Scene
from mockllm.scenario.script import Script
from mockllm.scenario.state import Play
from mockllm.session import Session, Slot
from mockllm.stamp import Dice
from mockllm.vendors.kinds import World

__all__ = ["SCENARIO", "SCRIPT", "Scripted", "put", "scenario_source", "script_source"]

SCRIPT: Slot[Play] = Slot("script", Play)
"""What was scripted in a session from outside or from Python."""

SCENARIO: Slot[Play] = Slot("scenario", Play)
"""How far the scenario files have been played in a session."""


class Scripted(Struct, frozen=True):
    """A source that answers from the play that `play` finds in a session."""

    name: Line
    play: Callable[[Session], Play]
    raw: bool = False

    def active(self, session: Session) -> bool:
        """Whether anything is scripted."""
        return bool(self.play(session).script)

    def leftovers(self, session: Session) -> list[str]:
        """The turns that the session has not taken, a line each."""
        return self.play(session).leftovers()

    async def answer(self, _: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """The answer of the turn or rule that is meant for this request, else a miss that can say why."""
        if ask is None:
            return Miss((f"{self.name}: only requests to a model are scripted",))
        play = self.play(world.session)
        facts = Facts(ask)
        taken = play.take(facts, Dice(world.stamp.unique + b"fails"))
        if taken is None:
            return Miss(Why(self.name, play.position(facts), facts))
        why = (f"{self.name}: {taken.why}",)
        found = answer(taken.reply, Scene(facts, taken.groups), failed=taken.failed, source=self.name, why=why)
        if found.problems:
            # What could not be said is not said yet: the turn is still to come, and left over if nobody gets it.
            taken.back()
        return found


def script_source() -> Scripted:
    """The source of turns, lanes and rules that were put into the session."""
    return Scripted("script", lambda session: session.slot(SCRIPT))


def scenario_source(current: Callable[[], Script]) -> Scripted:
    """The source of turns, lanes and rules of files, which every session plays from the start.

    `current` gives the script as it is now; where it is another than before, the session starts it anew.
    """

    def play(session: Session) -> Play:
        found = session.slot(SCENARIO)
        script = current()
        if found.script is not script:
            found = Play(script)
            session.put(SCENARIO, found)
        return found

    return Scripted("scenario", play)


def put(session: Session, document: Any, places: Places | None = None) -> None:
    """Add a document to the session's script. Raises ScenarioError and changes nothing where it is not one."""
    from mockllm.scenario.compile import compile as compiled  # noqa: PLC0415 - the start of a server needs no compiler

    play = session.slot(SCRIPT)
    play.extend(compiled(document, places or Places(), play.script.lanes, play.script.tools))
