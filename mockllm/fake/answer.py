"""From an ask to the turns of a fake: what was chosen is said, counted and kept within the limits."""

import json
from contextlib import suppress

from mockllm.ask import Ask, Format
from mockllm.errors import Failure
from mockllm.fake.arguments import NoValueError, any_object, calls, document
from mockllm.fake.choice import Decision, choose
from mockllm.fake.cited import cited
from mockllm.fake.heard import Heard
from mockllm.fake.prose import prose
from mockllm.fake.results import lines
from mockllm.fake.shown import shown, unshown
from mockllm.fake.thoughts import think
from mockllm.limits import apply, spent
from mockllm.stamp import Dice, Stamp
from mockllm.turn import Json, Part, Stop, Text, ToolCall, Turn, Usage
from mockllm.wire.messages.iterations import COMPACTED, Compaction

__all__ = ["decide", "say"]

MOST_ATTEMPTS = 6
MOST_PLACE = 80


def decide(ask: Ask, stamp: Stamp) -> tuple[Turn, ...] | Failure:
    """The `ask.n` turns of a fake answer, complete with stop and usage.

    The same ask and the same `stamp.text` give the same turns. A failure where a schema cannot be satisfied within
    the bounds of the search.
    """
    return say(ask, choose(ask), stamp)


def say(ask: Ask, decision: Decision, stamp: Stamp) -> tuple[Turn, ...] | Failure:
    """The turns of what was decided."""
    turns: list[Turn] = []
    for place in range(max(1, ask.n)):
        turn = _distinct(ask, decision, stamp, place, turns)
        if isinstance(turn, Failure):
            return turn
        turns.append(turn)
    return tuple(turns)


def _distinct(ask: Ask, decision: Decision, stamp: Stamp, place: int, before: list[Turn]) -> Turn | Failure:
    """The turn at `place`, drawn again a few times where it says what one before it says."""
    turn = _turn(ask, decision, stamp.dice(f"fake/{place}"))
    if not before:
        return turn
    for attempt in range(1, MOST_ATTEMPTS):
        if turn not in before:
            break
        turn = _turn(ask, decision, stamp.dice(f"fake/{place}/{attempt}"))
    return turn


def _turn(ask: Ask, decision: Decision, dice: Dice) -> Turn | Failure:
    compaction = ask.found.get(COMPACTED)
    if isinstance(compaction, Compaction) and compaction.pause:
        return Turn((compaction.part,), "pause", usage=Usage())
    made = _parts(ask, decision, dice)
    if isinstance(made, Failure):
        return made
    parts, output = made
    stop: Stop = "tool" if decision.tools and parts else "end"
    reasoning = 0
    if ask.thinking is not None:
        thought = think(ask.thinking, decision.heard.text, dice.fork("thought"))
        if thought is not None:
            parts, reasoning = (thought[0], *parts), thought[1]
    if isinstance(compaction, Compaction):
        parts = (compaction.part, *parts)
    usage = Usage(input=ask.input_tokens, output=output + reasoning, reasoning=reasoning)
    return apply(Turn(parts, stop, usage=usage), ask)


def _parts(ask: Ask, decision: Decision, dice: Dice) -> tuple[tuple[Part, ...], int] | Failure:
    """What is said, reasoning aside, and how many tokens that has."""
    made = _structured(ask, decision, dice)
    if made is None:
        made = cited(ask, decision.heard, dice)
    if made is None:
        text, size = prose(decision.heard, dice)
        return (Text(text),), size
    return made if isinstance(made, Failure) else (made, spent(made).output)


def _structured(ask: Ask, decision: Decision, dice: Dice) -> tuple[Part, ...] | Failure | None:
    """Calls or a document, where these are to be made and can be."""
    heard = decision.heard
    if decision.tools:
        return _calls(ask, decision, heard.text, dice)
    if not decision.document:
        return None
    came = lines(heard.came)
    text = f"{heard.text}\n{came}" if came else heard.text
    if ask.format is not None and ask.format.kind == "json_schema":
        return _document(ask.format, text, dice)
    made = _shown(heard, text, dice)
    if made is not None:
        return (made,)
    return (Json(any_object(text, dice)),) if ask.format is not None else None


def _calls(ask: Ask, decision: Decision, text: str, dice: Dice) -> tuple[Part, ...] | Failure:
    parts: list[Part] = []
    several = ask.parallel and len(decision.tools) == 1 and len(ask.choice.names) != 1
    for tool in decision.tools:
        try:
            made = calls(tool, text, dice.fork(tool.name), several=several)
        except (NoValueError, RecursionError) as error:
            return _failure(f"function '{tool.name}'", error)
        custom = tool.kind == "custom"
        parts.extend(ToolCall(tool.name, each if custom else _spaced(each, ask), custom=custom) for each in made)
    return tuple(parts)


def _spaced(arguments: str, ask: Ask) -> str:
    """The arguments as the models of a shape write them: those of Messages set a space after each colon and comma."""
    return json.dumps(json.loads(arguments), ensure_ascii=False) if ask.shape == "messages" else arguments


def _document(wanted: Format, text: str, dice: Dice) -> tuple[Part, ...] | Failure:
    try:
        return (Json(document(wanted.schema, text, dice)),)
    except (NoValueError, RecursionError) as error:
        return _failure(f"response_format '{wanted.name}'", error)


def _shown(heard: Heard, text: str, dice: Dice) -> Json | None:
    """A document of the schema that the prompt shows, where it shows one that can be satisfied."""
    schema = shown(heard)
    if schema is not None:
        with suppress(NoValueError, RecursionError):
            return Json(document(schema, unshown(text), dice))
    return None


def _failure(what: str, error: Exception) -> Failure:
    named = str(error) if isinstance(error, NoValueError) else ""
    place = f" at '{named if len(named) <= MOST_PLACE else named[:MOST_PLACE] + '...'}'" if named else ""
    return Failure("invalid_request", f"Invalid schema for {what}: no value that satisfies it was found{place}.")
