"""Stored responses: retrieve, stream again, delete, cancel, list their input.

Specification: https://platform.openai.com/docs/api-reference/responses
"""

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from mockllm.errors import Failure
from mockllm.exchange import Frame, Reply
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.background import at_work, in_background, in_flight, shown
from mockllm.vendors.openai.paging import listed
from mockllm.vendors.openai.refused import not_found, wrong_type
from mockllm.vendors.openai.replies import SSE, json_reply, success_headers
from mockllm.vendors.openai.samples import sample_response
from mockllm.vendors.openai.speech import responses_ink
from mockllm.vendors.queries import values
from mockllm.vendors.stored import RESPONSES, Kept
from mockllm.wire import Event
from mockllm.wire.event import encoded
from mockllm.wire.layout import ascii_pretty
from mockllm.wire.responses import events
from mockllm.wire.responses.body import response
from mockllm.wire.responses.events import event
from mockllm.wire.tolerant import digits

__all__ = ["ROUTES", "cancel_response", "delete_response", "list_input_items", "retrieve_response"]

ENCRYPTED = "reasoning.encrypted_content"
STREAMABLE = 300
"""Seconds for which a response can be streamed again."""


def retrieve_response(world: World) -> Reply:
    """A response as it stands now, as JSON or, with `stream=true`, as the events after `starting_after`."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    if world.raw.query.get("stream") == "true":
        return _streamed(kept, world)
    return json_reply(world, shown(_including(kept, world), world), layout=ascii_pretty, family="responses")


def delete_response(world: World) -> Reply:
    """Forget a response that is done."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    if in_flight(kept, world):
        return world.vendor.refuse(Failure("invalid_request", "Cannot delete an in-flight response."), world)
    name = world.params["response"]
    world.session.slot(RESPONSES).take(name)
    return json_reply(
        world, {"id": name, "object": "response", "deleted": True}, layout=ascii_pretty, family="responses"
    )


def cancel_response(world: World) -> Reply:
    """Stop a response that is made in the background; to stop it again changes nothing."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    if not world.options.lenient and not in_background(kept.said):
        return world.vendor.refuse(Failure("invalid_request", "Cannot cancel a synchronous response."), world)
    if not (world.options.lenient or kept.cancelled or at_work(kept, world)):
        return world.vendor.refuse(Failure("invalid_request", "Cannot cancel a completed response."), world)
    kept.cancelled = True
    return json_reply(world, shown(kept, world), layout=ascii_pretty, family="responses")


def list_input_items(world: World) -> Reply:
    """The items that a response was made from, the latest first."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    return listed(world, kept.inputs(), layout=ascii_pretty, family="responses")


def _find(world: World) -> Kept | None:
    name = world.params["response"]
    kept = world.session.slot(RESPONSES).get(name)
    return sample_response(world, name) if kept is None and world.options.lenient else kept


def _missing(world: World) -> Reply:
    return world.vendor.refuse(not_found(f"Response with id '{world.params['response']}' not found."), world)


def _including(kept: Kept, world: World) -> Kept:
    """The response with what `include` adds: the opaque form of its reasoning."""
    thinking = kept.said.ask.thinking
    if thinking is None or ENCRYPTED not in values(world, "include"):
        return kept
    ask = replace(kept.said.ask, thinking=replace(thinking, encrypted=True))
    return replace(kept, said=replace(kept.said, ask=ask))


def _streamed(kept: Kept, world: World) -> Reply:
    after = world.raw.query.get("starting_after", "-1")
    number = digits(after.removeprefix("-"))
    if number is None:
        return world.vendor.refuse(wrong_type("starting_after", "an integer", after), world)
    refused = None if world.options.lenient else _not_streamable(kept, world)
    if refused is not None:
        return world.vendor.refuse(refused, world)
    ask = kept.said.ask
    padded = world.raw.query.get("include_obfuscation", "true") != "false"
    body = ask.body if padded else {**ask.body, "stream_options": {"include_obfuscation": False}}
    said = replace(kept.said, ask=replace(ask, body=body))
    first = 0 if after.startswith("-") else number + 1
    frames = tuple(map(Frame, encoded(islice(_events(kept), first, None), responses_ink(said))))
    headers = success_headers(world.stamp, "", content_type=SSE, limits=False, family="responses")
    return Reply(200, headers, frames=frames)


def _not_streamable(kept: Kept, world: World) -> Failure | None:
    lacking = "This response cannot be streamed because it was not created with {}=true."
    if not in_background(kept.said):
        return Failure("invalid_request", lacking.format("background"), "stream")
    if not kept.said.ask.stream:
        return Failure("invalid_request", lacking.format("stream"), "stream")
    if world.now - kept.at > STREAMABLE:
        return Failure("invalid_request", "Response can no longer be streamed, it is more than 5 minutes old.")
    return None


def _events(kept: Kept) -> Iterator[Event]:
    """The events of a response; those of a cancelled one end where it had just begun."""
    said = kept.said
    for number, each in enumerate(events(said.ask, said.turns, said.stamp)):
        if kept.cancelled and each.name == "response.output_item.added":
            final = response(said.ask, said.stamp, "cancelled", [])
            yield event("response.failed", {"response": final}, number)
            return
        yield each


ROUTES = (
    Route("GET", "/v1/responses/{response}", "responses.retrieve", retrieve_response, reads_json=False),
    Route("DELETE", "/v1/responses/{response}", "responses.delete", delete_response, reads_json=False),
    Route("POST", "/v1/responses/{response}/cancel", "responses.cancel", cancel_response, reads_json=False),
    Route("GET", "/v1/responses/{response}/input_items", "responses.input_items", list_input_items, reads_json=False),
)
