"""Of several mistakes the service tells the first in its own order, which was measured."""

from collections.abc import Iterator
from typing import Any

import pytest

from mockllm.api.mock import MockLLM
from mockllm.engine.settings import Settings
from mockllm.vendors.kinds import Options
from tests.refusals.asking import asked, body_of
from tests.refusals.sheets import Request

Mistake = tuple[str, Any, str | None]
"""The field, what is wrong in it (`...` for its absence), and the param that the refusal names."""

FORMAT = {"type": "json_schema", "json_schema": {"name": "X", "strict": True, "schema": {}}}
CHAT: tuple[Mistake, ...] = (
    ("model", ..., None),
    ("messages", ..., "messages"),
    ("zzzzzz", 1, "zzzzzz"),
    ("messages", [], "messages"),
    ("functions", "x", "functions"),
    ("function_call", {"name": "f"}, "function_call"),
    ("tools", "x", "tools"),
    ("tool_choice", "auto", "tool_choice"),
    ("parallel_tool_calls", True, "parallel_tool_calls"),
    ("max_completion_tokens", 0, "max_completion_tokens"),
    ("n", 0, "n"),
    ("temperature", "x", "temperature"),
    ("top_p", "x", "top_p"),
    ("presence_penalty", 3, "presence_penalty"),
    ("frequency_penalty", 3, "frequency_penalty"),
    ("logprobs", "x", "logprobs"),
    ("top_logprobs", -1, "top_logprobs"),
    ("user", 1, "user"),
    ("seed", "x", "seed"),
    ("moderation", 1, "moderation"),
    ("safety_identifier", 1, "safety_identifier"),
    ("prompt_cache_options", 1, "prompt_cache_options"),
    ("prompt_cache_key", 1, "prompt_cache_key"),
    ("prompt_cache_retention", "in_memory", "prompt_cache_retention"),
    ("response_format", FORMAT, "response_format"),
    ("service_tier", "scale", "service_tier"),
    ("max_tokens", 5, "max_tokens"),
    ("reasoning_effort", "max", "reasoning_effort"),
    ("logit_bias", {"1": 1}, "logit_bias"),
    ("stop", "x", "stop"),
    ("stream", 1, "stream"),
    ("stream_options", {}, "stream_options"),
    ("store", 1, "store"),
    ("metadata", 1, "metadata"),
    ("prediction", {"type": "content", "content": "x"}, "prediction"),
    ("verbosity", "x", "verbosity"),
    ("temperature", 0.5, "temperature"),
    ("top_p", 0.5, "top_p"),
    ("presence_penalty", 1, "presence_penalty"),
    ("frequency_penalty", 1, "frequency_penalty"),
    ("logprobs", True, "logprobs"),
    ("messages", [{"role": "user"}], "messages.[0].content"),
)
STANDS_IN = {"previous_response_id", "prompt"}
"""What a response may have in place of a model or an input; beside them neither is missing."""
LOGPROBS = "message.output_text.logprobs"
RESPONSES: tuple[Mistake, ...] = (
    ("model", ..., "model"),
    ("input", ..., "input"),
    ("zzzzzz", 1, "zzzzzz"),
    ("moderation", 1, "moderation"),
    ("input", 1, "input"),
    ("previous_response_id", 1, "previous_response_id"),
    ("prompt", 1, "prompt"),
    ("include", "x", "include"),
    ("tools", "x", "tools"),
    ("metadata", 1, "metadata"),
    ("text", 1, "text"),
    ("temperature", 3, "temperature"),
    ("top_p", 3, "top_p"),
    ("presence_penalty", 3, "presence_penalty"),
    ("frequency_penalty", 3, "frequency_penalty"),
    ("parallel_tool_calls", 1, "parallel_tool_calls"),
    ("stream", 1, "stream"),
    ("stream_options", 1, "stream_options"),
    ("background", 1, "background"),
    ("max_output_tokens", 1, "max_output_tokens"),
    ("max_tool_calls", 0, "max_tool_calls"),
    ("reasoning", 1, "reasoning"),
    ("user", 1, "user"),
    ("safety_identifier", 1, "safety_identifier"),
    ("prompt_cache_options", 1, "prompt_cache_options"),
    ("prompt_cache_key", 1, "prompt_cache_key"),
    ("prompt_cache_retention", "x", "prompt_cache_retention"),
    ("truncation", "x", "truncation"),
    ("instructions", 1, "instructions"),
    ("store", 1, "store"),
    ("service_tier", "x", "service_tier"),
    ("top_logprobs", 21, "top_logprobs"),
    ("context_management", 1, "context_management"),
    ("previous_response_id", "X", "previous_response_id"),
    ("temperature", 0.5, "temperature"),
    ("include", [LOGPROBS], "include"),
    ("top_logprobs", 2, "top_logprobs"),
)
KINDS: dict[str, tuple[dict[str, Any], tuple[Mistake, ...]]] = {
    "/v1/chat/completions": (
        {"model": "gpt-5.6-terra", "messages": [{"role": "user", "content": "Hi"}]},
        CHAT,
    ),
    "/v1/responses": ({"model": "gpt-5.6-terra", "input": "Hi"}, RESPONSES),
}
CASES = [(path, place) for path, (_, mistakes) in KINDS.items() for place in range(len(mistakes))]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with MockLLM(on_miss="fake", check=False) as mock:
        yield mock.url


def _error(url: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = asked(url, Request("POST", path, {"content-type": "application/json"}, body, b""), "default")
    error: dict[str, Any] = body_of(reply)["error"]
    return error


def _mistaken(body: dict[str, Any], *mistakes: Mistake) -> dict[str, Any]:
    changed = dict(body)
    for name, value, _ in mistakes:
        changed.pop(name, None)
        if value is not ...:
            changed[name] = value
    return changed


@pytest.mark.parametrize(("path", "place"), CASES, ids=[f"{path}-{KINDS[path][1][at][0]}-{at}" for path, at in CASES])
def test_a_mistake_is_told_before_all_that_come_after_it(url: str, path: str, place: int) -> None:
    body, mistakes = KINDS[path]
    first = mistakes[place]
    alone = _error(url, path, _mistaken(body, first))

    assert alone["param"] == first[2]
    for other in mistakes[place + 1 :]:
        if other[0] != first[0] and not (first[1] is ... and other[0] in STANDS_IN):
            assert _error(url, path, _mistaken(body, other, first)) == alone, other


STATE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"conversation": "X", "prompt": {"id": "X"}, "input": ""}, "Conversation with id 'X' not found."),
    ({"prompt": {"id": "X"}, "previous_response_id": "X", "input": ""}, "Prompt with id 'X' not found."),
    ({"previous_response_id": "X", "input": "", "temperature": 0.5}, "Previous response with id 'X' not found."),
    (
        {"input": "", "temperature": 0.5},
        "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.",
    ),
)


@pytest.mark.parametrize(("change", "said"), STATE)
def test_what_a_response_continues_is_looked_up_before_what_its_model_can_do(
    url: str, change: dict[str, Any], said: str
) -> None:
    assert _error(url, "/v1/responses", {"model": "gpt-5.6-terra", "input": "Hi"} | change)["message"] == said


@pytest.mark.parametrize("path", KINDS)
def test_a_key_is_asked_for_before_the_body_is_read(path: str) -> None:
    with MockLLM(on_miss="fake", settings=Settings(Options(keys=())), check=False) as mock:
        reply = asked(mock.url, Request("POST", path, {"content-type": "text/plain"}, None, b"{"), "default")

    assert reply.status == 401
