"""Input items as they are kept."""

from typing import Any

import pytest
from openai.types.responses import ResponseItem
from pydantic import TypeAdapter

from mockllm.stamp import EPOCH, Stamp
from mockllm.wire.responses.items import compaction, kept_items, prefix_of, references

ITEM: TypeAdapter[Any] = TypeAdapter(ResponseItem)


def _stamp() -> Stamp:
    return Stamp(b"text", b"unique", EPOCH)


def test_a_string_becomes_a_users_message() -> None:
    (item,) = kept_items("Hello", _stamp())
    assert item["id"].startswith("msg_")
    assert item["role"] == "user"
    assert item["content"] == [{"type": "input_text", "text": "Hello"}]


@pytest.mark.parametrize(
    "item",
    [
        {"role": "user", "content": "Hi"},
        {"role": "developer", "content": [{"type": "input_text", "text": "Hi"}]},
        {"role": "user", "content": [{"type": "input_image", "image_url": "https://example.com/a.png"}]},
        {"role": "assistant", "content": "Hi"},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Hi"}], "phase": "final_answer"},
        {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "call_1", "output": "1"},
        {"type": "custom_tool_call", "call_id": "call_1", "name": "f", "input": "x"},
        {"type": "custom_tool_call_output", "call_id": "call_1", "output": "1"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAAAA"},
    ],
)
def test_a_kept_item_is_what_the_sdk_lists(item: dict[str, Any]) -> None:
    (kept,) = kept_items([item], _stamp())
    assert kept["id"].startswith(prefix_of(kept["type"]) + "_")
    shown = ITEM.validate_python(kept, strict=True)
    assert shown.type == kept["type"]


def test_members_stand_in_the_order_in_which_answers_have_them() -> None:
    given = [
        {"type": "function_call", "name": "f", "call_id": "call_1", "arguments": "{}"},
        {"server_label": "s", "name": "f", "arguments": "{}", "type": "mcp_call", "status": "failed"},
        {"role": "user", "content": [{"filename": "a.pdf", "file_data": "data:,", "type": "input_file"}]},
    ]

    call, remote, message = kept_items(given, _stamp())

    assert list(call) == ["id", "type", "status", "arguments", "call_id", "name"]
    assert list(remote) == ["id", "type", "status", "arguments", "name", "server_label"]
    assert list(message["content"][0]) == ["type", "file_data", "file_id", "filename"]


def test_given_ids_stay_and_made_ones_differ() -> None:
    found = kept_items(
        [{"role": "user", "content": "a", "id": "msg_mine"}, *[{"role": "user", "content": "a"}] * 2], _stamp()
    )
    assert found[0]["id"] == "msg_mine"
    assert len({item["id"] for item in found}) == 3


@pytest.mark.parametrize(
    "item", [{"type": "item_reference", "id": "rs_1"}, {"id": "rs_1"}, {"id": "rs_1", "type": None}]
)
def test_references_are_found_and_kept_as_they_are(item: dict[str, Any]) -> None:
    assert references([{"role": "user", "content": "a"}, item]) == ("rs_1",)
    assert kept_items([item], _stamp()) == [{"id": "rs_1", "type": "item_reference"}]


@pytest.mark.parametrize("value", [None, 3, {}, ["a", 5]])
def test_what_is_no_input_has_no_items(value: object) -> None:
    assert kept_items(value, _stamp()) == []
    assert references(value) == ()


def test_a_compaction_is_opaque() -> None:
    item = compaction(_stamp())
    assert item["id"].startswith("cmp_")
    assert item["encrypted_content"].startswith("gAAAAA")
