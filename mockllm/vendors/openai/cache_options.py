"""What `prompt_cache_options` ask of a response itself: a diagnosis, or to read the prompt and say nothing.

Specification: https://developers.openai.com/api/docs/guides/prompt-caching
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.errors import Failure
from mockllm.turn import Other, Turn, Usage, total
from mockllm.vendors import stored
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.openai import background
from mockllm.vendors.stored import RESPONSES
from mockllm.wire import Event, JsonObject
from mockllm.wire.prompt import message_tokens, tool_tokens
from mockllm.wire.responses import body, echo, events
from mockllm.wire.tolerant import mapping, string, truth

__all__ = ["alone", "dress", "keep", "recall", "stream"]


def _options(ask: Ask) -> Any:
    return mapping(ask.body.get("prompt_cache_options"))


def recall(ask: Ask, world: World) -> Ask | Failure:
    """The ask with what the session remembers, and with the diagnosis that it asks for."""
    joined = stored.recall(ask, world)
    name = string(_options(ask).get("comparison_response_id"))
    if isinstance(joined, Failure) or not name:
        return joined
    kept = world.session.slot(RESPONSES).get(name)
    found = _compared(kept.said.ask, joined) if kept else {"type": "comparison_response_not_found"}
    return replace(joined, found={**joined.found, echo.DIAGNOSIS: found})


def alone(ask: Ask) -> bool:
    """Whether an answer depends on nothing that the session remembers."""
    return stored.alone(ask) and not _options(ask)


def keep(said: Said, world: World) -> None:
    """Remember the response."""
    stored.keep(_quiet(said), world)


def dress(said: Said, done: JsonObject) -> JsonObject:
    """The answer: without output where the prompt was only to be read."""
    quiet = _quiet(said)
    return background.dress(said, done if quiet is said else body(quiet.ask, quiet.turns, quiet.stamp))


def stream(said: Said, told: Iterator[Event]) -> Iterator[Event]:
    """The events: those of a response without output where the prompt was only to be read."""
    quiet = _quiet(said)
    return told if quiet is said else events(quiet.ask, quiet.turns, quiet.stamp)


def _quiet(said: Said) -> Said:
    if not truth(_options(said.ask).get("prewarm")):
        return said
    used = total(said.turns)
    read = Usage(used.input, cached=used.cached, written=used.written, written_1h=used.written_1h)
    return replace(said, turns=(Turn(usage=read),))


def _text(ask: Ask, name: str) -> Any:
    return mapping(ask.body.get("text")).get(name)


def _compacted(ask: Ask) -> int:
    parts = (part for message in ask.messages for part in message.parts)
    return sum(isinstance(part, Other) and part.data.get("type") == "compaction" for part in parts)


REASONS: dict[str, Callable[[Ask], Any]] = {
    "model_changed": lambda ask: ask.card.id,
    "prompt_cache_key_changed": lambda ask: ask.body.get("prompt_cache_key"),
    "tools_changed": lambda ask: ask.tools,
    "text_format_changed": lambda ask: _text(ask, "format") or {"type": "text"},
    "reasoning_effort_changed": lambda ask: echo.reasoning(ask)["effort"],
    "verbosity_changed": lambda ask: _text(ask, "verbosity") or "medium",
    "context_compacted": _compacted,
}
"""What a prompt depends on beside its messages, in the order in which it is looked at."""


def _compared(before: Ask, now: Ask) -> JsonObject:
    """How the prompt goes on from another, or the first thing that keeps it from doing so."""
    reason = next((name for name, read in REASONS.items() if read(before) != read(now)), None)
    if reason is None and not _goes_on(before, now):
        reason = "input_changed"
    if reason is None and echo.final_tier(before) != echo.final_tier(now):
        reason = "service_tier_changed"
    if reason is None:
        return {"type": "cache_hit"}
    shared = 0 if reason in {"model_changed", "prompt_cache_key_changed"} else _shared(before, now)
    return {
        "type": "cache_miss",
        "reason": reason,
        "cache_missed_tokens": max(0, now.input_tokens - shared),
        "comparison_reusable_tokens": before.input_tokens,
    }


def _goes_on(before: Ask, now: Ask) -> bool:
    said = [(message.role, message.parts) for message in before.messages]
    return [(message.role, message.parts) for message in now.messages[: len(said)]] == said


def _shared(before: Ask, now: Ask) -> int:
    """The tokens of what both prompts begin with: their tools, then their messages."""
    if before.tools != now.tools:
        return 0
    pairs = zip(before.messages, now.messages, strict=False)
    alike = takewhile(lambda pair: (pair[0].role, pair[0].parts) == (pair[1].role, pair[1].parts), pairs)
    return tool_tokens(now.tools) + sum(message_tokens(message) for _, message in alike)
