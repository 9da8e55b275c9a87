import http.client

import pytest

from mockllm import MockLLM, cut
from tests.asking import ask, chat, post


def test_whole_and_streamed_answers_are_kept_as_they_were_sent() -> None:
    with MockLLM() as mock:
        mock.script("one", "two", "three")
        _, whole = post(f"{mock.openai_url}/chat/completions?x=1", chat("a"))
        _, streamed = post(f"{mock.openai_url}/chat/completions", chat("b", stream=True))
        mock.allow()
        ask(mock.session("other").openai_url)

        first, second = mock.exchanges
        mock.reset()

    assert (first.response.body, second.response.body) == (whole, streamed)
    assert first.response.status == 200
    assert first.request.uri.endswith("/v1/chat/completions?x=1")


def test_a_cut_answer_is_kept_as_cut() -> None:
    with MockLLM() as mock:
        mock.script(["one two three", cut(after_events=1)])
        with pytest.raises(http.client.IncompleteRead):
            post(f"{mock.openai_url}/chat/completions", chat("a", stream=True))

        (exchange,) = mock.exchanges

    assert exchange.response.trace is not None
    assert exchange.response.trace.end == "truncated"
