"""Server-sent events before they are encoded, runs of them that differ in a few values only, and their bytes."""

from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring
from typing import Any

from mockllm.wire import sse

__all__ = ["Event", "JsonObject", "Run", "encoded", "literal"]

JsonObject = dict[str, Any]
Value = str | int
Encode = Callable[[Any], str]


class Run:
    """Events made alike: `make` gives the JSON of one of them for its values, strings and integers, in their order.

    The JSON is encoded once, with marks where the values go, for as long as the same `encode` asks.
    """

    __slots__ = ("_encode", "_form", "_make")

    def __init__(self, make: Callable[..., JsonObject]) -> None:
        self._make = make
        self._encode: Encode | None = None
        self._form: str | None = None

    def data(self, values: tuple[Value, ...]) -> JsonObject:
        """The JSON of the event with these values."""
        return self._make(*values)

    def text(self, values: tuple[Value, ...], encode: Encode) -> str:
        """What `encode` makes of the JSON of the event with these values."""
        if self._encode is not encode:
            self._cut(len(values), encode)
        if self._form is None:
            return encode(self._make(*values))
        if len(values) == 1 and isinstance(values[0], str):
            return self._form % encode_basestring(values[0])
        return self._form % tuple([encode_basestring(each) if type(each) is str else each for each in values])

    def _cut(self, count: int, encode: Encode) -> None:
        """Find the places of the values. Where a mark is met elsewhere too, or out of order, each event is encoded."""
        marks = [f"\0{number}" for number in range(count)]
        written = [encode_basestring(mark) for mark in marks]
        rest = encode(self._make(*marks))
        self._encode, self._form = encode, None
        places = [rest.find(mark) for mark in written]
        if any(rest.count(mark) != 1 for mark in written) or places != sorted(places):
            return
        form = rest.replace("%", "%%")
        for mark in written:
            form = form.replace(mark, "%s")
        self._form = form


class Event:
    """One event.

    `name` is its `event:` line, if it has one. `data` is an object, or literal text such as `[DONE]`, or None for a
    comment of `text`. `tokens` is how many tokens of the answer it carries, for the pace; `text` what it says to the
    user, for holds. An event of a `run` has its `values` instead of data, until someone looks at its data.
    """

    __slots__ = ("_data", "_run", "_values", "name", "text", "tokens")

    def __init__(
        self,
        data: JsonObject | str | None,
        name: str | None = None,
        tokens: int = 0,
        text: str = "",
        run: Run | None = None,
        values: tuple[Value, ...] = (),
    ) -> None:
        self._data = data
        self._run = run
        self._values = values
        self.name = name
        self.tokens = tokens
        self.text = text

    @property
    def data(self) -> JsonObject | str | None:
        """What it carries. An object may be changed, and is what is encoded from then on."""
        if self._run is not None:
            self._data = self._run.data(self._values)
            self._run = None
        return self._data

    @property
    def literal(self) -> bool:
        """Whether it is text or a comment and no object."""
        return self._run is None and not isinstance(self._data, dict)

    def json(self, encode: Encode) -> str:
        """What `encode` makes of its object."""
        return encode(self._data) if self._run is None else self._run.text(self._values, encode)

    def __repr__(self) -> str:
        return f"Event({self.data!r}, {self.name!r}, {self.tokens!r}, {self.text!r})"


def encoded(events: Iterable[Event], encode: Encode, *, named: bool = True) -> Iterator[bytes]:
    """The bytes of each event, its object as `encode` writes it; `named` keeps the `event:` lines."""
    for event in events:
        name = event.name if named else None
        yield literal(event) if event.literal else sse.frame(event.json(encode), name)


def literal(event: Event) -> bytes:
    """The bytes of a comment, or of text that is no object."""
    return sse.comment(event.text) if event.data is None else sse.frame(str(event.data), event.name)
