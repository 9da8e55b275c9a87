"""Responses read back: items of every kind, streams and wholes, and what is not one."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from mockllm.turn import Citation, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage
from mockllm.wire import sse
from mockllm.wire.responses.read import read
from tests.traffic import Exchange, exchanges
from tests.wire.hostile import oddly


def recorded() -> list[Exchange]:
    return [
        each
        for each in exchanges("responses", "openrouter")
        if each.status == 200 and each.method == "POST" and each.path.endswith("/responses")
    ]


def whole(*output: dict[str, Any], status: str = "completed", **more: Any) -> Turn:
    (turn,) = read(
        json.dumps({"object": "response", "status": status, "output": output, **more}).encode(), stream=False
    )
    return turn


def test_every_recorded_answer_reads() -> None:
    answers = recorded()
    assert len(answers) > 300
    for each in answers:
        (turn,) = read(each.data, stream=each.stream)
        assert turn.stop is not None or "background" in each.tags, each.id


def test_recorded_streams_tell_in_pieces_what_they_tell_at_the_end() -> None:
    """Without the last event, which has the whole response, the deltas add up to the same."""
    answers = [each for each in recorded() if each.stream]
    assert len(answers) > 50
    for each in answers:
        blocks = sse.split(each.data)
        ended = [
            number for number, block in enumerate(blocks) if b'"response.completed"' in block or b"incomplete" in block
        ]

        (cut,) = read(b"".join(blocks[: ended[-1]]), stream=True)
        (turn,) = read(each.data, stream=True)

        assert [_open(part) for part in cut.parts] == [_open(part) for part in turn.parts], each.id
        assert cut.stop is None


def _open(part: Part) -> Part | str:
    """A part without what is made anew each time it is shown."""
    if isinstance(part, Reasoning):
        return replace(part, signature=None)
    return str(part.data["type"]) if isinstance(part, Other) else part


def test_recorded_streams_tell_their_texts_in_deltas() -> None:
    """Each item cut off before it is done already has all its text and arguments."""
    for each in [each for each in recorded() if each.stream][::3]:
        blocks = sse.split(each.data)
        kept = [block for block in blocks if b"output_item.done" not in block and b'"response.completed"' not in block]
        kept = [block for block in kept if b"content_part.done" not in block and b"summary_part.done" not in block]

        (cut,) = read(b"".join(kept), stream=True)
        (turn,) = read(each.data, stream=True)

        texts = [_text(part) for part in turn.parts]
        assert [_text(part) for part in cut.parts] == texts, each.id


def _text(part: Part) -> Any:
    match part:
        case Text(text=text) | Refusal(text=text):
            return text
        case Reasoning(text=text, summary=summary):
            return text, summary
        case ToolCall(arguments=arguments):
            return arguments
        case _:
            return None


@pytest.mark.parametrize(
    ("item", "part"),
    [
        (
            {"type": "message", "content": [{"type": "output_text", "text": "Hi"}]},
            Text("Hi"),
        ),
        ({"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}, Refusal("No.")),
        (
            {"type": "message", "content": [{"type": "audio"}]},
            Other("responses", {"type": "message", "role": "assistant", "content": [{"type": "audio"}]}),
        ),
        (
            {"type": "reasoning", "summary": [{"text": "a"}, {"text": "b"}], "encrypted_content": "x"},
            Reasoning("", ("a", "b"), "x"),
        ),
        ({"type": "reasoning", "content": [{"type": "reasoning_text", "text": "Hm"}], "summary": []}, Reasoning("Hm")),
        ({"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}, ToolCall("f", "{}", "c")),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "sh", "input": "ls"},
            ToolCall("sh", "ls", "c", custom=True),
        ),
        ({"type": "web_search_call", "id": "ws"}, Other("responses", {"type": "web_search_call", "id": "ws"})),
    ],
)
def test_each_kind_of_item(item: dict[str, Any], part: Part) -> None:
    assert whole(item).parts == (part,)


def test_a_text_with_its_sources() -> None:
    noted = [
        {"type": "url_citation", "end_index": 4, "start_index": 1, "title": "t", "url": "u"},
        {"type": "file_citation", "file_id": "f", "filename": "n", "index": 2},
    ]

    turn = whole({"type": "message", "content": [{"type": "output_text", "text": "Hi there", "annotations": noted}]})

    assert turn.parts == (Text("Hi there", (Citation("u", "t", 1, 4), Citation("", "n", 2, 2))),)


CALL = {"type": "function_call", "name": "f", "arguments": "{}"}
NO = {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}


@pytest.mark.parametrize(
    ("status", "item", "reason", "stop"),
    [
        ("completed", None, None, "end"),
        ("completed", CALL, None, "tool"),
        ("completed", NO, None, "refusal"),
        ("incomplete", None, "max_output_tokens", "length"),
        ("incomplete", None, "content_filter", "content_filter"),
        ("failed", None, None, None),
        ("queued", None, None, None),
    ],
)
def test_how_it_stopped(status: str, item: dict[str, Any] | None, reason: str | None, stop: str | None) -> None:
    turn = whole(*([item] if item else []), status=status, incomplete_details={"reason": reason} if reason else None)

    assert turn.stop == stop


def test_usage() -> None:
    told = {
        "input_tokens": 10,
        "input_tokens_details": {"cache_write_tokens": 2, "cached_tokens": 3},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 5},
    }

    assert whole(usage=told).usage == Usage(input=10, output=7, reasoning=5, cached=3, written=2)
    assert whole(usage=None).usage is None


@pytest.mark.parametrize("body", [b'{"error":{}}', b'{"output":{}}', b"[]", b""])
def test_what_is_no_response_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(body, stream=False)
    with pytest.raises(ValueError, match=r"."):
        read(b'data: {"type":"error","error":{}}\n\n', stream=True)


RESPONSE = {"object": "response", "status": "completed", "output": [CALL, NO], "usage": {"input_tokens": 1}}
EVENTS = [
    {"type": "response.created", "response": {"status": "in_progress", "output": []}},
    {"type": "response.output_item.added", "output_index": 0, "item": NO},
    {"type": "response.content_part.added", "output_index": 0, "content_index": 0, "part": {"type": "output_text"}},
    {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "a"},
    {
        "type": "response.output_text.annotation.added",
        "output_index": 0,
        "content_index": 0,
        "annotation": {"url": "u", "start_index": 1},
    },
    {"type": "response.output_item.added", "output_index": 1, "item": CALL},
    {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": "{"},
]


@given(oddly([RESPONSE]), oddly(EVENTS))
def test_odd_values_do_no_harm(answer: Any, event: Any) -> None:
    """There is a turn, or a ValueError: nothing else."""
    first, *others = [sse.frame(json.dumps(each)) for each in EVENTS]
    odd = sse.frame(json.dumps(event))
    for body, is_stream in ((json.dumps(answer).encode(), False), (first + odd + b"".join(others) + odd, True)):
        with suppress(ValueError):
            assert all(isinstance(turn, Turn) for turn in read(body, stream=is_stream))
