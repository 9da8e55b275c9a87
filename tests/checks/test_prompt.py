"""The texts of a prompt, its length and its words."""

import pytest

from mockllm.checks import prompt
from mockllm.checks.prompt import length_beyond, mentions, texts

MESSAGES = [{"type": "message", "content": [{"text": "one"}, {"data": "AAAA"}]}, {"content": "two", "url": "http://x"}]


def test_texts_come_in_order_without_what_is_opaque() -> None:
    assert list(texts(MESSAGES)) == ["one", "two"]


def test_nesting_may_be_of_any_depth() -> None:
    deep: object = "end"
    for _ in range(50_000):
        deep = [deep]
    assert list(texts(deep)) == ["end"]


def test_a_prompt_that_fits_has_no_length() -> None:
    assert length_beyond(MESSAGES, 2) is None
    assert length_beyond(MESSAGES, 1) == 2


def test_a_prompt_with_few_characters_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "count", None)
    assert length_beyond("a b c", 5) is None


def test_a_word_is_found_in_any_case() -> None:
    assert mentions([{"content": "As JSON, please"}], "json")
    assert not mentions([{"type": "json_object", "content": "no"}], "json")
