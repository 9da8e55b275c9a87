"""Messages read back: blocks of every kind, streams and wholes, and what is not one."""

import json
from contextlib import suppress
from typing import Any

import anthropic
import httpx2
import pytest
from hypothesis import given

from mockllm.turn import Citation, Other, Passage, Reasoning, Refusal, Text, ToolCall, Turn, Usage, calls
from mockllm.wire import sse
from mockllm.wire.messages.read import read
from tests.traffic import Exchange, exchanges
from tests.wire.hostile import oddly


def recorded() -> list[Exchange]:
    return [
        each
        for each in exchanges("messages")
        if each.status == 200 and each.method == "POST" and each.path == "/v1/messages"
    ]


def whole(*content: dict[str, Any], reason: str | None = "end_turn", **more: Any) -> Turn:
    answer = {"type": "message", "content": content, "stop_reason": reason, **more}
    (turn,) = read(json.dumps(answer).encode(), stream=False)
    return turn


def told(*events: dict[str, Any]) -> bytes:
    return b"".join(sse.frame(json.dumps(event), event["type"]) for event in events)


START = {
    "type": "message_start",
    "message": {"type": "message", "content": [], "usage": {"input_tokens": 5, "output_tokens": 1}},
}


def block(index: int, begun: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "content_block_start", "index": index, "content_block": begun},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def test_every_recorded_answer_reads() -> None:
    answers = recorded()
    assert len(answers) > 300
    for each in answers:
        (turn,) = read(each.data, stream=each.stream)
        assert turn.stop is not None, each.id
        assert turn.usage is not None, each.id


def test_recorded_streams_read_as_the_sdk_assembles_them() -> None:
    answers = {each.id: each for each in recorded() if each.stream}
    assert len(answers) > 50

    def answer(request: httpx2.Request) -> httpx2.Response:
        body = answers[request.headers["x-answer"]].data
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=body)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = anthropic.Anthropic(api_key="k", http_client=http)
        for id_, each in answers.items():
            asking: Any = {"model": "m", "max_tokens": 9, "messages": [], "extra_headers": {"x-answer": id_}}
            with client.messages.stream(**asking) as stream:
                final = stream.get_final_message()

            (turn,) = read(each.data, stream=True)

            texts = [part.text for part in final.content if part.type == "text"]
            assert [part.text for part in turn.parts if isinstance(part, Text)] == texts, id_
            used = [(part.id, part.name, part.input) for part in final.content if part.type == "tool_use"]
            assert [(call.id, call.name, json.loads(call.arguments)) for call in calls(turn)] == used, id_
            thoughts = [part.thinking for part in final.content if part.type == "thinking"]
            assert [part.text for part in turn.parts if isinstance(part, Reasoning)] == thoughts, id_
            assert len(turn.parts) == len(final.content), id_
            assert turn.usage is not None
            assert turn.usage.output == final.usage.output_tokens, id_


def test_a_stream_reads_as_the_message_it_tells() -> None:
    citation = {"type": "web_search_result_location", "url": "u", "title": "t", "cited_text": "x"}
    searched = {"type": "server_tool_use", "id": "s", "name": "web_search"}
    stream = told(
        START,
        *block(0, {"type": "thinking", "thinking": "", "signature": ""}, _thinking("H"), _thinking("m"), _signed("s")),
        {"type": "ping"},
        *block(1, {**searched, "input": {}}, _json(""), _json('{"q":'), _json("1}")),
        *block(2, {"type": "text", "text": "", "citations": []}, _cited(citation), _text("A"), _text("B")),
        *block(3, {"type": "tool_use", "id": "t", "name": "f", "input": {}}, _json("")),
        *block(4, {"type": "compaction", "content": None}, {"type": "compaction_delta", "content": "short"}),
        {
            "type": "message_delta",
            "delta": {"stop_reason": "tool_use", "stop_sequence": None},
            "usage": {"output_tokens": 9, "cache_read_input_tokens": None},
        },
        {"type": "message_stop"},
    )

    assert read(stream, stream=True) == (
        Turn(
            (
                Reasoning("Hm", signature="s"),
                Other("messages", {**searched, "input": {"q": 1}}),
                Text("AB", (Citation("u", "t", 0, 2, "x"),)),
                ToolCall("f", "{}", "t"),
                Other("messages", {"type": "compaction", "content": "short"}),
            ),
            "tool",
            usage=Usage(input=5, output=9),
        ),
    )


def _thinking(text: str) -> dict[str, Any]:
    return {"type": "thinking_delta", "thinking": text}


def _signed(text: str) -> dict[str, Any]:
    return {"type": "signature_delta", "signature": text}


def _json(text: str) -> dict[str, Any]:
    return {"type": "input_json_delta", "partial_json": text}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text_delta", "text": text}


