"""Scripts from outside: turns, lanes and rules as JSON, in the words of scenario files."""

from mockllm.admin.desk import Answered, Asked, Refusal, refused
from mockllm.scenario.places import ScenarioError
from mockllm.scenario.source import SCRIPT, put
from mockllm.scenario.state import Play

__all__ = ["add_script", "drop_script", "put_script", "show_script"]

_EMPTY = 'The body is empty; send a script as JSON, such as {"turns": ["Hello."]}.'


def show_script(asked: Asked) -> Answered:
    """How far the session's script has been played."""
    play = asked.session.slot(SCRIPT)
    lanes = {name: len(lane.steps) for name, lane in play.script.lanes.items()}
    return Answered({"lanes": lanes, "rules": len(play.script.rules), "leftovers": play.leftovers()})


def add_script(asked: Asked) -> Answered:
    """Add to the session's script; a bad document is refused with pointer and reason, and changes nothing."""
    if not asked.raw.body.strip():
        raise Refusal(refused(400, _EMPTY, pointer="", reason="is empty"))
    try:
        put(asked.session, asked.document())
    except ScenarioError as error:
        raise Refusal(refused(400, str(error), pointer=error.pointer, reason=error.reason)) from error
    return show_script(asked)


def put_script(asked: Asked) -> Answered:
    """Replace the session's script, what was played of it included."""
    before = asked.session.slot(SCRIPT)
    asked.session.put(SCRIPT, Play())
    try:
        return add_script(asked)
    except Refusal:
        asked.session.put(SCRIPT, before)
        raise


def drop_script(asked: Asked) -> Answered:
    """Forget the session's script."""
    asked.session.put(SCRIPT, Play())
    return show_script(asked)
