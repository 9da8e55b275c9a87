"""The three shapes, each a package of its own, and what they share.

A shape is a module with `parse` (a request to an ask), `body` and `events` (turns to its JSON) and `read` (bytes back
to turns). It knows nothing of vendors but for the traits of a model; a vendor may re-dress what a shape says.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from mockllm.ask import Ask, Body, Headers, Model
from mockllm.stamp import Stamp
from mockllm.turn import Turn
from mockllm.wire.event import Event, Ink, JsonObject, Run, Tail

__all__ = ["Event", "Ink", "JsonObject", "Run", "Shape", "Tail"]


class Shape(Protocol):
    """What every shape's package offers; the package itself is the value."""

    name: str
    talk: str
    """The member of a request that holds the conversation."""

    def parse(self, body: Body, headers: Headers, vendor: str, model: Model) -> Ask:
        """The ask in a request body. Total: whatever the body holds, there is an ask."""

    def body(self, ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> JsonObject:
        """The whole answer as one JSON object."""

    def events(self, ask: Ask, turns: Sequence[Turn], stamp: Stamp) -> Iterator[Event]:
        """The answer as a stream."""

    def read(self, body: bytes, *, stream: bool) -> tuple[Turn, ...]:
        """The turns in an answer's bytes. Raises ValueError where they are not of this shape."""
