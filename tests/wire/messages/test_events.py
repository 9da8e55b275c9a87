"""Turns written as message events."""

from collections import Counter
from typing import Any

import pytest

from mockllm.ask import Thinking
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn
from mockllm.wire import Event, layout
from mockllm.wire.messages import events
from mockllm.wire.messages.events import padding
from tests.asks import ask
from tests.stamps import stamp_of


def told(*parts: Part, **fields: Any) -> list[Event]:
    return list(events(ask(shape="messages", **fields), [Turn(parts)], stamp_of()))


def deltas(*parts: Part) -> list[Any]:
    found = told(*parts, thinking=Thinking("high", text=True))
    return [
        event.data["delta"]
        for event in found
        if isinstance(event.data, dict) and "index" in event.data and "delta" in event.data
    ]


def test_one_ping_follows_the_start_of_the_first_block() -> None:
    names = [event.name for event in told(Text("a"), Text("b"))]

    assert names[:3] == ["message_start", "content_block_start", "ping"]
    assert names.count("ping") == 1
    assert names[-2:] == ["message_delta", "message_stop"]


def test_without_blocks_the_ping_comes_before_the_end() -> None:
    assert [event.name for event in told()] == ["message_start", "ping", "message_delta", "message_stop"]


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (Text("a b"), [{"type": "text_delta", "text": "a"}, {"type": "text_delta", "text": " b"}]),
        (Json("1"), [{"type": "text_delta", "text": "1"}]),
        (Refusal("no"), [{"type": "text_delta", "text": "no"}]),
        (
            Reasoning("hm", signature="s"),
            [{"type": "thinking_delta", "thinking": "hm"}, {"type": "signature_delta", "signature": "s"}],
        ),
        (Reasoning(redacted=True), []),
        (Other("messages", {"type": "x"}), []),
        (ToolCall("f", "{}"), [{"type": "input_json_delta", "partial_json": ""}]),
        (
            ToolCall("f", "1"),
            [{"type": "input_json_delta", "partial_json": ""}, {"type": "input_json_delta", "partial_json": "1"}],
        ),
    ],
)
def test_each_kind_of_block_has_its_deltas(part: Part, wanted: list[dict[str, Any]]) -> None:
    assert deltas(part) == wanted


def test_citations_come_before_their_text() -> None:
    first, second = deltas(Text("a", (Citation("u"),)))

    assert (first["type"], second["type"]) == ("citations_delta", "text_delta")


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (Text("a"), {"type": "text", "text": ""}),
        (Text("a", (Citation("u"),)), {"citations": [], "type": "text", "text": ""}),
        (Refusal("a"), {"type": "text", "text": ""}),
        (Reasoning("a"), {"type": "thinking", "thinking": "", "signature": ""}),
        (Other("messages", {"type": "x"}), {"type": "x"}),
        (
            ToolCall("f", '{"a":1}', "t"),
            {"type": "tool_use", "id": "t", "name": "f", "input": {}, "caller": {"type": "direct"}},
        ),
    ],
)
def test_a_block_starts_empty(part: Part, block: dict[str, Any]) -> None:
    start = told(part, thinking=Thinking("high"))[1].data

    assert isinstance(start, dict)
    assert start["content_block"] == block


@pytest.mark.parametrize("kind", ["server_tool_use", "mcp_tool_use"])
def test_the_input_of_a_tool_of_the_service_comes_in_pieces(kind: str) -> None:
    data = {"type": kind, "id": "i", "name": "web_search", "input": {"query": "é"}}
    start = told(Other("messages", data))[1].data
    pieces = [delta["partial_json"] for delta in deltas(Other("messages", data))]

    assert isinstance(start, dict)
    assert start["content_block"] == {**data, "input": {}}
    assert (pieces[0], "".join(pieces)) == ("", '{"query": "é"}')
    assert deltas(Other("messages", {**data, "input": {}})) == [{"type": "input_json_delta", "partial_json": ""}]


def test_each_event_knows_its_tokens_and_what_it_says_to_the_user() -> None:
    found = told(Text("a b"), ToolCall("f", '"x"'))

    assert [event.text for event in found if event.text] == ["a", " b"]
    assert sum(event.tokens for event in found) == 2 + 3


def test_padding_is_up_to_15_spaces_of_every_length() -> None:
    text = layout.text({"type": "t"})
    widths = Counter(len(padding(stamp_of()).put(text, index)) - len(text) for index in range(160))

    assert set(widths) == set(range(16))
    assert set(widths.values()) == {10}
