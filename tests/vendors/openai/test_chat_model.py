"""What a model refuses in Chat Completions, family by family."""

from typing import Any

import pytest

from mockllm.checks import About, Check
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.chat_model import (
    AtMost,
    OnlyDefault,
    Unsupported,
    effort_known,
    quiet,
    retention,
    roles_known,
    tier,
    tools_quiet,
)
from mockllm.vendors.openai.models import find

UNSUPPORTED = "Unsupported parameter: '{}' is not supported with this model."
MAX = Unsupported("max_tokens", hint=" Use 'max_completion_tokens' instead.")
PENALTY = Unsupported("presence_penalty", always=False, given=bool)
NONE_TO_XHIGH = "'none', 'low', 'medium', 'high', and 'xhigh'"


def _asked(row: Check, model: str, **body: Any) -> tuple[str | None, str | None, str | None] | None:
    failure = row({"model": model, "messages": [], **body}, About({}, find(model, Options())))
    return None if failure is None else (failure.message, failure.param, failure.code)


@pytest.mark.parametrize(
    ("row", "model", "body", "said"),
    [
        (
            MAX,
            "gpt-5",
            {"max_tokens": 5},
            (
                UNSUPPORTED.format("max_tokens") + " Use 'max_completion_tokens' instead.",
                "max_tokens",
                "unsupported_parameter",
            ),
        ),
        (
            PENALTY,
            "o3",
            {"presence_penalty": 1},
            (UNSUPPORTED.format("presence_penalty"), "presence_penalty", "unsupported_parameter"),
        ),
        (
            OnlyDefault("temperature"),
            "gpt-5.6-terra",
            {"temperature": 0.5},
            (
                (
                    "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default "
                    "(1) value is "
                    "supported."
                ),
                "temperature",
                "unsupported_value",
            ),
        ),
        (
            AtMost("max_tokens"),
            "gpt-4o-2024-05-13",
            {"max_tokens": 4738},
            (
                (
                    "max_tokens is too large: 4738. This model supports at most 4096 completion tokens, whereas you "
                    "provided 4738."
                ),
                "max_tokens",
                "invalid_value",
            ),
        ),
        (
            effort_known,
            "gpt-5.6-terra",
            {"reasoning_effort": "max"},
            (
                (
                    f"Unsupported value: 'reasoning_effort' does not support 'max' with this model. Supported "
                    f"values are: {NONE_TO_XHIGH}."
                ),
                "reasoning_effort",
                "unsupported_value",
            ),
        ),
        (
            effort_known,
            "o1-mini",
            {"reasoning_effort": "low"},
            (UNSUPPORTED.format("reasoning_effort"), "reasoning_effort", "unsupported_parameter"),
        ),
        (
            effort_known,
            "gpt-4o",
            {"reasoning_effort": "low"},
            ("Unrecognized request argument supplied: reasoning_effort", None, None),
        ),
        (
            roles_known,
            "o1-mini",
            {"messages": [{"role": "system", "content": "x"}]},
            (
                "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
                "messages[0].role",
                "unsupported_value",
            ),
        ),
        (
            roles_known,
            "gpt-5.6-sol",
            {"messages": [{"role": "user"}, {"role": "function", "name": "f"}]},
            (
                "Unsupported value: 'messages[1].role' does not support 'function' with this model.",
                "messages[1].role",
                "unsupported_value",
            ),
        ),
        (
            tools_quiet,
            "gpt-5.6-terra",
            {"tools": [{}], "reasoning_effort": "low"},
            (
                "Function tools with reasoning_effort are not supported for gpt-5.6-terra in /v1/chat/completions",
                None,
                None,
            ),
        ),
        (
            retention,
            "gpt-4o",
            {"prompt_cache_retention": "24h"},
            ("Invalid prompt_cache_retention argument", "prompt_cache_retention", None),
        ),
        (
            retention,
            "gpt-5.5",
            {"prompt_cache_retention": "in_memory"},
            ("This model is compatible only with 24h extended prompt caching", "prompt_cache_retention", None),
        ),
        (tier, "gpt-4o", {"service_tier": "flex"}, ("Invalid service_tier argument", "service_tier", None)),
    ],
)
def test_it_is_refused(row: Check, model: str, body: dict[str, Any], said: tuple[str, str | None, str | None]) -> None:
    assert _asked(row, model, **body) == said


@pytest.mark.parametrize(
    ("row", "model", "body"),
    [
        (MAX, "gpt-4o", {"max_tokens": 5}),
        (MAX, "gpt-5", {"max_tokens": None}),
        (MAX, "unknown", {"max_tokens": 5}),
        (PENALTY, "o3", {"presence_penalty": 0}),
        (PENALTY, "gpt-5.6", {"presence_penalty": 1, "reasoning_effort": "none"}),
        (OnlyDefault("temperature"), "gpt-5", {"temperature": 1.0}),
        (OnlyDefault("temperature"), "gpt-5.4", {"temperature": 0.1}),
        (OnlyDefault("temperature"), "unknown", {"temperature": 0.1}),
        (AtMost("max_tokens"), "gpt-4o", {"max_tokens": 16_384}),
        (AtMost("max_tokens"), "unknown", {"max_tokens": 10**9}),
        (effort_known, "gpt-5", {"reasoning_effort": "minimal"}),
        (effort_known, "unknown", {"reasoning_effort": "max"}),
        (roles_known, "gpt-4o", {"messages": [{"role": "system"}]}),
        (tools_quiet, "gpt-5.6", {"tools": [{}], "reasoning_effort": "none"}),
        (tools_quiet, "gpt-5.6", {"tools": [{}]}),
        (tools_quiet, "gpt-5.4", {"tools": [{}], "reasoning_effort": "low"}),
        (retention, "gpt-4.1", {"prompt_cache_retention": "24h"}),
        (retention, "gpt-4o", {"prompt_cache_retention": "in_memory"}),
        (tier, "o3", {"service_tier": "flex"}),
    ],
)
def test_it_is_accepted(row: Check, model: str, body: dict[str, Any]) -> None:
    assert _asked(row, model, **body) is None


@pytest.mark.parametrize(
    ("model", "effort", "expected"),
    [
        ("gpt-4o", None, True),
        ("gpt-5", None, False),
        ("gpt-5.4", None, True),
        ("gpt-5.4", "low", False),
        ("gpt-5.6", "none", True),
    ],
)
def test_a_model_is_quiet_without_reasoning(model: str, effort: str | None, expected: bool) -> None:
    card = find(model, Options())
    assert card is not None
    assert quiet({"reasoning_effort": effort}, card) is expected
