"""Scripts and their play without a server."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from mockllm.ask import Ask
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw
from mockllm.scenario.compile import compile as compiled
from mockllm.scenario.document import parse
from mockllm.scenario.places import Places
from mockllm.scenario.script import Script
from mockllm.scenario.source import Scripted, scenario_source
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.turn import said
from mockllm.vendors.kinds import World

__all__ = ["Played", "heard", "of", "play", "world"]

Played = Callable[[Ask], Answer | Miss]


def of(text: str) -> Script:
    """The script of a YAML text."""
    return compiled(*parse(text, "s.yaml"))


def world(session: Session, unique: bytes = b"unique") -> World:
    """As much of a world as a script looks at."""
    return cast("World", SimpleNamespace(session=session, stamp=Stamp(b"text", unique)))


def play(script: Script | str | dict[str, Any], session: Session | None = None) -> Played:
    """What answers asks from a script, in one session."""
    made = of(script) if isinstance(script, str) else compiled(script, Places()) if isinstance(script, dict) else script
    source = scenario_source(lambda: made)
    where = session or Session("test")
    count = iter(range(1_000_000))

    def answer(ask: Ask) -> Answer | Miss:
        return once(source, ask, world(where, next(count).to_bytes(8, "big")))

    return answer


def once(source: Scripted, ask: Ask, where: World) -> Answer | Miss:
    """What a source answers to one ask."""
    found = asyncio.run(_answer(source, ask, where))
    assert isinstance(found, Answer | Miss)
    return found


async def _answer(source: Scripted, ask: Ask, where: World) -> object:
    return await source.answer(Raw("POST", "/"), ask, where)


def heard(found: Answer | Miss) -> str:
    """An answer in a word: its text, its failure, or a miss."""
    if isinstance(found, Miss):
        return "miss"
    if found.failure is not None and not found.turns:
        return found.failure.kind
    return "|".join(said(turn) for turn in found.turns)
