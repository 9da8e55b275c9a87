"""The content blocks of a Messages request."""

from mockllm.checks.scalars import ANYTHING, Kind, Null
from mockllm.vendors.anthropic.sources import IMAGE_SOURCE, document_source
from mockllm.vendors.dot_kinds import (
    BOOL,
    CACHE,
    INT,
    MAYBE_TEXT,
    TEXT,
    array,
    closed,
    literal,
    open_,
    text,
    text_or_list,
    union,
    whole,
)

__all__ = ["BLOCK", "MESSAGE", "TEXT_BLOCK"]

SERVER_TOOLS = (
    "web_search",
    "web_fetch",
    "code_execution",
    "bash_code_execution",
    "text_editor_code_execution",
    "tool_search_tool_regex",
    "tool_search_tool_bm25",
    "advisor",
)
_DOCUMENT = {
    "type": TEXT,
    "cited_text": TEXT,
    "document_index": whole(0),
    "document_title": MAYBE_TEXT,
    "file_id": MAYBE_TEXT,
}
CITATION = union(
    {
        "char_location": closed(
            {**_DOCUMENT, "start_char_index": whole(0), "end_char_index": INT},
            "cited_text",
            "document_index",
            "start_char_index",
            "end_char_index",
        ),
        "page_location": closed(
            {**_DOCUMENT, "start_page_number": whole(1), "end_page_number": INT},
            "cited_text",
            "document_index",
            "start_page_number",
            "end_page_number",
        ),
        "content_block_location": closed(
            {**_DOCUMENT, "start_block_index": whole(0), "end_block_index": INT},
            "cited_text",
            "document_index",
            "start_block_index",
            "end_block_index",
        ),
        "web_search_result_location": closed(
            {"type": TEXT, "cited_text": TEXT, "encrypted_index": TEXT, "title": MAYBE_TEXT, "url": text(1, 2048)},
            "cited_text",
            "encrypted_index",
            "url",
        ),
        "search_result_location": closed(
            {
                "type": TEXT,
                "cited_text": TEXT,
                "search_result_index": whole(0),
                "source": TEXT,
                "title": MAYBE_TEXT,
                "start_block_index": whole(0),
                "end_block_index": INT,
            },
            "cited_text",
            "search_result_index",
            "source",
            "start_block_index",
            "end_block_index",
        ),
    }
)
CITATIONS = closed({"enabled": BOOL})
CALLER = Null(
    union(
        {"direct": closed({"type": TEXT})}
        | {
            f"code_execution_{day}": closed(
                {"type": TEXT, "tool_id": text(pattern="^srvtoolu_[a-zA-Z0-9_]+$")}, "tool_id"
            )
            for day in ("20250825", "20260120", "20260521")
        }
    )
)
_CACHED: dict[str, Kind] = {"type": TEXT, "cache_control": CACHE}
_TEXT_FIELDS: dict[str, Kind] = {**_CACHED, "text": TEXT, "citations": Null(array(CITATION))}
TEXT_BLOCK = closed({**_TEXT_FIELDS, "type": literal("text")}, "text", "type")
"""A text block where no other block may stand."""

_TEXT = closed(_TEXT_FIELDS, "text")
_IMAGE = closed(
    {
        **_CACHED,
        "source": IMAGE_SOURCE,
        "transformations": Null(closed({"oversized_image": literal("downsize", "error")})),
    },
    "source",
)
_DOCUMENT_BLOCK = closed(
    {
        **_CACHED,
        "source": document_source(text_or_list(union({"text": _TEXT, "image": _IMAGE}))),
        "title": Null(text(1, 500)),
        "context": Null(text(1)),
        "citations": Null(CITATIONS),
    },
    "source",
)
_SEARCH_RESULT = closed(
    {**_CACHED, "content": array(TEXT_BLOCK), "source": TEXT, "title": TEXT, "citations": Null(CITATIONS)},
    "content",
    "source",
    "title",
)
_RESULT = text_or_list(
    union(
        {
            "text": _TEXT,
            "image": _IMAGE,
            "search_result": _SEARCH_RESULT,
            "document": _DOCUMENT_BLOCK,
            "tool_reference": closed({**_CACHED, "tool_name": TEXT}, "tool_name"),
            "browser_state": closed({**_CACHED, "tabs": array(open_({})), "state_changes": Null(array())}, "tabs"),
        }
    )
)
ID = text(1, pattern="^[a-zA-Z0-9_-]+$")


def _result(*required: str) -> Kind:
    """What a server tool gave back; it is sent back as it came."""
    fields: dict[str, Kind] = {**_CACHED, "tool_use_id": TEXT, "content": ANYTHING, "caller": CALLER, "is_error": BOOL}
    return closed(fields, "tool_use_id", *required)


_CHANGE = closed({**_CACHED, "tool": open_({})}, "tool")
BLOCK = union(
    {
        "text": _TEXT,
        "image": _IMAGE,
        "document": _DOCUMENT_BLOCK,
        "search_result": _SEARCH_RESULT,
        "thinking": closed({"type": TEXT, "thinking": TEXT, "signature": TEXT}, "thinking", "signature"),
        "redacted_thinking": closed({"type": TEXT, "data": TEXT}, "data"),
        "tool_use": closed(
            {
                **_CACHED,
                "id": ID,
                "name": text(1, 200),
                "input": open_({}),
                "caller": CALLER,
                "toolset_name": MAYBE_TEXT,
            },
            "id",
            "name",
            "input",
        ),
        "tool_result": closed(
            {
                **_CACHED,
                "tool_use_id": ID,
                "content": Null(_RESULT),
                "is_error": Null(BOOL),
                "toolset_name": MAYBE_TEXT,
            },
            "tool_use_id",
        ),
        "server_tool_use": closed(
            {
                **_CACHED,
                "id": text(pattern="^srvtoolu_[a-zA-Z0-9_]+$"),
                "name": literal(*SERVER_TOOLS),
                "input": open_({}),
                "caller": CALLER,
            },
            "id",
            "name",
            "input",
        ),
        "web_search_tool_result": _result("content"),
        "web_fetch_tool_result": _result("content"),
        "code_execution_tool_result": _result("content"),
        "bash_code_execution_tool_result": _result("content"),
        "text_editor_code_execution_tool_result": _result("content"),
        "tool_search_tool_result": _result("content"),
        "advisor_tool_result": _result("content"),
        "container_upload": closed({**_CACHED, "file_id": TEXT}, "file_id"),
        "mcp_tool_use": closed(
            {**_CACHED, "id": ID, "name": TEXT, "server_name": TEXT, "input": open_({})},
            "id",
            "name",
            "server_name",
            "input",
        ),
        "mcp_tool_result": _result(),
        "mcp_tool_listing": open_({"mcp_server_name": TEXT, "tools": array()}, "mcp_server_name", "tools"),
        "compaction": open_({**_CACHED, "content": MAYBE_TEXT, "encrypted_content": MAYBE_TEXT}),
        "fallback": open_({}),
        "tool_addition": _CHANGE,
        "tool_removal": _CHANGE,
    }
)
MESSAGE = closed({"role": TEXT, "content": text_or_list(BLOCK)}, "role", "content")
