"""What a client asks, in neutral words: a parsed request of any shape.

Nothing here refers back to what refers to it, so that the garbage collector need not watch it (`gc=False`).
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from mockllm.turn import Part, Text

__all__ = [
    "Ask",
    "Body",
    "Choice",
    "File",
    "Format",
    "Headers",
    "Image",
    "InputPart",
    "Mark",
    "Message",
    "Model",
    "Role",
    "Thinking",
    "Tool",
    "ToolResult",
    "Ttl",
    "images",
    "last_user",
    "results",
    "system",
    "text_of",
    "turn_number",
]

Body = Mapping[str, Any]
Headers = Mapping[str, str]
"""Request headers with lower-cased names; the last of a repeated header wins."""

Role = Literal["system", "user", "assistant", "tool"]


class Image(Struct, frozen=True, gc=False):
    """A picture in the input, as a URL or base64 data; never fetched."""

    url: str | None = None
    media_type: str | None = None
    data: str | None = None


class File(Struct, frozen=True, gc=False):
    """A document or other file in the input; `text` where it is plain.

    `blocks` are its texts where it comes in blocks, empty for pictures. `result` says that a search found it, `cited`
    that the answer may cite it.
    """

    name: str | None = None
    media_type: str | None = None
    url: str | None = None
    data: str | None = None
    text: str | None = None
    blocks: tuple[str, ...] = ()
    result: bool = False
    cited: bool = False


class ToolResult(Struct, frozen=True, gc=False):
    """What a tool gave back; `name` is the tool's where the conversation tells."""

    call_id: str
    text: str
    name: str | None = None
    error: bool = False
    images: tuple[Image, ...] = ()
    files: tuple[File, ...] = ()


InputPart = Part | Image | File | ToolResult


Ttl = Literal["5m", "30m", "1h", "12h", "request"]
"""How long a prompt cache keeps what was marked; `request` is as long as the request says for all its marks."""


class Mark(Struct, frozen=True, gc=False):
    """A cache breakpoint: the prompt up to and with the first `parts` parts of the message is kept."""

    parts: int
    ttl: Ttl = "5m"


class Message(Struct, frozen=True, gc=False):
    """One entry of the conversation."""

    role: Role
    parts: tuple[InputPart, ...]
    marks: tuple[Mark, ...] = ()


class Tool(Struct, frozen=True, gc=False):
    """A tool on offer. `schema` is the JSON schema of its arguments; None for custom and hosted tools.

    `cached` is set where it carries a cache breakpoint: how long the prompt up to it is kept.
    """

    name: str
    description: str = ""
    schema: Any = None
    kind: Literal["function", "custom", "legacy", "hosted"] = "function"
    strict: bool = False
    cached: Ttl | None = None


class Choice(Struct, frozen=True, gc=False):
    """Which tools may or must be called: `names` narrows the offer where it is not empty."""

    mode: Literal["auto", "none", "required"] = "auto"
    names: tuple[str, ...] = ()


class Format(Struct, frozen=True, gc=False):
    """A wanted document: any JSON object, or one that satisfies `schema`."""

    kind: Literal["json_object", "json_schema"]
    schema: Any = None
    name: str = ""
    strict: bool = False


class Thinking(Struct, frozen=True, gc=False):
    """Reasoning as asked for. `summary` and `text` say whether its summary or its text is shown.

    `encrypted` asks for the opaque form; `budget` is in tokens.
    """

    effort: str | None = None
    budget: int | None = None
    summary: str | None = None
    text: bool = False
    encrypted: bool = False


class Model(Struct, frozen=True, gc=False):
    """A model as its vendor's table knows it: `id` is the canonical one that answers carry, sizes are in tokens."""

    id: str
    reasoning: bool = False
    context: int = 128_000
    max_output: int = 16_384
    traits: frozenset[str] = frozenset()


class Ask(Struct, frozen=True, gc=False):
    """A parsed request. `body` is the request as sent, `model` the name as sent, `card` what the vendor knows of it.

    `limit` is in output tokens; `logprobs` None means none, else how many alternatives; `input_tokens` counts the
    whole prompt with its tools. `cached` asks to keep the whole prompt without a mark of its own. `found` is what the
    session holds for the request, under names of the vendor's.
    """

    vendor: str
    shape: str
    model: str
    card: Model
    messages: tuple[Message, ...] = ()
    tools: tuple[Tool, ...] = ()
    choice: Choice = Choice()
    parallel: bool = True
    limit: int | None = None
    stop: tuple[str, ...] = ()
    n: int = 1
    logprobs: int | None = None
    format: Format | None = None
    thinking: Thinking | None = None
    stream: bool = False
    sampling: Mapping[str, Any] = field(default_factory=dict)
    user: str | None = None
    previous: str | None = None
    store: bool = False
    input_tokens: int = 0
    cached: Ttl | None = None
    headers: Headers = field(default_factory=dict)
    body: Body = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)


_WORDED = (Text, ToolResult, File)


def text_of(message: Message) -> str:
    """The text of a message: its prose and the texts of its tool results, a line each."""
    return "\n".join([part.text for part in message.parts if isinstance(part, _WORDED) and part.text])


def system(ask: Ask) -> str:
    """All system text, in order."""
    return "\n".join([text_of(message) for message in ask.messages if message.role == "system"])


def last_user(ask: Ask) -> str:
    """The text of the last user message that is not only tool results."""
    for message in reversed(ask.messages):
        if message.role == "user":
            return text_of(message)
    return ""


def results(ask: Ask) -> tuple[ToolResult, ...]:
    """The tool results since the assistant spoke last, in order."""
    found: list[ToolResult] = []
    for message in reversed(ask.messages):
        if message.role == "assistant":
            break
        found[:0] = [part for part in message.parts if isinstance(part, ToolResult)]
    return tuple(found)


def images(ask: Ask) -> tuple[Image, ...]:
    """Every picture of the conversation, in order."""
    return tuple(part for message in ask.messages for part in message.parts if isinstance(part, Image))


def turn_number(ask: Ask) -> int:
    """Which turn of the conversation is asked for: one more than the assistant has had.

    Entries of one turn that a shape keeps apart (a text and its calls) count once.
    """
    number = 1
    before: Role | None = None
    for message in ask.messages:
        if message.role == "assistant" and before != "assistant":
            number += 1
        before = message.role
    return number
