"""Tools, formats and cache breakpoints beyond their fields."""

from typing import Any

import pytest

from mockllm.checks import About, first
from mockllm.vendors.anthropic.tool_rows import TOOLS

F: Any = {"name": "f", "input_schema": {"type": "object"}}
LOOSE = "For 'object' type, 'additionalProperties' must be explicitly set to false"
BAD = (
    "JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn "
    "more about tool use at https://docs.claude.com/en/docs/tool-use."
)


def _mark(ttl: str | None = None) -> dict[str, Any]:
    cache = {"type": "ephemeral"} | ({"ttl": ttl} if ttl else {})
    return {"type": "text", "text": "x", "cache_control": cache}


def _format(schema: Any) -> dict[str, Any]:
    return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}


def _said(**body: Any) -> str | None:
    failure = first(TOOLS, {"messages": [{"role": "user", "content": "Hi"}], **body}, About({}, None))
    return None if failure is None else failure.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"tools": [{**F, "input_schema": {"type": "object", "properties": {"location": "bar"}}}]},
            f"tools.0.custom.input_schema: {BAD}",
        ),
        ({"tools": [{**F, "strict": True}]}, f"tools.0.custom: {LOOSE}"),
        ({"tools": [F, F]}, "tools: Tool names must be unique."),
        ({"tool_choice": {"type": "auto"}}, "tool_choice may only be specified while providing tools"),
        ({"tools": [F], "tool_choice": {"type": "tool", "name": "x"}}, "Tool 'x' not found in provided tools"),
        (
            {"tools": [{**F, "defer_loading": True}]},
            "At least one tool must have defer_loading=false. All tools cannot be deferred.",
        ),
        (
            {
                "tools": [
                    {"type": "web_search_20250305", "name": "w", "allowed_domains": ["a"], "blocked_domains": ["b"]}
                ]
            },
            "tools.0.web_search_20250305: Cannot specify both allowed_domains and blocked_domains",
        ),
        (_format({"type": "object"}), f"output_config.format.schema: {LOOSE}"),
        (
            {"output_format": {"type": "json_schema", "schema": {"type": 7}}},
            "output_format.schema: Invalid schema: it must match JSON Schema draft 2020-12",
        ),
        (
            {"system": [_mark()] * 5},
            "A maximum of 4 blocks with cache_control may be provided. Found 5.",
        ),
        (
            {"system": [_mark()] * 4, "cache_control": {"type": "ephemeral"}},
            "A maximum of 4 blocks with cache_control may be provided. Found 5.",
        ),
        (
            {"system": [_mark("5m"), _mark("1h")]},
            (
                "system.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' "
                "cache_control block. Note that blocks are processed in the following order: `tools`, `system`, "
                "`messages`."
            ),
        ),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], message: str) -> None:
    assert _said(**body) == message


@pytest.mark.parametrize(
    "body",
    [
        {"tools": [F, {**F, "name": "g", "defer_loading": True}], "tool_choice": {"type": "tool", "name": "g"}},
        {"mcp_servers": [{"name": "s"}], "tool_choice": {"type": "auto"}},
        {"system": [_mark("1h"), _mark("5m"), _mark(), _mark("5m")]},
        _format({"type": "object", "additionalProperties": False, "properties": {"a": {"type": "string"}}}),
        {"tools": []},
    ],
)
def test_a_request_is_accepted(body: dict[str, Any]) -> None:
    assert _said(**body) is None
