"""The checks of legacy completions."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openai.completions_rows import ROWS
from mockllm.vendors.openai.models import find
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

COMPLETIONS = Asked(ROWS, find)
CHAT = "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?"


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "gpt-3.5-turbo-instruct", "prompt": "Hi", **change}


def _too_long(asked: int, prompt: int, rest: int) -> str:
    return (
        f"This model's maximum context length is 4096 tokens, however you requested {asked} tokens ({prompt} in your "
        f"prompt; {rest} for the completion). Please reduce your prompt; or completion length."
    )


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"prompt": "Hi"}, (400, "you must provide a model parameter", None, None)),
        (_body(model="gpt-4o"), (404, CHAT, "model", None)),
        (
            _body(prompt=[5, 100_258]),
            (
                400,
                "Invalid token in prompt: 100258. Minimum value is 0, maximum value is 100257 (inclusive).",
                None,
                None,
            ),
        ),
        (
            _body(prompt=[[-1]]),
            (400, "Invalid token in prompt: -1. Minimum value is 0, maximum value is 100257 (inclusive).", None, None),
        ),
        (_body(max_tokens=4096), (400, _too_long(4097, 1, 4096), None, "context_length_exceeded")),
        (_body(prompt=[[1] * 4081]), (400, _too_long(4097, 4081, 16), None, "context_length_exceeded")),
        (
            _body(n=0),
            (
                400,
                "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
                "n",
                "integer_below_min_value",
            ),
        ),
        (
            _body(stream_options={}),
            (400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", None),
        ),
        (_body(messages=[]), (400, "Unrecognized request argument supplied: messages", None, None)),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], refusal: tuple[Any, ...]) -> None:
    assert COMPLETIONS.refusal(body) == refusal


@pytest.mark.parametrize("prompt", ["Hi", None, ["a", "b"], [1, 2], [[1], [2]], ["a", 1], [1, "a"], "word " * 4000])
def test_a_prompt_is_accepted(prompt: Any) -> None:
    assert COMPLETIONS.refusal(_body(prompt=prompt)) is None


def test_a_prompt_may_be_absent() -> None:
    assert COMPLETIONS.refusal({"model": "davinci-002", "stop": ["a"], "logprobs": 5}) is None


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(COMPLETIONS, traffic("chat"), "openai", "/v1/completions")
    assert wrong == {}, share


@given(spoiled(_body(prompt=[[1, 2], ["a"]], max_tokens=3, stop=["x"], stream_options={})))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    COMPLETIONS.refusal(body)
    COMPLETIONS.refusal(body, allow=["param", "model"])


def test_an_unknown_model_passes_where_it_is_allowed() -> None:
    assert COMPLETIONS.refusal(_body(model="mine", max_tokens=10**6), allow=["model"]) is None
