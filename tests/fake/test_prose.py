"""Texts: echoes, sums, results, and prose about the prompt."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.ask import Message, ToolResult
from mockllm.fake.heard import hear
from mockllm.fake.prose import MOST_RESULT, prose, subject
from mockllm.stamp import Dice
from mockllm.tokens import count
from tests.fake.asks import asked, user


def told(text: str, seed: bytes = b"") -> str:
    return prose(hear(asked(text)), Dice(seed))[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Say hello", "Hello!"),
        ("Say hello in one word.", "Hello!"),
        ("Say yes or no, in at most 3 words", "Yes or no."),
        ("Say this is a test", "This is a test."),
        ("say 'I am here' please", "I am here"),
        ('Reply with "pong"', "pong"),
        ("Reply with exactly: PONG", "PONG"),
        ("Please respond with just the word OK.", "OK"),
        ("Repeat after me: the sky is blue", "The sky is blue."),
        ("Count to 5", "1, 2, 3, 4, 5"),
        ("Can you count from 3 to 5?", "3, 4, 5"),
        ("What is 2+2?", "2 + 2 = 4."),
        ("7 x 6", "7 x 6 = 42."),
        ("10 - 12?", "10 - 12 = -2."),
        ("What is (5-3)?", "5 - 3 = 2."),
    ],
)
def test_what_is_easily_answered_is_answered(text: str, said: str) -> None:
    assert told(text) == said


@pytest.mark.parametrize(
    "text",
    ["Say something about cats", "Answer in 2-3 sentences: why?", "Write a poem", "Count to 99999", "Pages 10-20"],
)
def test_what_is_not_easily_answered_gets_prose(text: str) -> None:
    assert told(text).count(".") >= 2


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Tell me in two sentences what a mock server does.", "mock server"),
        ("Answer in 2-3 sentences: why is the sky blue?", "sky blue"),
        ("Explain tides in at most 50 words.", "tides"),
        ("In one line: who was Ada Lovelace?", "Ada Lovelace"),
        ("What grows in sandy soil?", "grows in sandy soil"),
    ],
)
def test_how_long_an_answer_is_to_be_is_not_its_subject(text: str, about: str) -> None:
    assert subject(text) == about


def test_a_greeting_is_returned() -> None:
    assert told("Hello!").startswith(("Hello", "Hi", "Hey"))
    assert "help" not in told("Hello, what is a monad?")


@given(st.text(max_size=300), st.binary(max_size=4))
def test_there_is_always_a_text_and_the_same_one(text: str, seed: bytes) -> None:
    assert told(text, seed) == told(text, seed) != ""


@given(st.text(max_size=80) | st.text("aé东 .,_'-1{}", max_size=40), st.binary(max_size=4))
def test_a_text_comes_with_its_tokens(text: str, seed: bytes) -> None:
    said, size = prose(hear(asked(text)), Dice(seed))

    assert size == count(said)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("What is the capital of France?", "capital of France"),
        ("Explain how rainbows form.", "rainbows form"),
        ("Tell me a joke about cats.", "joke about cats"),
        ("Hi! Please describe the sea", "sea"),
        ("Who are you?", "your request"),
        ("東京は？", "東京は"),
        ("Hi. Please, about the... Tell me of don't-care terms and foo_bar", "don't-care terms and foo_bar"),
        ("Show me. Paris in May 2026 is of the", "Paris in May 2026"),
    ],
)
def test_a_prompt_has_its_subject(text: str, about: str) -> None:
    assert subject(text) == about


def reported(*results: ToolResult) -> str:
    return prose(hear(asked("", messages=(user("Weather?"), Message("tool", results)))), Dice(b""))[0]


def test_results_are_told_in_their_own_words() -> None:
    assert "72 degrees and sunny." in reported(ToolResult("1", "72 degrees and sunny", "w"))
    assert "temp: 20, sky: clear." in reported(ToolResult("1", json.dumps({"temp": 20, "sky": "clear"}), "w"))
    assert "1, [2], x." in reported(ToolResult("1", '[1, [2], "x"]', "w"))


def test_every_result_is_told() -> None:
    text = reported(ToolResult("1", "12:00", "a"), ToolResult("2", "sunny!", "b"))

    assert "12:00." in text
    assert "sunny!" in text


def test_an_error_is_told_as_one() -> None:
    assert reported(ToolResult("1", "no such city", "w", error=True)).startswith(("The tool reported", "That did not"))


def test_a_long_or_empty_result_is_told_shortly() -> None:
    assert len(reported(ToolResult("1", "word " * 1_000, "w"))) < MOST_RESULT + 60
    assert reported(ToolResult("1", "  ", "w")).endswith("done.")
