"""Server-sent events before they are encoded, runs of them that differ in a few values only, and their bytes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, groupby, repeat
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from msgspec import Struct

from mockllm.stamp import Noise
from mockllm.wire import sse
from mockllm.wire.layout import utf8

__all__ = ["RUN", "SILENCE", "Event", "Ink", "JsonObject", "More", "Run", "Tail", "encoded", "literal", "tailed"]

JsonObject = dict[str, Any]
Value = str | int
Encode = Callable[[Any], str]
More = Callable[[Noise, Sequence[str], Sequence[int]], Iterable[Value]]
"""What events of a run say beside their pieces: made of the noise, the pieces and the events' numbers."""
SILENCE = Noise("")


class Tail(Struct, frozen=True):
    """What stands before the last brace of every object of a stream, whatever the object says.

    It is `before`, then what `fill` makes of the number of the event and the length of its JSON in characters, for as
    many events as it is given. JSON that begins with `spares` has none.
    """

    fill: Callable[[Sequence[int], Sequence[int]], Iterable[str]]
    before: str = ""
    after: str = ""
    spares: str | None = None

    def fits(self, text: str) -> bool:
        """Whether JSON that begins like this has one."""
        return self.spares is None or not text.startswith(self.spares)

    def put(self, text: str, index: int) -> str:
        """The JSON of the event `index` with its tail."""
        if not self.fits(text):
            return text
        (filled,) = self.fill((index,), (len(text),))
        return f"{text[:-1]}{self.before}{filled}{self.after}}}"


class Ink(Struct, frozen=True):
    """How the events of a stream are written.

    `encode` makes the text of an object, `tail` is what stands before its last brace, `named` keeps the `event:`
    lines, and `counts` is the member of each object that holds the number of its event, where there is one.
    """

    encode: Encode
    tail: Tail | None = None
    named: bool = True
    counts: str = ""


class Run:
    """Events made alike, one for each piece of a text.

    `make` gives the JSON of one of them for its piece and for what each of `more` makes of the `noise`, the pieces and
    the events' numbers: integers, and strings that hold nothing that JSON escapes, in the order in which the JSON has
    them. `name` is their `event:` line; `shown` tells whether the text is for the user. The JSON is encoded once, with
    marks where the values go.
    """

    __slots__ = ("_make", "_noise", "more", "name", "shown")

    def __init__(
        self,
        make: Callable[..., JsonObject],
        name: str | None = None,
        more: Sequence[More] = (),
        noise: Noise = SILENCE,
        *,
        shown: bool = False,
    ) -> None:
        self._make = make
        self._noise = noise
        self.name = name
        self.more = more
        self.shown = shown

    def events(
        self, pieces: Sequence[str], weights: Iterable[int], numbers: Iterable[int] | None = None
    ) -> Iterator["Event"]:
        """An event for each piece; `weights` are their tokens and `numbers` theirs."""
        texts: Iterable[str] = pieces if self.shown else repeat("")
        counted = repeat(0) if numbers is None else numbers
        return map(Event, repeat(None), repeat(self.name), weights, texts, repeat(self), pieces, counted)

    def data(self, piece: str, number: int) -> JsonObject:
        """The JSON of the event of a piece."""
        return self._make(piece, *self._more(piece, number))

    def lines(self, events: Sequence["Event"], start: int, ink: Ink) -> list[str]:
        """How events of the run are written that follow each other; the first is the event `start` of its stream."""
        around = self.around(ink)
        if around is None:
            name = self.name if ink.named else None
            return [
                sse.line(tailed(event.json(ink.encode), index, ink.tail), name)
                for index, event in enumerate(events, start)
            ]
        return self.written(around, list(map(PIECE, events)), list(map(NUMBER, events)), start, ink, self._noise)

    def written(
        self, around: Sequence[str], pieces: Sequence[str], numbers: Sequence[int], start: int, ink: Ink, noise: Noise
    ) -> list[str]:
        """The events of these pieces, whose values stand between what is `around` them."""
        # Column by column, for a stream has many deltas.
        between = list(around)
        said = list(map(encode_basestring, pieces))
        columns: list[Iterable[str]] = [said]
        if ink.tail is not None:
            sizes = list(map(sum(map(len, between)).__add__, map(len, said)))
            between[-1:] = [between[-1][:-1] + ink.tail.before, ink.tail.after + "}"]
            columns.append(ink.tail.fill(range(start, start + len(said)), sizes))
        columns += [map(str, each(noise, pieces, numbers)) for each in self.more]
        first, last = sse.line("\0", self.name if ink.named else None).split("\0")
        between[0], between[-1] = first + between[0], between[-1] + last
        woven = [each for pair in zip(map(repeat, between), columns, strict=False) for each in pair]
        return list(map("".join, zip(*woven, repeat(between[-1]), strict=False)))

    def _more(self, piece: str, number: int) -> list[Value]:
        return [value for each in self.more for value in each(self._noise, (piece,), (number,))]

    def around(self, ink: Ink) -> list[str] | None:
        """What stands before, between and after the values.

        None where a mark of a value is met elsewhere too, or out of order, and where a tail is no column of its own.
        """
        found = self._around(ink.encode)
        whole = ink.tail is None or (not self.more and found is not None and ink.tail.fits(found[0]))
        return found if whole else None

    def _around(self, encode: Encode) -> list[str] | None:
        samples = ("", *self._more("", 0))
        marks = [f"\0{number}" for number in range(len(samples))]
        written = [encode_basestring(mark) for mark in marks]
        rest = encode(self._make(*marks))
        places = [rest.find(mark) for mark in written]
        if any(rest.count(mark) != 1 for mark in written) or places != sorted(places):
            return None
        around = [""]
        for mark, sample, number in zip(written, samples, count()):
            before, _, rest = rest.partition(mark)
            # Quotes and escapes are those of the piece itself; the further values need none.
            quote = '"' if number and isinstance(sample, str) else ""
            around[-1] += before + quote
            around.append(quote)
        around[-1] += rest
        return around


