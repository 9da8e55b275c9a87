"""Message threads: conversations that the session holds under the id of the last answer.

Specification: https://platform.claude.com/docs/en/build-with-claude/message-threads
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, Body
from mockllm.checks import About, first
from mockllm.errors import Failure
from mockllm.session import Slot
from mockllm.vendors.anthropic.message_rows import WHOLE_ROWS
from mockllm.vendors.anthropic.turns import continued
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.stored import Shelf
from mockllm.wire import messages
from mockllm.wire.tolerant import mapping

__all__ = ["THREADS", "Thread", "keep", "recall", "threaded"]

LIFE = 300.0
"""How many seconds a thread is held after its last answer."""
STEADY = ("system", "tools", "output_config")
"""Fields that every turn of a thread shares: one that is sent again says the same."""
WHOLE = "thread"
"""Under which name an ask holds its whole conversation."""
REPLAY = 'Replay the full conversation with `thread: {"type": "create"}` to '
LOST = f"No usable Thread state was found for `previous_message_id`. {REPLAY}start a new Thread."
AGAIN = (
    "The response that `previous_message_id` names has already been continued, and each response can be continued only "
    "once. Continue from the Thread's most recent response `id`."
)
DIFFERS = (
    "A field that must stay the same across a Thread's turns differs from the value stored with the Thread. Send the "
    f"stored values. {REPLAY}change them; differing field(s): "
)


class Thread(Struct):
    """A conversation up to and with an answer.

    `body` has its steady fields and its messages, `until` is when it is forgotten, in Unix seconds, `size` is that of
    the requests that made it, in bytes.
    """

    body: Body
    until: float
    size: int
    over: bool = False


THREADS: Slot[Shelf[Thread]] = Slot("anthropic.threads", Shelf)


def threaded(ask: Ask) -> bool:
    """Whether an answer is to be held."""
    return mapping(ask.body.get("thread")).get("type") in {"create", "continue"}


def recall(ask: Ask, world: World) -> Ask | Failure:
    """The ask with the conversation that it continues; a failure where there is none to continue.

    In lenient mode a conversation that is not there is empty.
    """
    name = continued(ask.body)
    if name is None:
        return replace(ask, found={**ask.found, WHOLE: ask.body}) if threaded(ask) else ask
    held = world.session.slot(THREADS).get(name)
    refused = None if world.options.lenient else _not_continued(held, ask.body, world.now)
    if refused is not None:
        return refused
    whole = _joined(held.body if held else {}, ask.body)
    about = About(ask.headers, world.vendor.model(ask.model, world.options), world.options.allow)
    failure = None if world.options.lenient else first(WHOLE_ROWS, whole, about)
    if failure is not None:
        return failure
    joined = messages.parse(whole, ask.headers, ask.vendor, ask.card)
    return replace(joined, body=ask.body, model=ask.model, previous=name, found={**ask.found, WHOLE: whole})


def keep(said: Said, world: World) -> None:
    """Hold the conversation with its answer; what it continued can be continued no more."""
    ask = said.ask
    if not threaded(ask):
        return
    shelf, before = world.session.slot(THREADS), _ended(said, world)
    answer = messages.body(ask, said.turns, said.stamp)
    whole = ask.found[WHOLE]
    spoken = [{"role": "assistant", "content": answer["content"]}] if answer["content"] else []
    body = {name: whole[name] for name in STEADY if name in whole} | {"messages": [*_talk(whole), *spoken]}
    size = before + len(world.raw.body)
    shelf.put(answer["id"], Thread(body, world.now + LIFE, size), size)


def _ended(said: Said, world: World) -> int:
    """The size of the conversation that was continued, of which only that it was is remembered."""
    name = continued(said.ask.body)
    shelf = world.session.slot(THREADS)
    held = shelf.get(name) if name is not None else None
    if name is None or held is None:
        return 0
    shelf.put(name, Thread({}, held.until, 0, over=True))
    return held.size


def _not_continued(held: Thread | None, body: Body, now: float) -> Failure | None:
    if held is None or held.until < now:
        return Failure("not_found", LOST, code="thread_not_found")
    if held.over:
        return Failure("invalid_request", AGAIN, code="thread_already_continued")
    changed = [name for name in STEADY if body.get(name) is not None and body[name] != held.body.get(name)]
    if not changed:
        return None
    return Failure("invalid_request", DIFFERS + ", ".join(changed), code="thread_fingerprint_mismatch")


def _joined(held: Mapping[str, Any], body: Body) -> dict[str, Any]:
    """The conversation as one request: what is held, then what is new."""
    return {**body, **held, "messages": [*_talk(held), *_talk(body)]}


def _talk(body: Body) -> list[Any]:
    told = body.get("messages")
    return told if isinstance(told, list) else []
