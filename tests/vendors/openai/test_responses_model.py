"""What a model refuses in the Responses API, family by family."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.checks import About, Check
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.responses_model import (
    OnlyDefault,
    context_fits,
    effort_known,
    encrypted,
    logprobs,
    reasons,
)

TEMPERATURE = OnlyDefault("temperature", 1)
LOGPROBS = "logprobs are not supported with reasoning models."


def _said(row: Check, model: str, body: Any) -> tuple[Any, ...] | None:
    failure = row({"model": model, "input": "Hi", **body}, About({}, find(model, Options())))
    return None if failure is None else (failure.message, failure.param, failure.code)


@pytest.mark.parametrize(
    ("row", "model", "body", "said"),
    [
        (
            TEMPERATURE,
            "gpt-5",
            {"temperature": 0.5},
            ("Unsupported parameter: 'temperature' is not supported with this model.", "temperature", None),
        ),
        (
            effort_known,
            "gpt-5.2",
            {"reasoning": {"effort": "minimal"}},
            (
                (
                    "Unsupported value: 'minimal' is not supported with the 'gpt-5.2-2025-12-11' model. Supported "
                    "values are: 'none', 'low', 'medium', 'high', and 'xhigh'."
                ),
                "reasoning.effort",
                "unsupported_value",
            ),
        ),
        (logprobs, "gpt-5", {"top_logprobs": 2}, (LOGPROBS, "top_logprobs", "unsupported_parameter")),
        (
            logprobs,
            "gpt-5",
            {"include": ["message.output_text.logprobs"]},
            (LOGPROBS, "include", "unsupported_parameter"),
        ),
        (
            encrypted,
            "gpt-4o",
            {"include": ["reasoning.encrypted_content"]},
            ("Encrypted content is not supported with this model.", "include", None),
        ),
        (
            reasons,
            "gpt-4o",
            {"reasoning": {"effort": "low"}},
            (
                "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
                "reasoning.effort",
                "unsupported_parameter",
            ),
        ),
    ],
)
def test_it_is_refused(row: Check, model: str, body: Any, said: tuple[Any, ...]) -> None:
    assert _said(row, model, body) == said


@pytest.mark.parametrize(
    ("row", "model", "body"),
    [
        (TEMPERATURE, "gpt-5", {"temperature": 1.0}),
        (TEMPERATURE, "gpt-5", {"temperature": 0.5, "reasoning": {"effort": "none"}}),
        (TEMPERATURE, "gpt-5.4-nano", {"temperature": 0}),
        (TEMPERATURE, "gpt-4o", {"temperature": 0}),
        (TEMPERATURE, "unknown", {"temperature": 0}),
        (effort_known, "gpt-5", {"reasoning": {"effort": "minimal"}}),
        (effort_known, "gpt-5", {"reasoning": {"effort": 3}}),
        (effort_known, "unknown", {"reasoning": {"effort": "max"}}),
        (logprobs, "gpt-4o", {"top_logprobs": 2}),
        (encrypted, "gpt-5", {"include": ["reasoning.encrypted_content"]}),
        (encrypted, "gpt-4o", {"include": []}),
        (reasons, "gpt-4o", {"reasoning": {"effort": None}}),
        (reasons, "gpt-5", {"reasoning": {"effort": "low"}}),
    ],
)
def test_it_is_accepted(row: Check, model: str, body: Any) -> None:
    assert _said(row, model, body) is None


def test_the_input_fits_into_the_context_window_unless_it_may_be_cut() -> None:
    about = About({}, Model("m", context=3))
    body = {"input": "one two three", "instructions": "four"}
    failure = context_fits(body, about)
    assert failure is not None
    assert (failure.param, failure.code) == ("input", "context_length_exceeded")
    assert context_fits({**body, "truncation": "auto"}, about) is None
    assert context_fits({"input": "one two three"}, about) is None
    assert context_fits(body, About({}, None)) is None
