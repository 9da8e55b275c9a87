"""Message events put together."""

from typing import Any

from mockllm.wire.messages.assemble import assemble

START = {"type": "message_start", "message": {"id": "m", "content": [], "usage": {"input_tokens": 1}}}


def test_without_a_start_there_is_nothing() -> None:
    assert assemble([{"type": "ping"}, {"type": "content_block_start", "index": 0, "content_block": {}}]) == {}


def test_a_delta_without_its_block_is_passed_over() -> None:
    lost: dict[str, Any] = {"type": "content_block_delta", "index": 3, "delta": {"type": "text_delta", "text": "x"}}

    assert assemble([START, lost])["content"] == []


def test_the_end_adds_to_the_usage_what_is_not_null() -> None:
    end = {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn"},
        "usage": {"output_tokens": 2, "input_tokens": None},
    }

    assert assemble([START, end]) == {
        "id": "m",
        "content": [],
        "usage": {"input_tokens": 1, "output_tokens": 2},
        "stop_reason": "end_turn",
    }


def test_input_stays_beside_the_block_as_text() -> None:
    begun = {"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "input": {}}}
    pieces = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": text}}
        for text in ('{"a"', ":1}")
    ]

    assert assemble([START, begun, *pieces])["content"] == [
        {"type": "tool_use", "input": {}, "partial_json": '{"a":1}'}
    ]
