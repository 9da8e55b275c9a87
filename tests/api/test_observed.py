from mockllm import MockLLM
from tests.asking import ask, chat, post


def test_lengths_and_answers_are_of_streams_and_whole_answers() -> None:
    with MockLLM() as mock:
        mock.script("one", "two")
        ask(mock.openai_url)
        post(f"{mock.openai_url}/chat/completions", chat("a", stream=True))

        assert mock.lengths()[0] == 0
        assert mock.lengths()[1] > 2
        assert [said.count("Text(") for said in mock.answers()] == [1, 1]
        assert [usage.output > 0 for _, usage in mock.used()] == [True, True]
        assert mock.complaints() == []
