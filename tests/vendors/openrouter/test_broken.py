"""How OpenRouter ends a stream with a failure."""

from typing import Any

from mockllm.ask import Model
from mockllm.errors import Failure
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.broken import failed
from mockllm.vendors.openrouter.dress import generation_id
from mockllm.wire import Event
from tests.asks import ask
from tests.stamps import stamp_of


def said(shape: str = "chat") -> Said:
    turn = Turn((Text("Hi."),), usage=Usage(10, 2))
    return Said(ask(shape=shape, card=Model("openai/gpt-4o"), model="openai/gpt-4o"), (turn,), stamp_of())


def ends(failure: Failure, shape: str = "chat", *before: Event) -> list[Any]:
    return [event.data for event in failed(failure, said(shape), before)]


def test_a_chat_ends_with_a_chunk_of_the_same_generation() -> None:
    (last,) = ends(
        Failure("overloaded"), "chat", Event(None, text="wait"), Event({"id": "gen-1", "provider": "OpenAI"})
    )

    assert (last["id"], last["provider"], last["choices"][0]["finish_reason"]) == ("gen-1", "OpenAI", "error")
    assert last["error"]["metadata"] == {
        "error_type": "provider_overloaded",
        "raw": "openai/gpt-4o is temporarily unavailable upstream.",
        "provider_name": "OpenAI",
    }


def test_a_chat_that_has_not_begun_ends_with_the_error_alone() -> None:
    (alone,) = ends(Failure("timeout", details={"metadata": {"a": 1}}))

    assert list(alone) == ["error", "choices"]
    assert alone["error"]["metadata"] == {"error_type": "timeout", "a": 1}


def test_the_error_stands_on_the_usage_where_that_form_is_asked_for() -> None:
    chunk, done = ends(Failure("server_error", details={"form": "usage"}))

    assert done == "[DONE]"
    assert (chunk["id"], chunk["provider"]) == (generation_id(stamp_of()), "OpenAI")
    assert chunk["error"] == {"code": 500, "message": "Internal Server Error"}
    assert (chunk["choices"][0]["finish_reason"], chunk["usage"]["total_tokens"]) == (None, 12)


def test_responses_end_as_failed_and_done() -> None:
    error, final, done = ends(Failure("overloaded", "Busy."), "responses")

    assert (error["type"], error["error"]["message"]) == ("error", "Busy.")
    assert final["response"]["id"] == generation_id(stamp_of())
    assert (final["response"]["status"], final["response"]["error"]["message"]) == ("failed", "Busy.")
    assert done == "[DONE]"


def test_messages_end_with_an_error_event() -> None:
    (event,) = failed(Failure("overloaded", "Busy."), said("messages"), ())

    assert event.name == "error"
    assert event.data == {
        "type": "error",
        "error": {"type": "overloaded_error", "message": "Busy."},
        "request_id": None,
    }
