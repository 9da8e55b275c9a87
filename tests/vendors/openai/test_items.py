"""Input items of the Responses API, item by item."""

from typing import Any

import pytest

from mockllm.vendors.brackets import say
from mockllm.vendors.openai.items import ITEM, Id

TYPES = (
    "'additional_tools', 'agent_message', 'apply_patch_call', 'apply_patch_call_output', 'code_interpreter_call', "
    "'compaction', 'compaction_trigger', 'computer_call', 'computer_call_output', 'custom_tool_call', "
    "'custom_tool_call_output', 'file_search_call', 'function_call', 'function_call_output', 'image_generation_call', "
    "'item_reference', 'local_shell_call', 'local_shell_call_output', 'mcp_approval_request', "
    "'mcp_approval_response', 'mcp_call', 'mcp_list_tools', 'message', 'multi_agent_call', 'multi_agent_call_output', "
    "'program', 'program_output', 'reasoning', 'shell_call', 'shell_call_output', 'tool_search_call', "
    "'tool_search_output', and 'web_search_call'"
)
ROLES = "'assistant', 'system', 'developer', and 'user'"
PARTS = (
    "'input_text', 'input_image', 'input_audio', 'output_text', 'refusal', 'input_file', 'computer_screenshot', "
    "'summary_text', and 'encrypted_content'"
)


def _user(*parts: Any) -> dict[str, Any]:
    return {"role": "user", "content": list(parts)}


def _supported(given: str, options: str) -> str:
    return f"Invalid value: '{given}'. Supported values are: {options}."


@pytest.mark.parametrize(
    ("item", "message", "param"),
    [
        (7, "Invalid type for 'input[0]': expected an input item, but got an integer instead.", "input[0]"),
        (None, "Invalid type for 'input[0]': expected an input item, but got null instead.", "input[0]"),
        ({"type": "X"}, _supported("X", TYPES), "input[0]"),
        ({"type": 7}, _supported("", TYPES), "input[0]"),
        ({}, _supported("", ROLES), "input[0]"),
        ({"role": "bot", "content": "x"}, _supported("bot", ROLES), "input[0]"),
        ({"role": "user"}, "Missing required parameter: 'input[0].content'.", "input[0].content"),
        (
            {"role": "user", "content": None},
            (
                "Invalid type for 'input[0].content': expected one of an array of objects or string, but got null "
                "instead."
            ),
            "input[0].content",
        ),
        ({"role": "user", "content": "x", "bogus": 1}, "Unknown parameter: 'input[0].bogus'.", "input[0].bogus"),
        (_user({"type": "text"}), _supported("text", PARTS), "input[0].content[0].type"),
        (_user({}), _supported("", PARTS), "input[0].content[0].type"),
        (
            _user({"type": "output_text", "text": "x"}),
            _supported("output_text", "'input_text', 'input_image', 'input_file', 'scoped_content', and 'input_audio'"),
            "input[0].content[0]",
        ),
        (
            {"role": "assistant", "content": [{"type": "input_text", "text": "x"}]},
            _supported("input_text", "'output_text' and 'refusal'"),
            "input[0].content[0]",
        ),
        (
            _user({"type": "input_text"}),
            "Missing required parameter: 'input[0].content[0].text'.",
            "input[0].content[0].text",
        ),
        (
            _user({"type": "input_text", "text": "x", "parsed": 1}),
            "Unknown parameter: 'input[0].content[0].parsed'.",
            "input[0].content[0].parsed",
        ),
        (
            {"type": "function_call", "call_id": "c", "name": "f"},
            "Missing required parameter: 'input[0].arguments'.",
            "input[0].arguments",
        ),
        ({"type": "reasoning"}, "Missing required parameter: 'input[0].summary'.", "input[0].summary"),
        (
            {"type": "message", "role": "assistant", "id": "X", "content": "x"},
            "Invalid 'input[0].id': 'X'. Expected an ID that begins with 'msg'.",
            "input[0].id",
        ),
        ({"id": 7}, "Invalid type for 'input[0].id': expected a string, but got an integer instead.", "input[0].id"),
        (
            {"type": "web_search_call", "id": []},
            "Invalid type for 'input[0].id': expected a string, but got an array instead.",
            "input[0].id",
        ),
    ],
)
def test_an_item_is_refused(item: Any, message: str, param: str) -> None:
    found = ITEM.look(item)
    assert found is not None
    failure = say(found.under("input", 0))
    assert (failure.message, failure.param) == (message, param)


@pytest.mark.parametrize(
    "item",
    [
        {"role": "user", "content": "x"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}], "phase": "final_answer"},
        _user({"type": "input_image", "image_url": "https://x.y"}, {"type": "input_file", "file_id": "file-1"}),
        {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "x"}]},
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAAAA"},
        {"type": "item_reference", "id": "msg_1"},
        {"id": "msg_1", "type": None},
        {"id": "msg_1"},
        {"type": "image_generation_call", "id": "ig_1", "anything": 1},
    ],
)
def test_an_item_is_accepted(item: Any) -> None:
    assert ITEM.look(item) is None


def test_an_id_begins_with_the_prefix_of_its_type() -> None:
    assert Id("fc").look("fc_1") is None
    assert Id("fc").look("call_1") is not None
    assert Id("fc").look(7) is not None
