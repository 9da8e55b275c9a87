"""Text that reads as an answer."""

import pytest

from mockllm.fake.prose import answer, thought, topic
from mockllm.stamp import Dice


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("Say hello", "Hello"),
        ("Please say only 'pong'.", "pong"),
        ("Reply with the word banana", "Banana"),
        ("Repeat after me: “Ciao bella!”", "Ciao bella!"),
    ],
)
def test_what_is_literally_asked_for_is_said(prompt: str, said: str) -> None:
    assert answer(prompt, Dice(b"1")) == said


@pytest.mark.parametrize("prompt", ["Say what?", "Say " + "x" * 300, "Tell me about tides", "Say a\nb"])
def test_anything_else_gets_sentences(prompt: str) -> None:
    assert answer(prompt, Dice(b"1")).count(".") >= 2


def test_an_answer_is_about_its_topic_and_dice_decide_it() -> None:
    assert "tides" in answer("Tell me about tides", Dice(b"1"))
    assert len({answer("Tell me about tides", Dice(bytes([n]))) for n in range(10)}) > 5


def test_the_topic_is_the_longest_word_that_tells_something() -> None:
    assert topic("What is photosynthesis, please?") == "photosynthesis"
    assert topic("What is it?") == "this"


def test_a_thought_has_its_number_of_sentences() -> None:
    assert [thought("Tides?", n, Dice(b"1")).count(".") for n in (1, 3, 7)] == [1, 3, 7]
