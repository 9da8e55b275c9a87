"""How AIandGPU speaks its shapes: compact JSON, plain events without padding, few headers."""

from collections.abc import Iterator, Sequence

from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.vendors.aiandgpu.refuse import envelope, error_object, request_id
from mockllm.vendors.kinds import Said
from mockllm.wire import Event, Ink
from mockllm.wire.responses.events import failing, unpadded

__all__ = ["failed", "headers", "ink"]

SSE = "text/event-stream; charset=utf-8"


def ink(_: Said) -> Ink:
    """How each event is written; deltas of Responses carry no padding."""
    return Ink(unpadded)


def headers(said: Said, stream: bool) -> Pairs:
    """The headers of an answer."""
    return (
        ("content-type", SSE if stream else "application/json"),
        *((("cache-control", "no-cache"),) if stream else ()),
        ("x-request-id", request_id(said.stamp)),
    )


def failed(failure: Failure, said: Said, before: Sequence[Event]) -> Iterator[Event]:
    """The events that end a stream with a failure, in the words of its shape."""
    match said.ask.shape:
        case "messages":
            yield Event(envelope(failure, said.stamp), "error")
        case "responses":
            told = error_object(failure)
            shown = {"type": told["type"], "code": told["code"] or "server_error", "message": told["message"]}
            yield from failing(
                said.ask, said.stamp, before, {**shown, "param": told["param"]}, failure.details.get("form")
            )
        case _:
            yield Event({"error": error_object(failure)})