class Event(Struct, eq=False, gc=False):
    """One event.

    `name` is its `event:` line, if it has one. `data` is an object, or literal text such as `[DONE]`, or None for a
    comment of `text`. `tokens` is how many tokens of the answer it carries, for the pace; `text` what it says to the
    user, for holds. An event of a `run` has its `piece` and `number` instead of data, until someone looks at its data.
    """

    _data: JsonObject | str | None
    name: str | None = None
    tokens: int = 0
    text: str = ""
    run: Run | None = None
    piece: str = ""
    number: int = 0

    @property
    def data(self) -> JsonObject | str | None:
        """What it carries. An object may be changed, and is what is encoded from then on."""
        if self.run is not None:
            self._data = self.run.data(self.piece, self.number)
            self.run = None
        return self._data

    @property
    def literal(self) -> bool:
        """Whether it is text or a comment and no object."""
        return self.run is None and not isinstance(self._data, dict)

    def json(self, encode: Encode) -> str:
        """What `encode` makes of its object."""
        return encode(self._data if self.run is None else self.run.data(self.piece, self.number))

    def __repr__(self) -> str:
        return f"Event({self.data!r}, {self.name!r}, {self.tokens!r}, {self.text!r})"


PIECE = attrgetter("piece")
NUMBER = attrgetter("number")
RUN = attrgetter("run")


def encoded(events: Iterable[Event], ink: Ink) -> Iterator[bytes]:
    """The bytes of each event."""
    start = 0
    for run, group in groupby(events, RUN):
        told = list(group)
        if run is None:
            lines = [_alone(event, index, ink) for index, event in enumerate(told, start)]
        else:
            lines = run.lines(told, start, ink)
        start += len(told)
        yield from _bytes(lines)


def _bytes(lines: Sequence[str]) -> list[bytes]:
    try:
        return list(map(str.encode, lines))
    except UnicodeEncodeError:
        return list(map(utf8, lines))


def literal(event: Event) -> str:
    """How a comment is written, or text that is no object."""
    return sse.comment(event.text) if event.data is None else sse.line(str(event.data), event.name)


def _alone(event: Event, index: int, ink: Ink) -> str:
    if event.literal:
        return literal(event)
    return sse.line(tailed(event.json(ink.encode), index, ink.tail), event.name if ink.named else None)


def tailed(text: str, index: int, tail: Tail | None) -> str:
    """The JSON of the event `index` with its tail, if its stream has any."""
    return text if tail is None else tail.put(text, index)
