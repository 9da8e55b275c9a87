"""The checks of the Messages API as one: headers, order, betas, and what the real service did."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.anthropic.headers import BETAS
from mockllm.vendors.anthropic.message_rows import COUNT_ROWS, PARAMS_ROWS, ROWS
from mockllm.vendors.anthropic.models import find
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

OLD, NEW = {"anthropic-version": "2023-06-01"}, {"anthropic-version": "2026-10-21"}
MESSAGES, COUNT = Asked(ROWS, find, OLD), Asked(COUNT_ROWS, find, OLD)


def _body(**change: Any) -> dict[str, Any]:
    return {
        "model": "claude-haiku-4-5",
        "max_tokens": 5,
        "messages": [{"role": "user", "content": "Hi"}],
        **change,
    }


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        (_body(), {}, (400, "anthropic-version: header is required", None, None)),
        (_body(model="claude-sonet-4-5"), OLD, (404, "model: claude-sonet-4-5", None, None)),
        (
            _body(model="claude-sonet-4-5", max_tokens="x"),
            OLD,
            (400, "max_tokens: Input should be a valid integer", None, None),
        ),
        (_body(temperature=1), NEW, (400, "temperature: Extra inputs are not permitted", None, None)),
        (_body(mcp_servers=[]), OLD, (400, "mcp_servers: Extra inputs are not permitted", None, None)),
        (
            _body(context_management={"edits": []}),
            {**OLD, "anthropic-beta": "files-api-2025-04-14"},
            (400, "context_management: Extra inputs are not permitted", None, None),
        ),
        (_body(messages=[]), OLD, (400, "messages: at least one message is required", None, None)),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], headers: dict[str, str], refusal: tuple[Any, ...]) -> None:
    assert MESSAGES.refusal(body, headers) == refusal


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (_body(), OLD),
        (_body(), NEW),
        (_body(temperature=1), OLD),
        (_body(mcp_servers=[]), {**NEW, "anthropic-beta": "mcp-client-2025-11-20"}),
    ],
)
def test_a_request_is_accepted(body: dict[str, Any], headers: dict[str, str]) -> None:
    assert MESSAGES.refusal(body, headers) is None


def test_what_is_unknown_passes_where_it_is_allowed() -> None:
    assert MESSAGES.refusal(_body(model="other"), allow=["model"]) is None
    headers = {**OLD, "anthropic-beta": "tomorrow-2027-01-01"}
    assert MESSAGES.refusal(_body(zzz=1, mcp_servers=[]), headers, allow=["param"]) is None


def test_counting_needs_no_limit() -> None:
    body = {name: value for name, value in _body().items() if name != "max_tokens"}
    assert COUNT.refusal(body) is None
    assert COUNT.refusal(_body()) == (400, "max_tokens: Extra inputs are not permitted", None, None)


def test_the_request_of_a_batch_needs_no_headers() -> None:
    assert Asked(PARAMS_ROWS, find).refusal(_body()) is None


def _headers(recorded: Mapping[str, str]) -> Mapping[str, str]:
    # Some recorders left these headers out or hid them; then any beta may have been asked for.
    if recorded.get("anthropic-version", "").startswith("20"):
        return recorded
    return {**OLD, "anthropic-beta": ",".join(BETAS)}


EXPLAINED = {
    "0bc218576f": "the recorder replaced the texts that were too long",
    "5e35e3e9f0": "of 2024, with a result whose id is not the call's",
}


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(MESSAGES, traffic("messages"), "anthropic", "/v1/messages", _headers)
    assert wrong.keys() == EXPLAINED.keys(), (share, wrong)


def test_it_agrees_about_counting(traffic: Traffic) -> None:
    path = "/v1/messages/count_tokens"
    share, wrong = disagreements(COUNT, traffic("messages"), "anthropic", path, _headers)
    assert wrong == {}, share


FULL = _body(
    max_tokens=2000,
    thinking={"type": "enabled", "budget_tokens": 1024},
    system=[{"type": "text", "text": "Be brief", "cache_control": {"type": "ephemeral"}}],
    messages=[
        {"role": "user", "content": [{"type": "image", "source": {"type": "url", "url": "http://x"}}]},
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "x", "signature": "AAAA"},
                {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}},
                {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
                {"type": "tool_use", "id": "t", "name": "f", "input": {}},
            ],
        },
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "x"}]}],
        },
        {"role": "assistant", "content": "so"},
    ],
    tools=[
        {"name": "f", "input_schema": {"type": "object", "properties": {"a": {"enum": [1]}}}, "strict": False},
        {"type": "web_search_20250305", "name": "web_search", "allowed_domains": ["x"]},
    ],
    tool_choice={"type": "auto"},
    output_config={"format": {"type": "json_schema", "schema": {"type": "object", "additionalProperties": False}}},
    stop_sequences=["x"],
    temperature=1,
)


@given(spoiled(FULL))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    MESSAGES.refusal(body)
    MESSAGES.refusal(body, NEW, allow=["param", "model"])
    MESSAGES.refusal({**body, "model": "claude-opus-4-8"})
    COUNT.refusal({**body, "model": "claude-3-haiku-20240307"})
