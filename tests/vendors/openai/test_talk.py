"""The conversation of Chat Completions as a whole."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.checks import About, Check
from mockllm.vendors.openai.talk import audible, content_given, context_fits, paired

HI = {"role": "user", "content": "Hi"}
CALLS = {"role": "assistant", "tool_calls": [{"id": "call_a"}, {"id": "call_b"}]}
ORPHAN = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
UNANSWERED = (
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
    "The following tool_call_ids did not have response messages: "
)
NO_CONTENT = "Invalid value for 'content': expected a string, got null."


def _result(call: str) -> dict[str, str]:
    return {"role": "tool", "tool_call_id": call, "content": "ok"}


def _said(row: Check, messages: list[Any], model: Model | None = None) -> tuple[Any, ...] | None:
    failure = row({"messages": messages}, About({}, model))
    return None if failure is None else (failure.message, failure.param, failure.code)


@pytest.mark.parametrize(
    ("row", "messages", "said"),
    [
        (paired, [HI, HI, HI, _result("x")], (ORPHAN, "messages.[3].role", None)),
        (paired, [HI, CALLS, HI, _result("x")], (f"{UNANSWERED}call_a, call_b", "messages.[2].role", None)),
        (paired, [HI, CALLS, _result("call_a"), HI], (f"{UNANSWERED}call_b", "messages.[3].role", None)),
        (paired, [HI, CALLS, _result("call_b")], (f"{UNANSWERED}call_a", "messages.[3].role", None)),
        (content_given, [{"role": "user"}], (NO_CONTENT, "messages.[0].content", None)),
        (content_given, [HI, {"role": "assistant", "content": None}], (NO_CONTENT, "messages.[1].content", None)),
        (
            content_given,
            [{"role": "developer"}],
            (
                "Missing required parameter: 'messages[0].content'.",
                "messages[0].content",
                "missing_required_parameter",
            ),
        ),
        (
            content_given,
            [{"role": "developer", "content": None}],
            (
                (
                    "Invalid type for 'messages[0].content': expected one of a string or array of objects, "
                    "but got null "
                    "instead."
                ),
                "messages[0].content",
                "invalid_type",
            ),
        ),
    ],
)
def test_a_conversation_is_refused(row: Check, messages: list[Any], said: tuple[Any, ...]) -> None:
    assert _said(row, messages) == said


@pytest.mark.parametrize(
    ("row", "messages"),
    [
        (paired, [HI, CALLS, _result("call_b"), _result("call_a"), HI]),
        (paired, [HI, CALLS, _result("call_b"), _result("call_a"), _result("call_a")]),
        (content_given, [{"role": "user", "content": ""}, {"role": "user", "content": []}]),
        (content_given, [CALLS, {"role": "assistant", "refusal": "no"}]),
    ],
)
def test_a_conversation_is_accepted(row: Check, messages: list[Any]) -> None:
    assert _said(row, messages) is None


def test_only_a_model_that_hears_takes_audio() -> None:
    part = {"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}
    messages = [HI, {"role": "user", "content": [part]}]
    text = "Invalid 'messages[1]'. Content blocks are expected to be either text or image_url type."
    assert _said(audible, messages, Model("m")) == (text, "messages[1]", "invalid_value")
    assert _said(audible, messages, Model("m", traits=frozenset({"audio"}))) is None
    assert _said(audible, messages) is None


def test_messages_fit_into_the_context_window() -> None:
    text = (
        "This model's maximum context length is 5 tokens. However, your messages resulted in 6 tokens. "
        "Please reduce the length of the messages."
    )
    messages = [{"role": "user", "content": "one two three four five six"}]
    assert _said(context_fits, messages, Model("m", context=5)) == (text, "messages", "context_length_exceeded")
    assert _said(context_fits, messages, Model("m", context=6)) is None
    assert _said(context_fits, messages) is None
