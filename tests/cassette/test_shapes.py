import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import last_user
from mockllm.cassette.exchange import Exchange, Request, Response, Trace
from mockllm.cassette.shapes import ask_of, shape_of, turns_of
from mockllm.turn import Text

CHAT_ANSWER = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}


def said(path: str, asked: Any, answer: Any, status: int = 200) -> Exchange:
    """An exchange of some shape."""
    body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
    headers = (("content-type", "application/json"),)
    response = Response(status, "", headers, json.dumps(answer).encode())
    return Exchange(Request("POST", f"https://h/v1/{path}", headers, body), response, f"f#{path}")


CHAT = said("chat/completions", {"model": "m", "messages": [{"role": "user", "content": "hi"}]}, CHAT_ANSWER)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/openai/deployments/gpt/chat/completions?api-version=1", "chat"),
        ("POST", "/v1/responses/", "responses"),
        ("POST", "/v1/messages?beta=true", "messages"),
        ("POST", "/v1/messages/count_tokens", None),
        ("GET", "/v1/responses", None),
    ],
)
def test_a_path_tells_the_shape(method: str, path: str, name: str | None) -> None:
    assert shape_of(Request(method, f"https://h{path}")) == name


def test_a_recorded_request_is_read_in_neutral_words() -> None:
    ask = ask_of(CHAT)

    assert ask is not None
    assert last_user(ask) == "hi"


@pytest.mark.parametrize("body", [b"[]", b"no json", b"\xff"])
def test_a_request_that_is_no_object_is_none(body: bytes) -> None:
    assert ask_of(said("responses", body, {})) is None
    assert ask_of(said("embeddings", {}, {})) is None


def test_a_recorded_answer_is_read_as_turns() -> None:
    assert turns_of(CHAT)[0].parts == (Text("hello"),)


@pytest.mark.parametrize(
    ("exchange", "problem"),
    [
        (said("embeddings", {}, {}), "of no shape"),
        (replace(CHAT, response=replace(CHAT.response, status=429)), "error of status 429"),
        (replace(CHAT, response=replace(CHAT.response, trace=Trace(end="reset"))), "was cut"),
        (
            replace(CHAT, response=replace(CHAT.response, headers=(("content-encoding", "br"),), body=b"\xff\xfe")),
            "cannot be undone",
        ),
    ],
)
def test_an_answer_without_turns_says_why(exchange: Exchange, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        turns_of(exchange)
