"""What OpenRouter tells of a generation after it: tokens, cost, times, and who asked.

Specification: https://openrouter.ai/docs/api-reference/get-a-generation
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from mockllm.ask import Body, File, Headers, Model, images
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.session import Slot
from mockllm.stamp import BASE62
from mockllm.turn import Text, Turn, Usage, stop_of, total
from mockllm.turn import said as said_in
from mockllm.vendors.kinds import Route, Said, World
from mockllm.vendors.openrouter.account import SPENT
from mockllm.vendors.openrouter.dress import generation_id, native, thought, usage
from mockllm.vendors.openrouter.plugins import searches
from mockllm.vendors.openrouter.preferences import upstream
from mockllm.vendors.openrouter.providers import AUTO
from mockllm.vendors.openrouter.refuse import headers
from mockllm.vendors.stored import Shelf
from mockllm.wire import JsonObject, chat
from mockllm.wire.chat.body import FINISH
from mockllm.wire.layout import script
from mockllm.wire.tolerant import string

__all__ = ["GENERATIONS", "ROUTES", "Generation", "keep", "retrieve_content", "retrieve_generation"]

JSON = "application/json"
API: Mapping[str, str] = {"chat": "completions", "responses": "responses", "messages": "messages"}
TOLD = frozenset({"messages", "input", "system", "instructions", "model", "stream", "user", "session_id", "tools"})
"""Fields of a request that a generation tells otherwise, or not at all."""


class Generation(Struct, frozen=True):
    """One answer, and the headers of its request that say who asked."""

    said: Said
    headers: Headers


GENERATIONS: Slot[Shelf[Generation]] = Slot("openrouter.generations", Shelf)


def keep(said: Said, world: World) -> None:
    """Remember a generation, and what it cost."""
    kept = Generation(said, world.raw.headers)
    world.session.slot(GENERATIONS).put(generation_id(said.stamp), kept, len(world.raw.body))
    world.session.slot(SPENT).add(usage(said.ask, said.turns)["cost"])


def retrieve_generation(world: World) -> Reply:
    """What the generation of the query's `id` used, cost and took."""
    found = _found(world)
    if isinstance(found, Failure):
        return world.vendor.refuse(found, world)
    return Reply(200, headers(JSON), script({"data": _entry(found)}), chunked=True)


def retrieve_content(world: World) -> Reply:
    """What a generation was made of, and what it said."""
    found = _found(world)
    if isinstance(found, Failure):
        return world.vendor.refuse(found, world)
    said = found.said
    body = said.ask.body
    sent = {"messages": body["messages"]} if "messages" in body else {"prompt": string(body.get("input"))}
    first = said.turns[0] if said.turns else Turn()
    told = {"completion": said_in(first) or None, "reasoning": thought(said.ask, first) or None}
    return Reply(200, headers(JSON), script({"data": {"input": sent, "output": told, "error": None}}), chunked=True)


def _found(world: World) -> Generation | Failure:
    """The generation of the query's `id`."""
    name = world.raw.query.get("id")
    if not name:
        return Failure("invalid_request", "Missing required query parameter: id")
    found = world.session.slot(GENERATIONS).get(name)
    if found is None and world.options.lenient:
        found = _sample(world, name)
    return found or Failure("not_found", f"Generation {name} not found")


def _sample(world: World, name: str) -> Generation:
    world.stamp.draw("generation", lambda _: name)
    model = "openai/gpt-4o"
    ask = chat.parse({"model": model}, {}, world.vendor.name, world.vendor.model(model, world.options) or Model(model))
    return Generation(Said(ask, (Turn((Text("Hello!"),), usage=Usage(8, 2)),), world.stamp), {})


def _entry(found: Generation) -> JsonObject:
    said, sent = found.said, found.headers
    cost = usage(said.ask, said.turns)
    took = said.stamp.dice("generation_time").between(300, 4_000)
    waited = said.stamp.dice("latency").between(80, 300)
    referer = sent.get("http-referer")
    served = upstream(said.ask)
    answer = {"provider_name": served.name, "status": 200, "latency": waited, "is_byok": False}
    return {
        "id": generation_id(said.stamp),
        "upstream_id": said.stamp.id("upstream", "chatcmpl-", BASE62, 29),
        "total_cost": cost["cost"],
        "cache_discount": None,
        "upstream_inference_cost": cost["cost_details"]["upstream_inference_cost"],
        "provider_name": served.name,
        **_times(said, took, waited),
        **_asked(said, sent),
        **_ended(said),
        **_counted(said),
        "usage": cost["cost"],
        "is_byok": False,
        "origin": referer or "",
        "http_referer": referer,
        "data_region": "global",
        "provider_responses": [answer],
        **_parameters(said.ask.body),
    }


def _parameters(body: Body) -> JsonObject:
    """What of a request no answer shows, so that a test can see that it came."""
    rest = {key: value for key, value in body.items() if key not in TOLD and value is not None}
    noted = {key: rest.pop(key, None) for key in ("trace", "metadata")}
    return {**noted, "parameters": rest}


def _times(said: Said, took: int, waited: int) -> JsonObject:
    return {
        "created_at": datetime.fromtimestamp(said.stamp.at(), UTC).isoformat(),
        "generation_time": took,
        "latency": waited,
        "moderation_latency": None,
    }


def _asked(said: Said, sent: Headers) -> JsonObject:
    """Who asked for what; the body's session wins over the header's."""
    body = said.ask.body
    return {
        "api_type": API.get(said.ask.shape, "completions"),
        "model": said.ask.card.id,
        "streamed": said.ask.stream,
        "cancelled": False,
        "app_id": None,
        "external_user": said.ask.user,
        "session_id": string(body.get("session_id")) or sent.get("x-session-id"),
        "user_agent": sent.get("user-agent"),
        "preset_id": None,
        "request_id": said.stamp.id("request", "req-", BASE62, 24),
        "router": AUTO if said.ask.model == AUTO else None,
        "service_tier": string(body.get("service_tier")) or None,
        "web_search_engine": "exa" if searches(said.ask) else None,
        "workspace_id": None,
    }


def _ended(said: Said) -> JsonObject:
    first = said.turns[0] if said.turns else Turn()
    return {
        "finish_reason": FINISH[stop_of(first)],
        "native_finish_reason": native(first, upstream(said.ask)),
    }


def _counted(said: Said) -> JsonObject:
    used = total(said.turns)
    sounds = [
        part
        for message in said.ask.messages
        for part in message.parts
        if isinstance(part, File) and string(part.media_type).startswith("audio/")
    ]
    return {
        "tokens_prompt": used.input,
        "tokens_completion": used.output,
        "native_tokens_prompt": used.input,
        "native_tokens_completion": used.output,
        "native_tokens_completion_images": 0,
        "native_tokens_reasoning": used.reasoning,
        "native_tokens_cached": used.cached,
        "num_media_prompt": len(images(said.ask)) or None,
        "num_input_audio_prompt": len(sounds) or None,
        "num_media_completion": 0,
        "num_search_results": searches(said.ask),
        "num_fetches": 0,
    }


ROUTES = (
    Route("GET", "/v1/generation", "generation", retrieve_generation, reads_json=False),
    Route("GET", "/v1/generation/content", "generation.content", retrieve_content, reads_json=False),
)
