"""Responses that are made in the background: queued, in progress, done, on the session's clock.

Specification: https://platform.openai.com/docs/guides/background
"""

from mockllm.vendors.kinds import Said, World
from mockllm.vendors.stored import Kept
from mockllm.wire import JsonObject
from mockllm.wire.responses.body import Status, body, response
from mockllm.wire.tolerant import truth

__all__ = ["at_work", "dress", "in_background", "in_flight", "shown", "status"]

QUEUED = 0.2
"""The part of its time that a response waits for its turn."""


def in_background(said: Said) -> bool:
    """Whether a response is made in the background."""
    return truth(said.ask.body.get("background"))


def status(kept: Kept, world: World) -> Status | None:
    """The status of a stored response now; None where it is done and its turns tell.

    One that was streamed is done: whoever read its last event does not find it unfinished.
    """
    if kept.cancelled:
        return "cancelled"
    return None if kept.said.ask.stream else at_work(kept, world)


def at_work(kept: Kept, world: World) -> Status | None:
    """What a response in the background is at, by the time that it takes; None where that is over."""
    if not in_background(kept.said):
        return None
    spent = world.now - kept.at
    if spent >= world.options.work:
        return None
    return "queued" if spent < world.options.work * QUEUED else "in_progress"


def in_flight(kept: Kept, world: World) -> bool:
    """Whether a stored response is still being made."""
    return status(kept, world) in {"queued", "in_progress"}


def shown(kept: Kept, world: World) -> JsonObject:
    """A stored response as it stands now."""
    said, now = kept.said, status(kept, world)
    if now is None:
        return body(said.ask, said.turns, said.stamp)
    return response(said.ask, said.stamp, now, [])


def dress(said: Said, done: JsonObject) -> JsonObject:
    """The answer to a request: what is made in the background is only queued."""
    return response(said.ask, said.stamp, "queued", []) if in_background(said) else done
