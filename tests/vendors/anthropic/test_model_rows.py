"""What Anthropic's models refuse, family by family."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.checks import About, first
from mockllm.vendors.anthropic.model_rows import GENERATION, MODEL
from mockllm.vendors.anthropic.models import find
from mockllm.vendors.anthropic.turns import Conversed
from mockllm.vendors.kinds import Options

HI: Any = {"role": "user", "content": "Hi"}
ENABLED: Any = {"type": "enabled", "budget_tokens": 1024}
ADAPTIVE: Any = {"type": "adaptive"}
DISABLED: Any = {"type": "disabled"}
DOCS = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"
WITH_THINKING = f"Please consult our documentation at {DOCS}#important-considerations-when-using-extended-thinking"


def _said(model: str, beta: str = "", **body: Any) -> str | None:
    about = About({"anthropic-beta": beta}, find(model, Options()))
    failure = first((Conversed(MODEL), *GENERATION), {"messages": [HI], "max_tokens": 2000, **body}, about)
    return None if failure is None else failure.message


@pytest.mark.parametrize(
    ("model", "body", "message"),
    [
        (
            "claude-opus-4-6",
            {"max_tokens": 128_001},
            ("max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for claude-opus-4-6"),
        ),
        ("claude-opus-4-6", {"max_tokens": 0, "stream": True}, "max_tokens: 0 is not allowed with stream: true"),
        (
            "claude-opus-4-6",
            {"stop_sequences": [" "]},
            "stop_sequences: each stop sequence must contain non-whitespace",
        ),
        ("claude-haiku-4-5", {"temperature": 1.5}, "temperature: range: 0..1"),
        ("claude-haiku-4-5", {"top_p": -1}, "top_p: range: 0..1"),
        ("claude-opus-4-8", {"temperature": 0.5}, "`temperature` cannot be set to 0.5 for this model"),
        ("claude-opus-4-8", {"top_p": 0.5}, "`top_p` cannot be set to 0.5 for this model"),
        ("claude-opus-4-8", {"top_k": 5}, "`top_k` cannot be set to 5 for this model"),
        (
            "claude-sonnet-4-5",
            {"temperature": 0.5, "top_p": 0.5},
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ),
        (
            "claude-opus-4-8",
            {"thinking": ENABLED},
            (
                '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and '
                '"output_config.effort" to control thinking behavior.'
            ),
        ),
        (
            "claude-fable-5",
            {"thinking": DISABLED},
            '"thinking.type.disabled" is not supported for this model. Thinking defaults to adaptive mode.',
        ),
        (
            "claude-opus-5",
            {"thinking": DISABLED, "output_config": {"effort": "max"}},
            '"thinking.type.disabled" is not supported for this model. Thinking defaults to adaptive mode.',
        ),
        ("claude-haiku-4-5", {"thinking": ADAPTIVE}, "adaptive thinking is not supported on this model"),
        ("claude-3-haiku-20240307", {"thinking": ENABLED}, "thinking is not supported on this model"),
        (
            "claude-haiku-4-5",
            {"thinking": ENABLED, "max_tokens": 1024},
            (
                "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at "
                f"{DOCS}#max-tokens-and-context-window-size"
            ),
        ),
        (
            "claude-haiku-4-5",
            {"thinking": ENABLED, "tool_choice": {"type": "any"}},
            "Thinking may not be enabled when tool_choice forces tool use.",
        ),
        (
            "claude-haiku-4-5",
            {"thinking": ENABLED, "temperature": 0.5},
            f"`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. {WITH_THINKING}",
        ),
        (
            "claude-haiku-4-5",
            {"thinking": ENABLED, "top_p": 0.5},
            (
                "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled or in adaptive mode. "
                f"{WITH_THINKING}"
            ),
        ),
        (
            "claude-haiku-4-5",
            {"thinking": ENABLED, "top_k": 5},
            f"`top_k` must be unset when thinking is enabled or in adaptive mode. {WITH_THINKING}",
        ),
        (
            "claude-opus-4-6",
            {"output_config": {"effort": "xhigh"}},
            "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
        ),
        (
            "claude-haiku-4-5",
            {"output_config": {"effort": "low"}},
            "This model does not support the effort parameter.",
        ),
    ],
)
def test_it_is_refused(model: str, body: dict[str, Any], message: str) -> None:
    assert _said(model, **body) == message


@pytest.mark.parametrize(
    ("model", "body"),
    [
        ("claude-opus-4-8", {"temperature": 1, "top_p": 0.99}),
        ("claude-3-7-sonnet-latest", {"temperature": 0.5, "top_p": 0.5, "top_k": 5}),
        ("claude-opus-4-6", {"thinking": ENABLED}),
        ("claude-opus-4-6", {"thinking": ADAPTIVE, "tool_choice": {"type": "any"}}),
        ("claude-opus-5", {"thinking": DISABLED}),
        ("claude-opus-4-8", {"output_config": {"effort": "xhigh"}}),
        ("claude-haiku-4-5", {"thinking": ENABLED, "temperature": 1.0}),
        ("claude-haiku-4-5", {"thinking": ENABLED, "top_p": 0.95}),
        ("claude-haiku-4-5", {"max_tokens": 0}),
        ("claude-unknown", {"max_tokens": 10**9, "temperature": 0.5, "thinking": ADAPTIVE}),
    ],
)
def test_it_is_accepted(model: str, body: dict[str, Any]) -> None:
    assert _said(model, **body) is None


def test_a_beta_raises_the_limit_or_the_budget() -> None:
    assert _said("claude-3-7-sonnet-latest", "output-128k-2025-02-19", max_tokens=128_000) is None
    tools = [{"name": "f"}]
    assert (
        _said("claude-haiku-4-5", "interleaved-thinking-2025-05-14", thinking=ENABLED, max_tokens=9, tools=tools)
        is None
    )


def test_thinking_comes_back_signed_and_first() -> None:
    use = {"type": "tool_use", "id": "a", "name": "f", "input": {}}
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a"}]}

    def talk(*first_blocks: Any) -> list[Any]:
        return [HI, {"role": "assistant", "content": [*first_blocks, use]}, result]

    signed = {"type": "thinking", "thinking": "x", "signature": "AAAA"}
    unsigned = {**signed, "signature": "no word!"}
    assert _said("claude-haiku-4-5", thinking=ENABLED, messages=talk(signed)) is None
    assert _said("claude-haiku-4-5", messages=talk()) is None
    assert _said("claude-haiku-4-5", messages=talk(unsigned)) == (
        "messages.1.content.0: Invalid `signature` in `thinking` block"
    )
    said = _said("claude-haiku-4-5", thinking=ENABLED, messages=talk())
    assert said is not None
    assert said.startswith(
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` "
        "is enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of "
        "`tool_use` and `tool_result` blocks)."
    )


def test_citations_and_a_format_exclude_each_other() -> None:
    document = {"type": "document", "source": {}, "citations": {"enabled": True}}
    said = _said(
        "claude-haiku-4-5",
        messages=[{"role": "user", "content": [document]}],
        output_config={"format": {"type": "json_schema", "schema": {}}},
    )
    assert said == "output_config.format: citations are not supported with structured outputs"


def test_the_prompt_fits_into_the_context_window() -> None:
    long = [{"role": "user", "content": "one two three four"}]
    failure = Conversed(MODEL)({"messages": long, "system": "five"}, About({}, Model("m", context=4)))
    assert failure is not None
    assert failure.message == "prompt is too long: 5 tokens > 4 maximum"
    assert Conversed(MODEL)({"messages": long}, About({}, Model("m", context=4))) is None
    wide = About({"anthropic-beta": "context-1m-2025-08-07"}, Model("claude-sonnet-4-20250514", context=1))
    assert Conversed(MODEL)({"messages": long}, wide) is None
