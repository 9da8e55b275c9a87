"""What a session remembers of answers: stored responses and chat completions, conversations.

Responses go into the ask that names them with `previous_response_id` or `conversation`; the endpoints that read them
are each vendor's own.
Specification: https://platform.openai.com/docs/guides/conversation-state
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.ask import Ask, Message
from mockllm.errors import Failure
from mockllm.session import Slot
from mockllm.vendors.kinds import Said, World
from mockllm.wire import JsonObject
from mockllm.wire.chat.body import head
from mockllm.wire.prompt import message_tokens, prompt_tokens
from mockllm.wire.responses.body import body as response_body
from mockllm.wire.responses.ids import inherit, response_id
from mockllm.wire.responses.items import kept_items, references
from mockllm.wire.responses.parse import input_messages
from mockllm.wire.tolerant import mapping, string, truth

__all__ = [
    "CHATS",
    "CONVERSATIONS",
    "RESPONSES",
    "Conversation",
    "Kept",
    "Shelf",
    "alone",
    "conversation_of",
    "earlier",
    "keep",
    "recall",
]

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Things by id in the order in which they came: at most `most` of them, and `most_bytes` of requests.

    The oldest goes first; the newest always stays.
    """

    def __init__(self, most: int = 1_000, most_bytes: int = 32 << 20) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self._things: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self._bytes = 0

    def put(self, id_: str, thing: Value, size: int = 0) -> None:
        """Take in a thing; `size` is that of the request that brought it, in bytes."""
        self.take(id_)
        self._things[id_] = (thing, size)
        self._bytes += size
        while len(self._things) > self.most or (self._bytes > self.most_bytes and len(self._things) > 1):
            _, (_, gone) = self._things.popitem(last=False)
            self._bytes -= gone

    def get(self, id_: str) -> Value | None:
        """The thing of that id."""
        found = self._things.get(id_)
        return found[0] if found else None

    def take(self, id_: str) -> Value | None:
        """Forget the thing of that id; it is given back."""
        found = self._things.pop(id_, None)
        if found is None:
            return None
        self._bytes -= found[1]
        return found[0]

    def all(self) -> list[Value]:
        """All things, oldest first."""
        return [thing for thing, _ in self._things.values()]


class Kept(Struct):
    """A stored answer. `at` is when it was asked, on the session's clock; `before` is the conversation before it.

    `metadata` stands in place of what was asked with, once it is updated.
    """

    said: Said
    at: float
    before: tuple[JsonObject, ...] = ()
    cancelled: bool = False
    metadata: JsonObject | None = None
    _own: tuple[JsonObject, ...] | None = None

    def inputs(self) -> tuple[JsonObject, ...]:
        """All input items of the answer, those of the conversation before it first."""
        return (*self.before, *self.own())

    def own(self) -> tuple[JsonObject, ...]:
        """The input items that came with the request itself."""
        if self._own is None:
            self._own = tuple(kept_items(self.said.ask.body.get("input"), self.said.stamp))
        return self._own

    def outputs(self) -> tuple[JsonObject, ...]:
        """The output items."""
        return tuple(response_body(self.said.ask, self.said.turns, self.said.stamp)["output"])


class Conversation(Struct):
    """A conversation: its items in order. `created` is in Unix seconds; `added` counts all items there ever were."""

    id: str
    created: int
    metadata: JsonObject = field(default_factory=dict)
    items: list[JsonObject] = field(default_factory=list)
    added: int = 0

    def add(self, more: Iterable[JsonObject]) -> None:
        """Take in items; the oldest go where there are too many."""
        fresh = list(more)
        self.added += len(fresh)
        self.items.extend(fresh)
        del self.items[:-MOST_ITEMS]


MOST_ITEMS = 2_000

RESPONSES: Slot[Shelf[Kept]] = Slot("stored.responses", Shelf)
CHATS: Slot[Shelf[Kept]] = Slot("stored.chats", Shelf)
CONVERSATIONS: Slot[Shelf[Conversation]] = Slot("stored.conversations", Shelf)


def alone(ask: Ask) -> bool:
    """Whether an answer depends on nothing that the session remembers."""
    body = ask.body
    joined = ask.previous is not None or conversation_of(ask) is not None or references(body.get("input"))
    return not joined and not truth(body.get("background"))


def keep(said: Said, world: World) -> None:
    """Remember an answer where its request wants that: by itself, and in its conversation."""
    KEEPERS[said.ask.shape](said, world)


def recall(ask: Ask, world: World) -> Ask | Failure:
    """The ask with what the session remembers of it in front; a failure where it names what is not there.

    Instructions of earlier requests are not inherited. In lenient mode what is not there is empty.
    """
    joined = _joined(ask, world)
    if isinstance(joined, Failure) or joined.input_tokens <= joined.card.context or world.options.lenient:
        return joined
    return _fitted(joined)


