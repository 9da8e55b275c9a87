"""How AIandGPU speaks its shapes: compact JSON, plain events without padding, few headers."""

from collections.abc import Iterator, Sequence

from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.vendors.aiandgpu.refuse import envelope, error_object, request_id
from mockllm.vendors.kinds import Said
from mockllm.wire import Event, layout, sse
from mockllm.wire.responses.events import failing

__all__ = ["encode", "failed", "headers"]

SSE = "text/event-stream; charset=utf-8"


def encode(event: Event, _: int, __: Said) -> bytes:
    """The bytes of an event; deltas of Responses carry no padding."""
    if event.data is None:
        return sse.comment(event.text)
    if isinstance(event.data, str):
        return sse.frame(event.data, event.name)
    data = {key: value for key, value in event.data.items() if key != "obfuscation"}
    return sse.frame(layout.text(data), event.name)


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
