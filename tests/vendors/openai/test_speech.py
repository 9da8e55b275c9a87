"""How OpenAI speaks: bytes, padding, headers, and how a stream fails."""

from typing import Any

import pytest

from mockllm.errors import Failure
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openai.speech import (
    chat_headers,
    chat_ink,
    failed,
    responses_headers,
    responses_ink,
)
from mockllm.wire import Event, responses
from mockllm.wire.event import encoded
from tests.asks import ask
from tests.stamps import stamp_of

OPEN: dict[str, Any] = {"stream_options": {"include_obfuscation": False}}
TURN = Turn((Text("Hi."),), usage=Usage(1, 2))


def said(shape: str = "chat", **body: Any) -> Said:
    return Said(ask(shape=shape, body=body), (TURN,), stamp_of())


def test_a_chunk_is_padded_unless_it_is_an_error_or_unwanted() -> None:
    chunk = Event({"id": "a"})

    assert b'"obfuscation":"' in next(encoded([chunk], chat_ink(said())))
    assert list(encoded([chunk], chat_ink(said(**OPEN)))) == [b'data: {"id":"a"}\n\n']
    assert list(encoded([Event({"error": {}})], chat_ink(said()))) == [b'data: {"error":{}}\n\n']


@pytest.mark.parametrize(
    ("event", "data"), [(Event("[DONE]"), b"data: [DONE]\n\n"), (Event(None, text="wait"), b": wait\n\n")]
)
def test_texts_and_comments_stay_as_they_are(event: Event, data: bytes) -> None:
    assert list(encoded([event], chat_ink(said()))) == [data]


def test_a_response_event_has_its_name() -> None:
    events = [Event({"type": "t", "obfuscation": "xx"}, "t"), Event(None, text="wait")]

    data = b'event: t\ndata: {"type":"t","obfuscation":"xx"}\n\n'
    assert list(encoded(events, responses_ink(said("responses")))) == [data, b": wait\n\n"]
    bare = b'event: t\ndata: {"type":"t"}\n\n'
    assert next(encoded(events, responses_ink(said("responses", **OPEN)))) == bare


@pytest.mark.parametrize("headers", [chat_headers, responses_headers])
def test_headers_tell_whether_it_is_a_stream(headers: Any) -> None:
    assert dict(headers(said(), True))["content-type"].startswith("text/event-stream")
    assert dict(headers(said(), False))["content-type"].startswith("application/json")


def test_a_chat_stream_fails_with_a_chunk_that_is_an_error() -> None:
    (event,) = failed(Failure("server_error"), said(), ())

    assert isinstance(event.data, dict)
    assert event.data["error"]["type"] == "server_error"


def failing(**details: Any) -> list[Any]:
    told = said("responses")
    before = list(responses.events(told.ask, told.turns, told.stamp))[:-1]
    return [event.data for event in failed(Failure("server_error", details=details), told, before)]


def test_a_response_fails_with_an_error_and_what_there_is_of_it() -> None:
    error, final = failing()

    assert (error["type"], final["type"]) == ("error", "response.failed")
    assert final["sequence_number"] == error["sequence_number"] + 1
    assert error["error"]["code"] == final["response"]["error"]["code"] == "server_error"
    assert final["response"]["status"] == "failed"
    assert final["response"]["output"][0]["content"][0]["text"] == "Hi."


@pytest.mark.parametrize(("form", "kind"), [("error", "error"), ("failed", "response.failed")])
def test_one_of_the_two_may_be_asked_for(form: str, kind: str) -> None:
    assert [data["type"] for data in failing(form=form)] == [kind]
