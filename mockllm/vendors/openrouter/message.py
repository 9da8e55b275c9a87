"""How OpenRouter re-dresses Messages: with the provider and what it cost."""

from collections.abc import Iterator

from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.dress import comments, cost
from mockllm.vendors.openrouter.preferences import upstream
from mockllm.vendors.openrouter.routing import metadata
from mockllm.wire import Event, JsonObject

__all__ = ["message", "message_stream"]


def message(said: Said, body: JsonObject) -> JsonObject:
    """The whole message."""
    return {**body, "provider": upstream(said.ask).name, "usage": _usage(said, body["usage"]), **metadata(said)}


def _usage(said: Said, used: JsonObject) -> JsonObject:
    spent = cost(said.ask, said.turns)
    return {**used, "cost": spent.all, "is_byok": False, "cost_details": spent.details()}


def message_stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The events: comments first, the provider at the start, what it cost at the end."""
    yield from comments(said.stamp)
    for event in events:
        if isinstance(event.data, dict) and event.name == "message_start":
            begun = {**event.data["message"], "provider": upstream(said.ask).name}
            event.data["message"] = begun
        if isinstance(event.data, dict) and event.name == "message_delta":
            event.data["usage"] = _usage(said, event.data["usage"])
            event.data.update(metadata(said))
        yield event
