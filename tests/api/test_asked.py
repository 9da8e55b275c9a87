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