def _joined(ask: Ask, world: World) -> Ask | Failure:
    named = conversation_of(ask)
    if ask.previous is None and named is None and not references(ask.body.get("input")):
        return ask
    found = earlier(ask, world)
    if isinstance(found, Failure):
        return found
    inherit(world.stamp, ask.previous)
    resolved = _resolved([*found, *kept_items(ask.body.get("input"), world.stamp)], world)
    if isinstance(resolved, Failure):
        return resolved
    return _with(ask, (*_instructions(ask), *input_messages(resolved)))


def _fitted(ask: Ask) -> Ask | Failure:
    """The ask without its oldest messages, as many as it takes to fit the model, where `truncation` is `auto`."""
    if ask.body.get("truncation") != "auto":
        message = "Your input exceeds the context window of this model. Please adjust your input and try again."
        return Failure("invalid_request", message, "input", code="context_length_exceeded")
    instructed = _instructions(ask)
    rest = ask.messages[len(instructed) :]
    over = ask.input_tokens - ask.card.context
    dropped = 0
    while over > 0 and dropped < len(rest) - 1:
        over -= message_tokens(rest[dropped])
        dropped += 1
    # A result whose call was dropped would answer nothing.
    while dropped < len(rest) - 1 and rest[dropped].role == "tool":
        dropped += 1
    return _with(ask, (*instructed, *rest[dropped:]))


def _instructions(ask: Ask) -> tuple[Message, ...]:
    return ask.messages[:1] if isinstance(ask.body.get("instructions"), str) else ()


def _with(ask: Ask, messages: tuple[Message, ...]) -> Ask:
    wanted = ask.format.schema if ask.format else None
    return replace(ask, messages=messages, input_tokens=prompt_tokens(messages, ask.tools, wanted))


def conversation_of(ask: Ask) -> str | None:
    """The id of the conversation that a request belongs to."""
    value = ask.body.get("conversation")
    return string(value if isinstance(value, str) else mapping(value).get("id")) or None


def earlier(ask: Ask, world: World) -> tuple[JsonObject, ...] | Failure:
    """The items of the conversation that an ask continues; a failure where it names one that is not there."""
    previous, named = ask.previous, conversation_of(ask)
    if named is not None:
        conversation = world.session.slot(CONVERSATIONS).get(named)
        if conversation is None and not world.options.lenient:
            return Failure("not_found", f"Conversation with id '{named}' not found.")
        return tuple(conversation.items) if conversation else ()
    if previous is None:
        return ()
    kept = world.session.slot(RESPONSES).get(previous)
    if kept is None and not world.options.lenient:
        message = f"Previous response with id '{previous}' not found."
        return Failure("invalid_request", message, "previous_response_id", code="previous_response_not_found")
    return (*kept.inputs(), *kept.outputs()) if kept else ()


def _resolved(items: list[JsonObject], world: World) -> list[JsonObject] | Failure:
    """The items with references replaced by what they refer to."""
    if all(item["type"] != "item_reference" for item in items):
        return items
    known: dict[str, JsonObject] = {}
    for kept in world.session.slot(RESPONSES).all():
        known |= {each["id"]: each for each in (*kept.inputs(), *kept.outputs())}
    for conversation in world.session.slot(CONVERSATIONS).all():
        known |= {each["id"]: each for each in conversation.items}
    resolved = []
    for item in items:
        if item["type"] != "item_reference":
            resolved.append(item)
        elif item["id"] in known:
            resolved.append(known[item["id"]])
        elif not world.options.lenient:
            message = (
                f"Item with id '{item['id']}' not found. Items are not persisted when `store` is set to false. "
                "Try again with `store` set to true, or remove this item from your input."
            )
            return Failure("not_found", message, "input")
    return resolved


def _keep_response(said: Said, world: World) -> None:
    ask = said.ask
    named = conversation_of(ask)
    found = earlier(ask, world)
    kept = Kept(said, world.now, () if isinstance(found, Failure) else found)
    if ask.store or truth(ask.body.get("background")):
        world.session.slot(RESPONSES).put(response_id(said.stamp, stored=ask.store), kept, len(world.raw.body))
    conversation = world.session.slot(CONVERSATIONS).get(named) if named is not None else None
    if conversation is not None:
        conversation.add((*kept.own(), *kept.outputs()))


def _keep_chat(said: Said, world: World) -> None:
    if said.ask.store:
        kept = Kept(said, world.now)
        world.session.slot(CHATS).put(head(said.stamp), kept, len(world.raw.body))


def _keep_nothing(_: Said, __: World) -> None:
    return None


KEEPERS: dict[str, Callable[[Said, World], None]] = {
    "responses": _keep_response,
    "chat": _keep_chat,
    "messages": _keep_nothing,
    "completions": _keep_nothing,
}
