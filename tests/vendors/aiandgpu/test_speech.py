"""How AIandGPU speaks: bytes, headers, and how a stream fails."""

from typing import Any

import pytest

from mockllm.errors import Failure
from mockllm.turn import Text, Turn
from mockllm.vendors.aiandgpu.refuse import request_id
from mockllm.vendors.aiandgpu.speech import failed, headers, ink
from mockllm.vendors.kinds import Said
from mockllm.wire import Event
from mockllm.wire.event import encoded
from tests.asks import ask
from tests.stamps import stamp_of


def said(shape: str = "chat") -> Said:
    return Said(ask(shape=shape), (Turn((Text("Hi."),)),), stamp_of())


def ends(failure: Failure, shape: str) -> list[Any]:
    return [event.data for event in failed(failure, said(shape), ())]


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (Event({"a": "é", "obfuscation": "xx"}), 'data: {"a":"é"}\n\n'.encode()),
        (Event({"type": "t"}, "t"), b'event: t\ndata: {"type":"t"}\n\n'),
        (Event("[DONE]"), b"data: [DONE]\n\n"),
        (Event(None, text="wait"), b": wait\n\n"),
    ],
)
def test_events_are_compact_and_not_padded(event: Event, data: bytes) -> None:
    assert list(encoded([event], ink(said()))) == [data]


def test_headers_tell_whether_it_is_a_stream() -> None:
    named = request_id(stamp_of())

    assert headers(said(), False) == (("content-type", "application/json"), ("x-request-id", named))
    assert headers(said(), True) == (
        ("content-type", "text/event-stream; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("x-request-id", named),
    )


def test_a_chat_stream_fails_with_a_chunk_that_is_an_error() -> None:
    (last,) = ends(Failure("overloaded"), "chat")

    assert last == {"error": {"message": "Overloaded", "type": "server_error", "param": None, "code": None}}


def test_responses_fail_with_an_error_and_a_failed_response() -> None:
    error, final = ends(Failure("rate_limit"), "responses")

    assert (error["type"], error["error"]["code"]) == ("error", "rate_limit_exceeded")
    assert (final["type"], final["response"]["status"]) == ("response.failed", "failed")
    assert final["response"]["error"] == {"code": "rate_limit_exceeded", "message": "Rate limit exceeded."}


@pytest.mark.parametrize(("form", "types"), [("error", ["error"]), ("failed", ["response.failed"])])
def test_responses_fail_in_the_form_that_is_asked_for(form: str, types: list[str]) -> None:
    assert [each["type"] for each in ends(Failure("overloaded", details={"form": form}), "responses")] == types


def test_messages_fail_with_an_error_event() -> None:
    (event,) = failed(Failure("overloaded"), said("messages"), ())

    assert event.name == "error"
    assert isinstance(event.data, dict)
    assert event.data["error"] == {"type": "overloaded_error", "message": "Overloaded"}
