"""Cache diagnostics: where a prompt diverges from that of an earlier answer, which its request names.

Specification: https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.session import Bounded, Slot
from mockllm.vendors.kinds import Said, World
from mockllm.wire import Event, JsonObject
from mockllm.wire.messages.body import head
from mockllm.wire.prompt import message_tokens, tool_tokens
from mockllm.wire.tolerant import mapping, string

__all__ = ["FINGERPRINTS", "Fingerprint", "compared", "diagnosed", "dress", "keep", "recall", "stream"]

MOST = 1_000
FOUND = "diagnostics"
OTHER = ("thinking", "tool_choice", "output_config")
"""Fields beside model, system, tools and messages that a prompt depends on."""


class Fingerprint(Struct, frozen=True):
    """A prompt in digests: its parts in the order in which they are compared, and its blocks with their tokens."""

    model: str
    system: str
    tools: str
    other: str
    talk: tuple[str, ...]
    blocks: tuple[tuple[str, int], ...]


FINGERPRINTS: Slot[Bounded[Fingerprint]] = Slot("anthropic.fingerprints", lambda: Bounded(MOST))


def diagnosed(ask: Ask) -> bool:
    """Whether a request asks for a diagnosis, now or for its next turn."""
    return isinstance(ask.body.get("diagnostics"), dict)


def compared(ask: Ask) -> bool:
    """Whether a request names an earlier answer to compare with."""
    return bool(mapping(ask.body.get("diagnostics")).get("previous_message_id"))


def recall(ask: Ask, world: World) -> Ask:
    """The ask with the diagnosis that it asks for."""
    if not diagnosed(ask):
        return ask
    previous = string(mapping(ask.body.get("diagnostics")).get("previous_message_id"))
    reason = _reason(world.session.slot(FINGERPRINTS).get(previous), _fingerprint(ask)) if previous else None
    return replace(ask, found={**ask.found, FOUND: reason and {"cache_miss_reason": reason}})


def keep(said: Said, world: World) -> None:
    """Remember the prompt's fingerprint under the id of the answer."""
    if diagnosed(said.ask):
        world.session.slot(FINGERPRINTS)[head(said.ask, said.stamp)["id"]] = _fingerprint(said.ask)


def dress(said: Said, body: JsonObject) -> JsonObject:
    """The message with its diagnosis."""
    return {**body, FOUND: said.ask.found[FOUND]} if FOUND in said.ask.found else body


def stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The events, the diagnosis in the first."""
    return (_noted(said, event) for event in events) if FOUND in said.ask.found else events


def _noted(said: Said, event: Event) -> Event:
    if event.name == "message_start" and isinstance(event.data, dict):
        return Event({**event.data, "message": dress(said, event.data["message"])}, event.name)
    return event


def _reason(before: Fingerprint | None, now: Fingerprint) -> JsonObject | None:
    """Why the prompt does not go on where the one before ended; None where it does."""
    if before is None:
        return {"type": "previous_message_not_found"}
    for name in ("model", "system", "tools"):
        if getattr(before, name) != getattr(now, name):
            return _changed(name, before, now)
    if before.other != now.other:
        return {"type": "unavailable"}
    return None if now.talk[: len(before.talk)] == before.talk else _changed("messages", before, now)


def _changed(name: str, before: Fingerprint, now: Fingerprint) -> JsonObject:
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(before.blocks, now.blocks, strict=False))
    shared = 0 if name == "model" else sum(size for (_, size), _ in alike)
    missed = sum(size for _, size in before.blocks) - shared
    return {"type": f"{name}_changed", "cache_missed_input_tokens": missed}


def _fingerprint(ask: Ask) -> Fingerprint:
    tools = tuple((_digest([replace(tool, cached=None)]), tool_tokens([tool])) for tool in ask.tools)
    said = tuple((_digest([each.role, each.parts]), message_tokens(each)) for each in ask.messages)
    first = sum(1 for _ in takewhile(lambda message: message.role == "system", ask.messages))
    return Fingerprint(
        f"{ask.card.id}/{ask.body.get('speed') or 'standard'}",
        _digest(said[:first]),
        _digest(tools),
        _digest(ask.body.get(name) for name in OTHER),
        tuple(digest for digest, _ in said[first:]),
        (*tools, *said),
    )


def _digest(things: Iterable[object]) -> str:
    state = hashlib.blake2b(digest_size=12)
    for thing in things:
        state.update(repr(thing).encode("utf-8", "surrogatepass") + b"\0")
    return state.hexdigest()
