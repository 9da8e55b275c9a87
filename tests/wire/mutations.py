"""Streams spoilt in one place each, for grammars to notice."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mockllm.wire import layout, sse
from mockllm.wire.received import DONE
from tests.traffic import Exchange, exchanges

__all__ = ["Spoilt", "dropped", "duplicated", "edited", "events", "sample", "swapped"]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A stream with one fault: the events that the fault touches, and its bytes."""

    touched: tuple[Any, ...]
    stream: bytes


def sample(kind: str, vendor: str, path: str, every: int) -> list[Exchange]:
    """Every so many-th whole stream of a service, and those with something rare in them; short ones, to be quick."""
    found = [
        each
        for each in exchanges(kind, vendor=vendor, exact=True)
        if each.stream and each.path == path and each.status == 200 and len(each.answer) < 40_000
    ]
    rare = {"parallel_tools", "web_search", "citations", "thinking", "mcp", "code_execution", "cut", "stream_error"}
    whole = [each for each in found if not {"cut", "stream_error"} & set(each.tags)]
    return [each for number, each in enumerate(whole) if number % every == 0 or rare & set(each.tags)]


def events(stream: bytes) -> list[Any]:
    """The data of a stream's events: objects, or the text `[DONE]`."""
    told = [event.data for event in sse.decode(stream) if event.data is not None]
    return [text if text == DONE else json.loads(text) for text in told]


Number = Callable[[list[Any]], list[Any]]


def _told(values: list[Any], *, named: bool, number: Number) -> bytes:
    return b"".join(
        sse.frame(value if isinstance(value, str) else layout.text(value), value["type"] if named else None)
        for value in number(values)
    )


def _as_they_are(values: list[Any]) -> list[Any]:
    return values


def dropped(stream: bytes, *, named: bool, number: Number = _as_they_are) -> Iterator[Spoilt]:
    """Each event left out."""
    values = events(stream)
    for index, value in enumerate(values):
        yield Spoilt((value,), _told(values[:index] + values[index + 1 :], named=named, number=number))


def duplicated(stream: bytes, *, named: bool, number: Number = _as_they_are) -> Iterator[Spoilt]:
    """Each event twice."""
    values = events(stream)
    for index, value in enumerate(values):
        yield Spoilt((value,), _told(values[: index + 1] + values[index:], named=named, number=number))


def swapped(stream: bytes, *, named: bool, number: Number = _as_they_are) -> Iterator[Spoilt]:
    """Each event after the next one."""
    values = events(stream)
    for index, (first, second) in enumerate(pairwise(values)):
        if first != second:
            spoilt = [*values[:index], second, first, *values[index + 2 :]]
            yield Spoilt((first, second), _told(spoilt, named=named, number=number))


def edited(stream: bytes, change: Callable[[Any], bool], *, named: bool) -> Iterator[Spoilt]:
    """Each event changed in place, where `change` finds something to change and says so."""
    values = events(stream)
    for index, value in enumerate(values):
        copy = json.loads(json.dumps(value))
        if isinstance(copy, dict) and change(copy):
            yield Spoilt(
                (value,), _told([*values[:index], copy, *values[index + 1 :]], named=named, number=_as_they_are)
            )
