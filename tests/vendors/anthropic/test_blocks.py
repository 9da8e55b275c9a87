"""Content blocks and messages."""

from typing import Any

import pytest

from mockllm.vendors.anthropic.blocks import BLOCK, MESSAGE, TEXT_BLOCK
from mockllm.vendors.dots import say

TAGS = (
    "'advisor_tool_result', 'bash_code_execution_tool_result', 'code_execution_tool_result', 'compaction', "
    "'container_upload', 'document', 'fallback', 'image', 'mcp_tool_listing', 'mcp_tool_result', 'mcp_tool_use', "
    "'redacted_thinking', 'search_result', 'server_tool_use', 'text', 'text_editor_code_execution_tool_result', "
    "'thinking', 'tool_addition', 'tool_removal', 'tool_result', 'tool_search_tool_result', 'tool_use', "
    "'web_fetch_tool_result', 'web_search_tool_result'"
)
USE = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (7, "Input does not match the expected shape."),
        ({}, "type: Field required"),
        (
            {"type": "image_url"},
            f"Input tag 'image_url' found using 'type' does not match any of the expected tags: {TAGS}",
        ),
        ({"type": "text"}, "text.text: Field required"),
        ({"type": "text", "text": "x", "foo": 1}, "text.foo: Extra inputs are not permitted"),
        ({"type": "text", "text": "x", "citations": [{}]}, "text.citations.0.type: Field required"),
        (
            {"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "2h"}},
            "text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
        ),
        ({"type": "image"}, "image.source: Field required"),
        (
            {"type": "document", "source": {"type": "url", "url": "x"}, "title": "t" * 501},
            "document.title: String should have at most 500 characters",
        ),
        (
            {"type": "thinking", "thinking": "x"},
            "thinking.signature: Field required",
        ),
        (
            {"type": "thinking", "thinking": "x", "signature": "x", "cache_control": None},
            "thinking.cache_control: Extra inputs are not permitted",
        ),
        ({**USE, "id": "a b"}, "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"),
        ({**USE, "name": "n" * 201}, "tool_use.name: String should have at most 200 characters"),
        ({**USE, "input": "{}"}, "tool_use.input: Input does not match the expected shape."),
        ({"type": "tool_result"}, "tool_result.tool_use_id: Field required"),
        (
            {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "image", "source": {}}]},
            "tool_result.content.0.image.source.type: Field required",
        ),
        (
            {"type": "server_tool_use", "id": "toolu_1", "name": "web_search", "input": {}},
            "server_tool_use.id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'",
        ),
    ],
)
def test_a_block_is_refused(block: Any, message: str) -> None:
    found = BLOCK.look(block)
    assert found is not None
    assert say(found).message == message


@pytest.mark.parametrize(
    "block",
    [
        {**USE, "caller": {"type": "direct"}},
        {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "tool_reference", "tool_name": "f"}]},
        {"type": "tool_result", "tool_use_id": "t", "is_error": True},
        {"type": "redacted_thinking", "data": "x"},
        {"type": "search_result", "source": "s", "title": "t", "content": [{"type": "text", "text": "x"}]},
        {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
        {"type": "compaction", "content": None},
    ],
)
def test_a_block_is_accepted(block: Any) -> None:
    assert BLOCK.look(block) is None


def test_a_message_has_a_role_and_content() -> None:
    assert MESSAGE.look({"role": "user", "content": "Hi"}) is None
    found = MESSAGE.look({"role": "user", "content": "Hi", "name": "x"})
    assert found is not None
    assert say(found).message == "name: Extra inputs are not permitted"


def test_a_system_block_is_text() -> None:
    found = TEXT_BLOCK.look({"type": "image", "text": "x"})
    assert found is not None
    assert say(found).message == "type: Input should be 'text'"
