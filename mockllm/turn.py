"""What a model says: a turn of ordered parts, how it stopped, and what it used.

Nothing here refers back to what refers to it, so that the garbage collector need not watch it (`gc=False`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

__all__ = [
    "Citation",
    "Deltas",
    "Json",
    "Other",
    "Part",
    "Passage",
    "Reasoning",
    "Refusal",
    "Stop",
    "Text",
    "ToolCall",
    "Turn",
    "Unit",
    "Usage",
    "calls",
    "said",
    "stop_of",
    "total",
]

Stop = Literal["end", "length", "stop_sequence", "tool", "refusal", "content_filter", "pause", "context"]
"""Why a turn ended, in neutral words; each shape maps them to its own."""

Deltas = Literal["token", "word", "whole"] | int
"""How text is cut into events: per token, per word, in one piece, or every so many characters."""


Unit = Literal["character", "page", "block", "result"]
"""What a passage is counted in: characters or pages of a document, blocks of one or of a search result."""


class Citation(Struct, frozen=True, gc=False):
    """A source that a text quotes: `start` and `end` are character offsets into that text.

    `quoted` is what the source says, where that is not what the text says.
    """

    url: str
    title: str = ""
    start: int = 0
    end: int = 0
    quoted: str = ""


class Passage(Struct, frozen=True, gc=False):
    """What a text cites of the request: `text` of the document, or search result, number `source` (from 0).

    `start` and `end` (the first that is not cited) count characters from 0, pages from 1, or blocks from 0.
    """

    text: str
    unit: Unit
    source: int
    start: int
    end: int
    title: str | None = None
    url: str | None = None


class Text(Struct, frozen=True, gc=False):
    """Prose for the user, and what it cites: sources on the web, and passages of what the request holds."""

    text: str
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()


class Reasoning(Struct, frozen=True, gc=False):
    """Thinking before the answer.

    `text` is the thought itself and `summary` its published parts; where only one is given, a shape that shows the
    other takes it. `redacted` hides both. `signature` stands in for the generated one.
    """

    text: str = ""
    summary: tuple[str, ...] = ()
    signature: str | None = None
    redacted: bool = False


class ToolCall(Struct, frozen=True, gc=False):
    """A call: `arguments` is JSON text, or free text for a custom tool; without `id` the stamp makes one."""

    name: str
    arguments: str = "{}"
    id: str | None = None
    custom: bool = False


class Refusal(Struct, frozen=True, gc=False):
    """The model declines; `category` is the classifier's word where a shape has a place for it."""

    text: str
    category: str | None = None


class Json(Struct, frozen=True, gc=False):
    """A JSON document, as the exact text that is sent."""

    text: str


class Other(Struct, frozen=True, gc=False):
    """A raw part in the words of one shape; the other shapes leave it out."""

    shape: str
    data: Mapping[str, Any]


Part = Text | Reasoning | ToolCall | Refusal | Json | Other


class Usage(Struct, frozen=True, gc=False):
    """Token counts. `cached` and `written` are parts of `input`; `reasoning` is a part of `output`.

    `written_1h` is the part of `written` that a cache keeps for an hour instead of five minutes.
    """

    input: int = 0
    output: int = 0
    reasoning: int = 0
    cached: int = 0
    written: int = 0
    written_1h: int = 0


class Turn(Struct, frozen=True, gc=False):
    """One choice of an answer. `stop` None means what follows from the parts."""

    parts: tuple[Part, ...] = ()
    stop: Stop | None = None
    stop_sequence: str | None = None
    usage: Usage | None = None
    deltas: Deltas = "token"
    extra: Mapping[str, Any] = field(default_factory=dict)


def calls(turn: Turn) -> tuple[ToolCall, ...]:
    """The tool calls of a turn, in order."""
    return tuple(part for part in turn.parts if isinstance(part, ToolCall))


def said(turn: Turn) -> str:
    """The text of a turn: prose and JSON documents, joined."""
    return "".join(part.text for part in turn.parts if isinstance(part, Text | Json))


def stop_of(turn: Turn) -> Stop:
    """Why the turn stopped: as it says, else as its parts imply."""
    if turn.stop is not None:
        return turn.stop
    if any(isinstance(part, ToolCall) for part in turn.parts):
        return "tool"
    if any(isinstance(part, Refusal) for part in turn.parts):
        return "refusal"
    return "end"


def total(turns: Sequence[Turn]) -> Usage:
    """The usage of an answer: the input once, the outputs of all its turns."""
    if len(turns) == 1:
        return turns[0].usage or Usage()
    used = [turn.usage or Usage() for turn in turns]
    first = used[0] if used else Usage()
    return Usage(
        input=first.input,
        output=sum(each.output for each in used),
        reasoning=sum(each.reasoning for each in used),
        cached=first.cached,
        written=first.written,
        written_1h=first.written_1h,
    )
