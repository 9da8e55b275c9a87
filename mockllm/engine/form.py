"""Answers that differ in their text, its counts and their stamp only: encoded once, with slots for these.

A form is made of a blank answer, whose text, counts and stamp nobody else has: it is cut where they stand. It is taken
only if it gives to the byte what was really answered.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain, groupby
from typing import Any

from msgspec import Struct

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import Stamp
from mockllm.turn import Deltas, Json, Stop, Text, Turn, Usage
from mockllm.vendors.kinds import Said, Speech
from mockllm.wire import Event, Ink, Run, layout
from mockllm.wire.coding import burst_of
from mockllm.wire.event import RUN, SILENCE, literal, tailed
from mockllm.wire.sse import line

__all__ = ["Encoded", "Forms"]

Encoded = tuple[bytes, ...]
"""A body; or a stream that leaves at once, as `Reply.burst` has it."""
Make = Callable[[Stamp], str]
Kind = tuple[type[Text | Json], Stop | None, str | None, Deltas, bool]

WORDS = "Text 8f3a1c52 of a form, which nothing else says."
COUNTS = Usage(7_310_004_117, 5_020_009_331)
NUMBER = "Number 2b90d7e4 of a form"
TOLD, INPUT, OUTPUT, TOTAL, COUNT, DRAWN = range(6)
"""The slots: a text, its token counts, the number of an event, and from the last on what the stamp draws."""


class _Cut(Struct, frozen=True):
    """Text with slots: what stands before each of them, and after the last."""

    before: tuple[str, ...]
    slots: tuple[int, ...]
    after: str

    def fill(self, values: Sequence[str]) -> str:
        """The text with the values of its slots."""
        filled = zip(self.before, map(values.__getitem__, self.slots), strict=True)
        return "".join(chain.from_iterable(filled)) + self.after


class _Object(Struct, frozen=True):
    """An event with an object, and its `event:` line."""

    cut: _Cut
    name: str | None


class _Strand(Struct, frozen=True):
    """The deltas of the text: their run, and what stands around its values."""

    run: Run
    around: tuple[_Cut, ...]


Draws = tuple[tuple[str, Make], ...]
Step = str | _Object | _Strand


class _Whole(Struct, frozen=True):
    """An answer that is one body."""

    draws: Draws
    cut: _Cut

    def fill(self, speech: Speech, said: Said) -> Encoded:
        """The bytes of an answer of the kind."""
        (turn,) = said.turns
        return (self.cut.fill(_values(self.draws, said.stamp, turn, _quoted(speech, _text(turn)))).encode(),)


class _Stream(Struct, frozen=True):
    """An answer of events, in steps; those of the text are one."""

    draws: Draws
    steps: tuple[Step, ...]

    def fill(self, speech: Speech, said: Said) -> Encoded:
        """The bytes of an answer of the kind."""
        (turn,) = said.turns
        text, ink = _text(turn), speech.ink(said)
        values = _values(self.draws, said.stamp, turn, layout.text(text))
        lines: list[str] = []
        for step in self.steps:
            start = len(lines)
            match step:
                case _Object(cut=cut, name=name):
                    values[COUNT] = str(start)
                    lines.append(line(tailed(cut.fill(values), start, ink.tail), name))
                case _Strand(run=run, around=around):
                    pieces = tokens.pieces(text, turn.deltas)
                    numbers = range(start, start + len(pieces))
                    noise = said.stamp.noise() if run.more else SILENCE
                    lines += run.written([cut.fill(values) for cut in around], pieces, numbers, start, ink, noise)
                case str():
                    lines.append(step)
        return burst_of(lines)


def _values(draws: Draws, stamp: Stamp, turn: Turn, told: str) -> list[str]:
    """What the slots take."""
    used = turn.usage or Usage()
    drawn = [stamp.draw(label, make) for label, make in draws]
    return [told, str(used.input), str(used.output), str(used.input + used.output), "", *drawn]


class Forms:
    """The forms of the answers to asks that are alike, by the kind of answer.

    `blank` is such an ask that says nothing.
    """

    def __init__(self, blank: Ask) -> None:
        self._blank = blank
        self._known: dict[Kind, _Whole | _Stream | None] = {}

    def answered(self, speech: Speech, said: Said) -> Encoded | None:
        """The bytes of an answer whose form is known."""
        kind = _kind(said)
        form = None if kind is None else self._known.get(kind)
        return None if form is None else form.fill(speech, said)

    def learn(self, speech: Speech, said: Said, encoded: Encoded) -> None:
        """Look at the bytes of an answer: whether those of its kind have a form."""
        kind = _kind(said)
        if kind is None or kind in self._known:
            return
        form = _made(speech, self._blank, kind)
        self._known[kind] = form if form is not None and form.fill(speech, said) == encoded else None


def _kind(said: Said) -> Kind | None:
    """Of what kind an answer is; None where it says more than one text."""
    if len(said.turns) != 1 or len(said.turns[0].parts) != 1:
        return None
    (turn,) = said.turns
    (part,) = turn.parts
    used = turn.usage
    if turn.extra or used is None or used.reasoning or used.cached or used.written or used.written_1h:
        return None
    # A stream of Messages begins with the first token of an answer, if it has any.
    if not used.output:
        return None
    match part:
        case Text(text=text, citations=(), passages=()) if text:
            return (Text, turn.stop, turn.stop_sequence, turn.deltas, said.ask.stream)
        case Json(text=text) if text:
            return (Json, turn.stop, turn.stop_sequence, turn.deltas, said.ask.stream)
        case _:
            return None


def _text(turn: Turn) -> str:
    (part,) = turn.parts
    assert isinstance(part, Text | Json)
    return part.text


def _quoted(speech: Speech, text: str) -> str:
    """A text as the JSON of a whole answer has it."""
    return speech.layout(text).decode().removesuffix("\n")


def _made(speech: Speech, ask: Ask, kind: Kind) -> _Whole | _Stream | None:
    part, stop, sequence, deltas, _ = kind
    stamp = Stamp(b"mockllm a form's", b"stamp of a form.", 4_071_360_203)
    blank = Said(ask, (Turn((part(WORDS),), stop, sequence, COUNTS, deltas),), stamp)
    if ask.stream:
        ink = speech.ink(blank)
        found = list(speech.stream(blank, speech.shape.events(ask, blank.turns, stamp)))
        knife = _Knife(layout.text(WORDS), stamp)
        steps = _steps(found, ink, knife)
        return None if steps is None else _Stream(knife.draws, steps)
    body = speech.layout(speech.dress(blank, speech.shape.body(ask, blank.turns, stamp)))
    knife = _Knife(_quoted(speech, WORDS), stamp)
    return _Whole(knife.draws, knife.cut(body.decode()))


class _Knife:
    """Cuts text where what a blank answer says stands, and what its stamp drew."""

    def __init__(self, told: str, stamp: Stamp) -> None:
        self.draws = tuple((label, make) for label, (make, _) in stamp.drawn.items())
        counts = (COUNTS.input, COUNTS.output, COUNTS.input + COUNTS.output)
        drawn = (value for _, value in stamp.drawn.values())
        marks = (told, *map(str, counts), f'"{NUMBER}"', *drawn)
        self._slots = {mark: slot for slot, mark in enumerate(marks)}
        longest = sorted(self._slots, key=len, reverse=True)
        self._marks = re.compile("(" + "|".join(map(re.escape, longest)) + ")")

    def cut(self, text: str) -> _Cut:
        """A text with slots."""
        pieces = self._marks.split(text)
        slots = tuple(self._slots[mark] for mark in pieces[1::2])
        return _Cut(tuple(pieces[:-1:2]), slots, pieces[-1])


def _steps(events: list[Event], ink: Ink, knife: _Knife) -> tuple[Step, ...] | None:
    """The events in steps; None where the deltas of the text have no form."""
    steps: list[Step] = []
    start = 0
    for run, group in groupby(events, RUN):
        told = list(group)
        if run is None:
            steps += [_alone(event, number, ink, knife) for number, event in enumerate(told, start)]
        else:
            around = run.around(ink)
            if around is None:
                return None
            steps.append(_Strand(run, tuple(map(knife.cut, around))))
        start += len(told)
    return tuple(steps)


def _alone(event: Event, number: int, ink: Ink, knife: _Knife) -> Step:
    data: Any = event.data
    if not isinstance(data, dict):
        return literal(event)
    if ink.counts and data.get(ink.counts) == number:
        data = {**data, ink.counts: NUMBER}
    return _Object(knife.cut(ink.encode(data)), event.name if ink.named else None)
