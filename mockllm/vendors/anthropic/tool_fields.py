"""The tools of a Messages request: custom ones with a schema, and those that Anthropic defines by type."""

from mockllm.checks.scalars import Kind, Null
from mockllm.vendors.anthropic.blocks import CITATIONS
from mockllm.vendors.dot_kinds import (
    BOOL,
    CACHE,
    TEXT,
    array,
    closed,
    literal,
    open_,
    text,
    union,
    whole,
)

__all__ = ["TOOL", "TOOL_CHOICE"]

CALLERS = array(literal("direct", "code_execution_20250825", "code_execution_20260120", "code_execution_20260521"))
INPUT_SCHEMA = open_({"type": literal("object"), "properties": Null(open_({})), "required": Null(array(TEXT))}, "type")
_ANY: dict[str, Kind] = {
    "type": TEXT,
    "name": TEXT,
    "allowed_callers": CALLERS,
    "cache_control": CACHE,
    "defer_loading": Null(BOOL),
    "strict": Null(BOOL),
}
CUSTOM = closed(
    {
        **_ANY,
        "type": Null(TEXT),
        "name": text(1, 128, "^[a-zA-Z0-9_-]{1,128}$"),
        "description": TEXT,
        "input_schema": INPUT_SCHEMA,
        "eager_input_streaming": Null(BOOL),
        "input_examples": array(open_({})),
    },
    "name",
    "input_schema",
)
LOCATION = Null(
    closed(
        {
            "type": literal("approximate"),
            "city": Null(text(1, 255)),
            "country": Null(text(2, 2)),
            "region": Null(text(1, 255)),
            "timezone": Null(text(1, 255)),
        },
        "type",
    )
)
_SITES: dict[str, Kind] = {
    "allowed_domains": Null(array(TEXT)),
    "blocked_domains": Null(array(TEXT)),
    "max_uses": Null(whole(1)),
}
_SEARCH: dict[str, Kind] = {**_SITES, "user_location": LOCATION}
_FETCH: dict[str, Kind] = {
    **_SITES,
    "citations": Null(CITATIONS),
    "max_content_tokens": Null(whole(1)),
    "url_sources": Null(open_({})),
}
_EXAMPLES: dict[str, Kind] = {"input_examples": array(open_({}))}
_SCREEN: dict[str, Kind] = {
    **_EXAMPLES,
    "display_width_px": whole(1),
    "display_height_px": whole(1),
    "display_number": Null(whole(0)),
    "enable_zoom": Null(BOOL),
}
_INCLUSION: dict[str, Kind] = {"use_cache": Null(BOOL), "response_inclusion": literal("full", "excluded")}
_MCP: dict[str, Kind] = {
    "mcp_server_name": TEXT,
    "configs": Null(open_({})),
    "default_config": Null(open_({})),
}


def _typed(name: str, extra: dict[str, Kind] | None = None, *required: str) -> Kind:
    """A tool whose name is fixed."""
    return closed({**_ANY, "name": literal(name), **(extra or {})}, "name", *required)


def _toolset() -> Kind:
    fields: dict[str, Kind] = {"type": TEXT, "cache_control": CACHE, "configs": Null(open_({}))}
    return closed(fields)


TOOL = union(
    {
        "custom": CUSTOM,
        "bash_20241022": _typed("bash", _EXAMPLES),
        "bash_20250124": _typed("bash", _EXAMPLES),
        "code_execution_20250522": _typed("code_execution"),
        "code_execution_20250825": _typed("code_execution"),
        "code_execution_20260120": _typed("code_execution"),
        "code_execution_20260521": _typed("code_execution"),
        "memory_20250818": _typed("memory", _EXAMPLES),
        "text_editor_20241022": _typed("str_replace_editor", _EXAMPLES),
        "text_editor_20250124": _typed("str_replace_editor", _EXAMPLES),
        "text_editor_20250429": _typed("str_replace_based_edit_tool", _EXAMPLES),
        "text_editor_20250728": _typed("str_replace_based_edit_tool", {**_EXAMPLES, "max_characters": Null(whole(1))}),
        "web_search_20250305": _typed("web_search", _SEARCH),
        "web_search_20260209": _typed("web_search", _SEARCH),
        "web_search_20260318": _typed("web_search", {**_SEARCH, **_INCLUSION}),
        "web_fetch_20250910": _typed("web_fetch", _FETCH),
        "web_fetch_20260209": _typed("web_fetch", _FETCH),
        "web_fetch_20260309": _typed("web_fetch", {**_FETCH, "use_cache": Null(BOOL)}),
        "web_fetch_20260318": _typed("web_fetch", {**_FETCH, **_INCLUSION}),
        "tool_search_tool_bm25": _typed("tool_search_tool_bm25"),
        "tool_search_tool_bm25_20251119": _typed("tool_search_tool_bm25"),
        "tool_search_tool_regex": _typed("tool_search_tool_regex"),
        "tool_search_tool_regex_20251119": _typed("tool_search_tool_regex"),
        "browser_toolset_20260801": _toolset(),
        "computer_toolset_20260801": _toolset(),
        "computer_20241022": _typed("computer", _SCREEN, "display_width_px", "display_height_px"),
        "computer_20250124": _typed("computer", _SCREEN, "display_width_px", "display_height_px"),
        "computer_20251124": _typed("computer", _SCREEN, "display_width_px", "display_height_px"),
        "advisor_20260301": _typed(
            "advisor",
            {"model": TEXT, "max_tokens": Null(whole(1)), "max_uses": Null(whole(1)), "caching": CACHE},
            "model",
        ),
        "mcp_toolset": closed({"type": TEXT, "cache_control": CACHE, **_MCP}, "mcp_server_name"),
    },
    absent="custom",
)

_PARALLEL: dict[str, Kind] = {"type": TEXT, "disable_parallel_tool_use": BOOL}
TOOL_CHOICE = union(
    {
        "auto": closed(_PARALLEL),
        "any": closed(_PARALLEL),
        "tool": closed({**_PARALLEL, "name": TEXT}, "name"),
        "none": closed({"type": TEXT}),
    }
)
