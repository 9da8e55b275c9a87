"""How OpenAI speaks Chat Completions and Responses: bytes, obfuscation, headers, and how a stream fails."""

from collections.abc import Iterator, Sequence

from mockllm.ask import images
from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.turn import total
from mockllm.vendors.kinds import Said
from mockllm.vendors.openai.refuse import error_object
from mockllm.vendors.openai.replies import JSON, SSE, success_headers
from mockllm.wire import Event, Ink, layout
from mockllm.wire.chat.events import obfuscation
from mockllm.wire.chat.events import wants_obfuscation as wants_padded_chunks
from mockllm.wire.responses.events import COUNTS, failing, unpadded, wants_obfuscation

__all__ = [
    "chat_headers",
    "chat_ink",
    "failed",
    "failed_chat",
    "failed_response",
    "responses_headers",
    "responses_ink",
]


def chat_ink(said: Said) -> Ink:
    """How each chunk is written."""
    return Ink(layout.text, obfuscation(said.stamp.noise()) if wants_padded_chunks(said.ask) else None)


def responses_ink(said: Said) -> Ink:
    """How each response event is written."""
    return Ink(layout.text if wants_obfuscation(said.ask) else unpadded, counts=COUNTS)


def chat_headers(said: Said, stream: bool) -> Pairs:
    """The headers of a completion."""
    used = total(said.turns)
    return success_headers(
        said.stamp,
        said.ask.card.id,
        content_type=SSE if stream else JSON,
        family="chat",
        used=used.input + used.output,
        images=len(images(said.ask)),
    )


def responses_headers(said: Said, stream: bool) -> Pairs:
    """The headers of a response."""
    used = total(said.turns)
    return success_headers(
        said.stamp,
        said.ask.card.id,
        content_type=SSE if stream else JSON,
        family="responses",
        used=used.input + used.output,
    )


def failed(failure: Failure, said: Said, before: Sequence[Event]) -> Iterator[Event]:
    """The events that end a stream with a failure."""
    return failed_response(failure, said, before) if said.ask.shape == "responses" else failed_chat(failure)


def failed_chat(failure: Failure) -> Iterator[Event]:
    """A chunk that is an error."""
    yield Event({"error": error_object(failure)})


def failed_response(failure: Failure, said: Said, before: Sequence[Event]) -> Iterator[Event]:
    """An error event, then the response as failed with what there is of its output; or the one of them asked for."""
    told = error_object(failure)
    told = {key: told[key] for key in ("type", "code", "message", "param")}
    told["code"] = told["code"] or "server_error"
    yield from failing(said.ask, said.stamp, before, told, failure.details.get("form"))
