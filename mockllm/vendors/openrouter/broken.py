"""How OpenRouter ends a stream with a failure, in the words of its shape."""

from collections.abc import Iterator, Sequence

from mockllm.errors import Failure
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.dress import chunk_head, usage
from mockllm.vendors.openrouter.refuse import TABLE, envelope, error_object
from mockllm.vendors.openrouter.response import DONE, dress_event
from mockllm.wire import Event, JsonObject
from mockllm.wire.responses.events import failing

__all__ = ["failed"]


def failed(failure: Failure, said: Said, before: Sequence[Event]) -> Iterator[Event]:
    """The events that end a stream with a failure; of a chat, in the form that the failure asks for."""
    match said.ask.shape:
        case "responses":
            told = {"type": TABLE[failure.kind].type, "code": "server_error", **_told(failure, said), "param": None}
            events = failing(said.ask, said.stamp, before, told, failure.details.get("form"))
            yield from (dress_event(said, event) for event in events)
            yield Event(DONE)
        case "messages":
            yield Event(envelope(failure), "error")
        case _ if failure.details.get("form") == "usage":
            yield _on_usage(failure, said)
            yield Event(DONE)
        case _:
            yield _alone(failure, said)


def _told(failure: Failure, said: Said) -> JsonObject:
    return {"message": error_object(failure, model=said.ask.model)["message"]}


def _alone(failure: Failure, said: Said) -> Event:
    """A chunk with the error and the finish reason `error`: the documented form of 2026."""
    told = error_object(failure, model=said.ask.model)
    told["metadata"] = {"error_type": TABLE[failure.kind].type, **told.get("metadata", {})}
    choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "error"}
    return Event({**chunk_head(said), "error": told, "choices": [choice]})


def _on_usage(failure: Failure, said: Said) -> Event:
    """The error on the chunk of the usage: the form recorded in 2025."""
    told, head = error_object(failure, model=said.ask.model), chunk_head(said)
    head = {key: head[key] for key in ("id", "provider", "model", "object", "created")}
    delta = {"role": "assistant", "content": ""}
    choice = {"index": 0, "delta": delta, "finish_reason": None, "native_finish_reason": None}
    return Event(
        {
            "id": head["id"],
            "provider": head["provider"],
            "error": {"code": told["code"], "message": told["message"]},
            **head,
            "choices": [choice],
            "usage": usage(said.ask, said.turns),
        }
    )
