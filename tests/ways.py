"""Asking an engine without a socket."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockllm.ask import Ask
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Answer, Raw, Reply
from mockllm.session import Session
from mockllm.turn import Turn
from mockllm.vendors.kinds import World
from mockllm.vendors.table import VENDORS
from mockllm.wire.coding import unframed

__all__ = ["Says", "asked", "bytes_of", "engine_that_says"]

PATHS = {
    ("openai", "chat"): "/v1/chat/completions",
    ("openai", "responses"): "/v1/responses",
    ("anthropic", "messages"): "/v1/messages",
    ("openrouter", "chat"): "/api/v1/chat/completions",
    ("openrouter", "responses"): "/api/v1/responses",
    ("openrouter", "messages"): "/api/v1/messages",
    ("aiandgpu", "chat"): "/aiandgpu/v1/chat/completions",
    ("aiandgpu", "responses"): "/aiandgpu/v1/responses",
    ("aiandgpu", "messages"): "/aiandgpu/v1/messages",
}


class Says:
    """A source that says the same turns to everybody."""

    name = "fake"
    raw = False

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def active(self, _: Session) -> bool:
        """Always."""
        return True

    async def answer(self, _: Raw, __: Ask | None, ___: World) -> Answer:
        """The turns."""
        return self._answer


def engine_that_says(turns: Sequence[Turn], settings: Settings | None = None, *, steady: bool = True) -> Engine:
    """An engine whose every answer is these turns."""
    return Engine([Says(Answer(tuple(turns), steady=steady))], settings or Settings(), VENDORS)


async def asked(
    engine: Engine, path: str, body: Mapping[str, Any], session: Session | None = None, **headers: str
) -> Reply:
    """The reply to a JSON body."""
    named = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if "/v1/messages" in path:
        named.setdefault("anthropic-version", "2023-06-01")
    raw = Raw("POST", path, {}, named, tuple(named.items()), json.dumps(body).encode(), path, "http://test")
    reply, _ = await engine.respond(raw, session or Session("default"), 1_800_000_000.0)
    return reply


def bytes_of(reply: Reply) -> bytes:
    """All bytes of a reply's body."""
    if reply.burst is not None:
        return unframed(reply.burst[0]) + reply.burst[1]
    if reply.frames is not None:
        return b"".join(frame.data for frame in reply.frames)
    return reply.body
