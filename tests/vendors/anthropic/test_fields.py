"""The fields of a Messages request in both versions."""

from typing import Any

import pytest

from mockllm.vendors.anthropic.fields import BETA_FIELDS, BODY, COUNT, NEW_BODY
from mockllm.vendors.dots import say

HI: Any = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"foo": 1}, "foo: Extra inputs are not permitted"),
        ({"async": True}, "async: Extra inputs are not permitted"),
        ({"max_tokens": -1}, "max_tokens: Input should be greater than or equal to 0"),
        ({"max_tokens": "5"}, "max_tokens: Input should be a valid integer"),
        ({"messages": ["Invalid content"]}, "messages.0: Input does not match the expected shape."),
        ({"messages": "Hi"}, "messages: Input should be a valid list"),
        ({"model": 7}, "model: Input should be a valid string"),
        ({"system": 7}, "system: Input should be a valid list"),
        ({"system": [{"type": "text"}]}, "system.0.text: Field required"),
        ({"temperature": "x"}, "temperature: Input should be a valid number"),
        ({"top_k": -1}, "top_k: Input should be greater than or equal to 0"),
        ({"stop_sequences": "x"}, "stop_sequences: Input should be a valid list"),
        ({"stream": "x"}, "stream: Input should be a valid boolean"),
        ({"metadata": {"user_id": "u" * 513}}, "metadata.user_id: String should have at most 512 characters"),
        ({"metadata": {"other": 1}}, "metadata.other: Extra inputs are not permitted"),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 5}},
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        ),
        ({"thinking": {"type": "enabled"}}, "thinking.enabled.budget_tokens: Field required"),
        (
            {"output_config": {"effort": "x"}},
            "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'",
        ),
        ({"output_config": {"format": {"type": "json_schema"}}}, "output_config.format.schema: Field required"),
        ({"service_tier": "flex"}, "service_tier: Input should be 'auto' or 'standard_only'"),
        ({"speed": "warp"}, "speed: Input should be 'standard' or 'fast'"),
        ({"container": 7}, "container: Input should be a valid string"),
        ({"tool_choice": {"type": "x"}}, None),
        ({"mcp_servers": [{"type": "url", "name": "n"}]}, "mcp_servers.0.url: Field required"),
    ],
)
def test_a_field_is_refused(change: dict[str, Any], message: str | None) -> None:
    found = BODY.look({**HI, **change})
    assert found is not None
    if message is not None:
        assert say(found).message == message


@pytest.mark.parametrize("name", ["model", "messages", "max_tokens"])
def test_a_field_is_required(name: str) -> None:
    found = BODY.look({key: value for key, value in HI.items() if key != name})
    assert found is not None
    assert say(found).message == f"{name}: Field required"


def test_an_unknown_field_comes_last() -> None:
    found = BODY.look({"foo": 1, "stream": "x", "model": "m", "messages": []})
    assert found is not None
    assert say(found).message == "max_tokens: Field required"


@pytest.mark.parametrize("name", ["temperature", "top_p", "top_k"])
def test_the_newest_version_has_no_sampling(name: str) -> None:
    assert BODY.look({**HI, name: 1}) is None
    found = NEW_BODY.look({**HI, name: 1})
    assert found is not None
    assert say(found).message == f"{name}: Extra inputs are not permitted"


def test_a_count_takes_no_limit() -> None:
    found = COUNT.look(HI)
    assert found is not None
    assert say(found).message == "max_tokens: Extra inputs are not permitted"


def test_every_beta_field_is_known() -> None:
    assert BETA_FIELDS.keys() <= BODY.fields.keys()
