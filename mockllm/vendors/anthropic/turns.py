"""What a Messages request says, turn by turn: messages of one role that follow each other are one turn."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from mockllm.ask import Body
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.wire.tolerant import mapping, string

__all__ = ["Block", "Conversed", "Talk", "TalkCheck", "Turn", "blocks", "cached", "continued", "merged"]

Block = tuple[int, int, Mapping[str, Any]]
"""A content block with the index of its message and its own."""
Place = tuple[str | int, ...]


class Turn(Struct, frozen=True):
    """Messages of one role, joined: their blocks, and the index of the last."""

    role: str
    blocks: tuple[Block, ...]
    last: int


def blocks(body: Body) -> Iterator[Block]:
    """Every content block of the conversation; a string counts as one text block."""
    for index, message in enumerate(body["messages"]):
        yield from _own(index, message["content"])


def _own(index: int, content: Any) -> Iterator[Block]:
    if isinstance(content, str):
        yield index, 0, {"type": "text", "text": content}
    else:
        yield from ((index, place, block) for place, block in enumerate(content))


def merged(body: Body) -> list[Turn]:
    """The conversation by turns."""
    turns: list[Turn] = []
    for index, message in enumerate(body["messages"]):
        own = tuple(_own(index, message["content"]))
        if turns and turns[-1].role == message["role"]:
            own = (*turns.pop().blocks, *own)
        turns.append(Turn(message["role"], own, index))
    return turns


def _marked(places: Iterator[tuple[Place, Mapping[str, Any]]]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    return ((place, each["cache_control"]) for place, each in places if each.get("cache_control"))


def _listed(value: Any, *place: str | int) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    return (((*place, index), each) for index, each in enumerate(value if isinstance(value, list) else ()))


def _spoken(body: Body) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for index, place, block in blocks(body):
        where = ("messages", index, "content", place)
        if block["type"] == "tool_result":
            yield from _listed(block.get("content"), *where, "content")
        yield where, block


def cached(body: Body) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every cache breakpoint with its place, in the order in which the prompt is read: tools, system, messages."""
    yield from _marked(_listed(body.get("tools"), "tools"))
    yield from _marked(_listed(body.get("system"), "system"))
    yield from _marked(_spoken(body))


def continued(body: Body) -> str | None:
    """The id of the message after which a thread goes on; None where the request holds its whole conversation."""
    thread = mapping(body.get("thread"))
    return string(thread.get("previous_message_id")) if thread.get("type") == "continue" else None


class Talk(Struct, frozen=True):
    """A request whose fields are in order, surveyed once: its blocks, which kinds of them there are, whose they are."""

    body: Body
    blocks: tuple[Block, ...]
    kinds: frozenset[str]
    roles: frozenset[str]

    @classmethod
    def of(cls, body: Body) -> "Talk":
        """The survey of a request."""
        found = tuple(blocks(body))
        kinds = frozenset(block["type"] for _, _, block in found)
        return cls(body, found, kinds, frozenset(message["role"] for message in body["messages"]))


TalkCheck = Callable[[Talk, About], Failure | None]


class Conversed(Struct, frozen=True):
    """Checks that share one survey of the request; the first that fails decides."""

    rows: tuple[TalkCheck, ...]

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The first failure."""
        talk = Talk.of(body)
        for row in self.rows:
            failure = row(talk, about)
            if failure is not None:
                return failure
        return None
