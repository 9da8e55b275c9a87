"""What a test looks at: the requests to a model, and what came of them, in words that suit assertions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from mockllm import ask as asks
from mockllm.api.tap import kept
from mockllm.ask import Ask, Image, Tool, ToolResult
from mockllm.cassette.shapes import ask_of, turns_of
from mockllm.engine.render import counted
from mockllm.journal import Entry
from mockllm.session import Session
from mockllm.turn import Turn, Usage, total

__all__ = ["Asked", "Message", "Named", "ask_in", "asked", "turns_in", "usage_in"]

Value = TypeVar("Value")


class Named(dict[str, Value]):
    """Things by their names; a name that is not there says which are. `what` they are is said in the plural."""

    def __init__(self, what: str, found: Iterable[tuple[str, Value]]) -> None:
        super().__init__(found)
        self._what = what

    def __missing__(self, name: str) -> Value:
        __tracebackhide__ = True
        raise KeyError(f"{name!r} is none of the {self._what} of this request: {', '.join(self) or 'it has none'}")


class Message(NamedTuple):
    """One message; it equals a plain pair of role and text."""

    role: str
    text: str


@dataclass(frozen=True)
class Asked:
    """One request to a model. `ask` holds all of it in neutral words, `entry` what the journal says of it."""

    ask: Ask
    entry: Entry

    @property
    def model(self) -> str:
        """The name of the model, as sent."""
        return self.ask.model

    @property
    def vendor(self) -> str:
        """Whose service was asked."""
        return self.entry.vendor

    @property
    def shape(self) -> str:
        """The wire shape: chat, responses or messages."""
        return self.ask.shape

    @property
    def stream(self) -> bool:
        """Whether a stream was asked for."""
        return self.ask.stream

    @property
    def system(self) -> str:
        """All system text."""
        return asks.system(self.ask)

    @property
    def user(self) -> str:
        """The last user text."""
        return asks.last_user(self.ask)

    @cached_property
    def messages(self) -> list[Message]:
        """The conversation as pairs of role and text."""
        return [Message(message.role, asks.text_of(message)) for message in self.ask.messages]

    @cached_property
    def tools(self) -> dict[str, Tool]:
        """The tools on offer by name."""
        return Named("tools", ((tool.name, tool) for tool in self.ask.tools))

    @cached_property
    def tool_results(self) -> Mapping[str, ToolResult]:
        """The results since the assistant spoke last, by the name of the tool, else by the id of the call."""
        return Named("tool results", ((each.name or each.call_id, each) for each in asks.results(self.ask)))

    @property
    def images(self) -> tuple[Image, ...]:
        """Every picture of the conversation."""
        return asks.images(self.ask)

    @property
    def headers(self) -> Mapping[str, str]:
        """The request headers with lower-cased names."""
        return self.ask.headers

    @property
    def body(self) -> Mapping[str, Any]:
        """The body as it was sent."""
        return self.ask.body

    def __repr__(self) -> str:
        return f"<request {self.entry.number} to {self.model}: {self.user[:60]!r}>"


def ask_in(session: Session, entry: Entry) -> Ask | None:
    """The ask of an entry, also where a recording answered it unread; None where no model was asked."""
    if entry.ask is not None:
        return entry.ask
    found = kept(session, entry)
    return None if found is None else ask_of(found.exchange())


def turns_in(session: Session, entry: Entry) -> tuple[Turn, ...]:
    """The turns of an entry, also where they are recorded bytes; none where it was an error."""
    found = kept(session, entry)
    if entry.turns or found is None:
        return entry.turns
    try:
        return turns_of(found.exchange())
    except ValueError:
        return ()


def usage_in(session: Session, entry: Entry) -> Usage:
    """What an entry used; counted by us where a recording does not say."""
    if entry.usage is not None:
        return entry.usage
    ask = ask_in(session, entry)
    return total(counted(turns_in(session, entry), ask.input_tokens if ask is not None else 0))


def asked(session: Session) -> list[Asked]:
    """All requests to a model that a session has had, in order."""
    found = [(ask_in(session, entry), entry) for entry in list(session.journal)]
    return [Asked(ask, entry) for ask, entry in found if ask is not None]
