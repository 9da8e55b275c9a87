"""What OpenRouter's Responses and Messages refuse."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openrouter.providers import find
from mockllm.vendors.openrouter.shape_rows import MESSAGES_ROWS, RESPONSES_ROWS
from tests.vendors.asked import Asked, spoiled

RESPONSES, MESSAGES = Asked(RESPONSES_ROWS, find), Asked(MESSAGES_ROWS, find)
GIVEN = {"model": "openai/gpt-4o", "input": "Hi", "provider": {"order": ["openai"]}}
TALK: dict[str, Any] = {"model": "a/b", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.mark.parametrize(
    "change", [{"input": None}, {"input": 7}, {"model": "gpt"}, {"models": ["x"]}, {"provider": {"x": 1}}]
)
def test_responses_are_refused(change: dict[str, Any]) -> None:
    refusal = RESPONSES.refusal({**GIVEN, **change})
    assert refusal is not None
    assert refusal[0] == 400


@pytest.mark.parametrize("change", [{"messages": None}, {"messages": []}, {"model": "gpt"}, {"temperature": 1.5}])
def test_messages_are_refused(change: dict[str, Any]) -> None:
    refusal = MESSAGES.refusal({**TALK, **change})
    assert refusal is not None
    assert refusal[0] == 400


def test_what_is_right_passes() -> None:
    assert RESPONSES.refusal(GIVEN) is None
    assert RESPONSES.refusal({"input": "Hi", "models": ["a/b"]}) is None
    assert MESSAGES.refusal(TALK) is None


@given(spoiled(GIVEN))
def test_any_response_request_is_judged(body: dict[str, Any]) -> None:
    RESPONSES.refusal(body)


@given(spoiled(TALK))
def test_any_message_request_is_judged(body: dict[str, Any]) -> None:
    MESSAGES.refusal(body)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"session_id": "x" * 257}, "session_id"),
        ({"plugins": [{}]}, "plugins[0].id"),
        ({"stream": "yes"}, "stream"),
        ({"top_p": -1}, "top_p"),
        ({"tools": {}}, "tools"),
        ({"user": 1}, "user"),
    ],
)
def test_both_name_the_field_that_they_share(change: dict[str, Any], param: str) -> None:
    for asked, body in ((RESPONSES, GIVEN), (MESSAGES, TALK)):
        refusal = asked.refusal({**body, **change})
        assert refusal is not None
        assert (refusal[0], refusal[2]) == (400, param)


def test_each_has_its_own_range_of_temperatures() -> None:
    assert RESPONSES.refusal({**GIVEN, "temperature": 1.5}) is None
    assert MESSAGES.refusal({**TALK, "temperature": 1.5}) is not None


def test_unknown_models_pass_where_they_are_allowed() -> None:
    assert RESPONSES.refusal({**GIVEN, "model": "gpt"}, allow=("model",)) is None
    assert MESSAGES.refusal({**TALK, "model": "gpt"}, allow=("model",)) is None