def _cited(citation: dict[str, Any]) -> dict[str, Any]:
    return {"type": "citations_delta", "citation": citation}


def test_a_cut_stream_is_what_there_is() -> None:
    called = block(0, {"type": "tool_use", "id": "t", "name": "f", "input": {}}, _json('{"a": "b'))

    (turn,) = read(told(START, *called[:2]) + b'event: content_block_delta\ndata: {"ty', stream=True)

    assert turn.parts == (ToolCall("f", '{"a": "b', "t"),)
    assert turn.stop is None
    assert read(told(START), stream=True)[0].parts == ()


def test_half_an_input_of_a_hosted_tool_is_left_out() -> None:
    begun = block(0, {"type": "server_tool_use", "id": "s", "input": {}}, _json('{"q'))

    assert read(told(START, *begun), stream=True)[0].parts == (
        Other("messages", {"type": "server_tool_use", "id": "s", "input": {}}),
    )


def test_an_error_in_the_stream_leaves_what_came_before() -> None:
    stream = told(START, *block(0, {"type": "text", "text": ""}, _text("Hi")), {"type": "error", "error": {}})

    assert read(stream, stream=True)[0].parts == (Text("Hi"),)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ({"type": "redacted_thinking", "data": "x"}, Reasoning(signature="x", redacted=True)),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {"a": "é"}}, ToolCall("f", '{"a":"é"}', "t")),
        (
            {"type": "web_fetch_tool_result", "content": {}},
            Other("messages", {"type": "web_fetch_tool_result", "content": {}}),
        ),
        (
            {"type": "text", "text": "Hi", "citations": [{"type": "char_location", "document_title": "d"}]},
            Text("Hi", passages=(Passage("", "character", 0, 0, 0, "d"),)),
        ),
    ],
)
def test_each_kind_of_part(content: dict[str, Any], part: Any) -> None:
    assert whole(content).parts == (part,)


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("end_turn", "end"),
        ("max_tokens", "length"),
        ("tool_use", "tool"),
        ("pause_turn", "pause"),
        ("model_context_window_exceeded", "context"),
        ("of_tomorrow", "end"),
        (None, None),
    ],
)
def test_how_it_stopped(reason: str | None, stop: str | None) -> None:
    assert whole(reason=reason).stop == stop


def test_a_stop_sequence_is_told() -> None:
    turn = whole({"type": "text", "text": "a"}, reason="stop_sequence", stop_sequence="\n")

    assert (turn.stop, turn.stop_sequence) == ("stop_sequence", "\n")


def test_a_refusal_is_said_once() -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "No."}
    text = {"type": "text", "text": "No."}

    assert whole(reason="refusal", stop_details=details).parts == (Refusal("No.", "cyber"),)
    assert whole(text, reason="refusal", stop_details=details).parts == (Refusal("No.", "cyber"),)
    assert whole(text, reason="refusal").parts == (Text("No."), Refusal(""))


def test_usage_holds_what_the_cache_took_part_in() -> None:
    turn = whole(
        usage={
            "input_tokens": 1,
            "cache_read_input_tokens": 10,
            "cache_creation_input_tokens": 100,
            "cache_creation": {"ephemeral_1h_input_tokens": 60},
            "output_tokens": 5,
            "output_tokens_details": {"thinking_tokens": 2},
        }
    )

    assert turn.usage == Usage(input=111, output=5, reasoning=2, cached=10, written=100, written_1h=60)


@pytest.mark.parametrize("body", [b'{"type":"error","error":{}}', b'{"content":[]}', b"[]", b"", b'{"type":"message"}'])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(body, stream=False)
    with pytest.raises(ValueError, match=r"."):
        read(told({"type": "error", "error": {}}), stream=True)


CONTENT: list[dict[str, Any]] = [
    {"type": "text", "text": "a", "citations": [{"url": "u"}]},
    {"type": "thinking", "thinking": "b", "signature": "c"},
    {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
]
ANSWER = {
    "type": "message",
    "content": CONTENT,
    "stop_reason": "refusal",
    "stop_details": {},
    "usage": {"input_tokens": 1},
}
EVENTS = [START, *block(0, CONTENT[2], _json("{")), *block(0, CONTENT[0], _cited({}), _text("x"))]


@given(oddly([ANSWER]), oddly(EVENTS))
def test_odd_values_do_no_harm(answer: Any, event: Any) -> None:
    """There is a turn, or a ValueError: nothing else."""
    stream = told(START) + sse.frame(json.dumps(event)) + told(*EVENTS[1:]) + sse.frame(json.dumps(event))
    for body, is_stream in ((json.dumps(answer).encode(), False), (stream, True)):
        with suppress(ValueError):
            assert all(isinstance(turn, Turn) for turn in read(body, stream=is_stream))
