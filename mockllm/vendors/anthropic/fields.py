"""The fields of a Messages request, of both versions of the API and with the betas that add some."""

from collections.abc import Mapping

from mockllm.checks.scalars import ANYTHING, Kind, Null
from mockllm.checks.shapes import Either
from mockllm.vendors.anthropic.blocks import MESSAGE, TEXT_BLOCK
from mockllm.vendors.anthropic.tool_fields import TOOL, TOOL_CHOICE
from mockllm.vendors.dot_kinds import (
    BOOL,
    CACHE,
    MAYBE_TEXT,
    TEXT,
    array,
    closed,
    literal,
    number,
    open_,
    text,
    text_or_list,
    union,
    whole,
)

__all__ = ["BETA_FIELDS", "BODY", "COUNT", "NEW_BODY"]

DISPLAY = Null(literal("summarized", "omitted", "updates"))
THINKING = union(
    {
        "enabled": closed(
            {"type": TEXT, "budget_tokens": whole(1024), "display": DISPLAY, "block_binding": ANYTHING},
            "budget_tokens",
        ),
        "adaptive": closed({"type": TEXT, "display": DISPLAY, "block_binding": ANYTHING}),
        "disabled": closed({"type": TEXT}),
        "between_tools": closed({"type": TEXT, "display": DISPLAY}),
    }
)
FORMAT = Null(closed({"type": literal("json_schema"), "schema": open_({})}, "type", "schema"))
OUTPUT_CONFIG = closed(
    {
        "effort": Null(literal("low", "medium", "high", "xhigh", "max")),
        "format": FORMAT,
        "task_budget": ANYTHING,
    }
)
SKILL = closed({"type": literal("anthropic", "custom"), "skill_id": TEXT, "version": TEXT}, "type", "skill_id")
MCP_SERVER = closed(
    {
        "type": literal("url"),
        "url": TEXT,
        "name": TEXT,
        "authorization_token": MAYBE_TEXT,
        "tool_configuration": Null(closed({"enabled": Null(BOOL), "allowed_tools": Null(array(TEXT))})),
    },
    "type",
    "url",
    "name",
)
THREAD = union(
    {
        "create": closed({"type": TEXT}),
        "continue": closed({"type": TEXT, "previous_message_id": TEXT}, "previous_message_id"),
    }
)
_EDIT = union({name: open_({}) for name in ("clear_tool_uses_20250919", "clear_thinking_20251015", "compact_20260112")})

_SHARED: dict[str, Kind] = {
    "model": TEXT,
    "messages": array(MESSAGE, most=100_000),
    "cache_control": CACHE,
    "output_config": Null(OUTPUT_CONFIG),
    "output_format": FORMAT,
    "speed": Null(literal("standard", "fast")),
    "system": text_or_list(TEXT_BLOCK),
    "thinking": THINKING,
    "tool_choice": Null(TOOL_CHOICE),
    "tools": array(TOOL),
    "mcp_servers": array(MCP_SERVER),
    "context_management": Null(closed({"edits": array(_EDIT)})),
}
_SAMPLING: dict[str, Kind] = {"temperature": Null(number()), "top_k": Null(whole(0)), "top_p": Null(number())}
_GENERATION: dict[str, Kind] = {
    "container": Null(
        Either(
            "Input should be a valid string",
            text=TEXT,
            object=closed({"id": MAYBE_TEXT, "skills": Null(array(SKILL))}),
        )
    ),
    "diagnostics": Null(closed({"previous_message_id": MAYBE_TEXT})),
    "inference_geo": MAYBE_TEXT,
    "max_tokens": whole(0),
    "metadata": closed({"user_id": Null(text(most=512))}),
    "service_tier": literal("auto", "standard_only"),
    "stop_sequences": Null(array(TEXT)),
    "stream": Null(BOOL),
    "compaction": Null(open_({"type": literal("summarize")})),
    "fallbacks": ANYTHING,
    "fallback_credit_token": MAYBE_TEXT,
    "billing_policy": ANYTHING,
    "thread": Null(THREAD),
}
BETA_FIELDS: Mapping[str, tuple[str, ...]] = {
    "billing_policy": ("user-profiles-billing-",),
    "compaction": ("compact-2026-09-04",),
    "context_management": ("context-management-", "compact-"),
    "fallback_credit_token": ("fallback-credit-",),
    "fallbacks": ("server-side-fallback-",),
    "mcp_servers": ("mcp-client-",),
    "output_format": ("structured-outputs-",),
    "thread": ("message-threads-",),
}
"""Fields that exist only with a beta whose name starts with one of these."""

NEW_BODY = closed({**_SHARED, **_GENERATION}, "model", "messages", "max_tokens")
BODY = closed({**_SHARED, **_GENERATION, **_SAMPLING}, "model", "messages", "max_tokens")
COUNT = closed(_SHARED, "model", "messages")
