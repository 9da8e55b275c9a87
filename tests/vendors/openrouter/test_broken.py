"""How OpenRouter's streams break."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.errors import Failure
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.broken import failed
from mockllm.wire import Event, Shape, chat, messages, responses
from tests.vendors.worlds import stamp_of


def said(shape: Shape) -> Said:
    ask = shape.parse({"model": "openai/gpt-4o", "stream": True}, {}, "openrouter", Model("openai/gpt-4o"))
    return Said(ask, (Turn((Text("Hello."),), usage=Usage(3, 2)),), stamp_of("broken"))


def broken(shape: Shape, **details: Any) -> list[Event]:
    return list(failed(Failure("overloaded", details=details), said(shape), []))


def test_a_chat_ends_with_a_chunk_of_its_error() -> None:
    (event,) = broken(chat)
    assert isinstance(event.data, dict)
    assert list(event.data) == ["id", "object", "created", "model", "provider", "error", "choices"]
    assert event.data["error"]["code"] == 503
    assert event.data["error"]["metadata"]["error_type"] == "provider_overloaded"
    assert event.data["choices"][0]["finish_reason"] == "error"


def test_or_with_the_error_on_the_usage() -> None:
    event, done = broken(chat, form="usage")
    assert isinstance(event.data, dict)
    assert list(event.data)[:4] == ["id", "provider", "error", "model"]
    assert event.data["error"] == {"code": 503, "message": "Provider returned error"}
    assert event.data["usage"]["prompt_tokens"] == 3
    assert done.data == "[DONE]"


@pytest.mark.parametrize(
    ("form", "kinds"),
    [(None, ["error", "response.failed"]), ("error", ["error"]), ("failed", ["response.failed"])],
)
def test_a_response_ends_with_an_error_and_as_failed(form: str | None, kinds: list[str]) -> None:
    *events, done = broken(responses, **({"form": form} if form else {}))
    assert [event.data["type"] for event in events if isinstance(event.data, dict)] == kinds
    assert done.data == "[DONE]"


def test_a_message_ends_with_anthropics_error() -> None:
    (event,) = broken(messages)
    assert event.name == "error"
    assert event.data == {
        "type": "error",
        "error": {"type": "overloaded_error", "message": "Provider returned error"},
        "request_id": None,
    }


def test_a_failure_may_bring_its_own_metadata() -> None:
    (event,) = failed(Failure("timeout", details={"metadata": {"a": 1}}), said(chat), [])
    assert isinstance(event.data, dict)
    assert event.data["error"]["metadata"] == {"error_type": "timeout", "a": 1}
