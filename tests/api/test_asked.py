import pytest

from mockllm import MockLLM
from mockllm.api.asked import Message
from tests.asking import chat, post


def test_only_requests_to_a_model_are_asks() -> None:
    with MockLLM(on_miss="fake") as mock:
        post(f"{mock.openai_url}/nonsense", {})
        post(f"{mock.openai_url}/chat/completions", chat("hi"))

        assert [each.user for each in mock.asks] == ["hi"]
        assert len(mock.entries) == len(mock.exchanges) == 2


def test_a_message_equals_a_plain_pair() -> None:
    assert Message("user", "hi") == ("user", "hi")


def test_a_tool_that_is_not_there_says_which_are() -> None:
    tools = [{"type": "function", "function": {"name": "get_time", "parameters": {"type": "object"}}}]
    with MockLLM(on_miss="fake") as mock:
        post(f"{mock.openai_url}/chat/completions", chat("hi", tools=tools))
        (asked,) = mock.asks

    with pytest.raises(KeyError, match=r"'get_tme' is none of the tools of this request: get_time"):
        asked.tools["get_tme"]
    with pytest.raises(KeyError, match=r"'get_time' is none of the tool results of this request: it has none"):
        asked.tool_results["get_time"]
    assert asked.tools.keys() == {"get_time"}
