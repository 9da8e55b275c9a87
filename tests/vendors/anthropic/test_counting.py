"""The token count of a Messages request."""

from typing import Any

import pytest
from anthropic.types import MessageTokensCount
from anthropic.types.beta import BetaMessageTokensCount

from mockllm.vendors.anthropic.counting import count_tokens
from mockllm.vendors.anthropic.models import find
from tests.vendors.worlds import told, vendor, world

ANTHROPIC = vendor(find, "anthropic")
HEADERS = {"anthropic-version": "2023-06-01"}
GOOD = {"model": "claude-haiku-4-5", "messages": [{"role": "user", "content": "Hi"}]}


def test_the_count_is_one_number() -> None:
    reply = count_tokens(world(ANTHROPIC, GOOD, headers=HEADERS))
    assert reply.body == b'{"input_tokens":8}'


def test_system_and_tools_count_too() -> None:
    tool = {"name": "f", "input_schema": {"type": "object"}}
    plain, more = (
        MessageTokensCount.model_validate(
            told(count_tokens, world(ANTHROPIC, body, headers=HEADERS))[1], strict=True
        ).input_tokens
        for body in (GOOD, {**GOOD, "system": "Be kind.", "tools": [tool]})
    )
    assert more > plain


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"model": "claude-haiku-4-5"}, 400, "messages: Field required"),
        ({"messages": []}, 400, "model: Field required"),
        ({**GOOD, "model": "gpt-4o"}, 404, "model: gpt-4o"),
    ],
)
def test_bad_requests_are_refused(body: dict[str, Any], status: int, message: str) -> None:
    got, shown = told(count_tokens, world(ANTHROPIC, body, headers=HEADERS))
    assert (got, shown["error"]["message"]) == (status, message)
    assert told(count_tokens, world(ANTHROPIC, body, lenient=True))[0] == 200


def test_edits_of_the_context_are_answered() -> None:
    headers = {**HEADERS, "anthropic-beta": "context-management-2025-06-27"}
    where = world(ANTHROPIC, {**GOOD, "context_management": {"edits": []}}, headers=headers)
    _, shown = told(count_tokens, where)
    found = BetaMessageTokensCount.model_validate(shown, strict=True)
    assert found.context_management is not None
    assert found.context_management.original_input_tokens == found.input_tokens


@pytest.mark.parametrize(
    "how", [{"headers": {"anthropic-beta": "token-counting-2024-11-01"}}, {"query": {"beta": "true"}}]
)
def test_lenient_the_beta_form_always_tells(how: dict[str, Any]) -> None:
    assert "context_management" in told(count_tokens, world(ANTHROPIC, GOOD, lenient=True, **how))[1]
