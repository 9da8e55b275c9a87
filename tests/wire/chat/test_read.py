"""Chat completions read back: every vendor's dress, streams and wholes, and what is not one."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletionChunk

from mockllm.turn import Citation, Json, Other, Reasoning, Refusal, Text, ToolCall, Turn, Usage, calls, said
from mockllm.wire import sse
from mockllm.wire.chat.read import read
from tests.traffic import Exchange, exchanges
from tests.wire.hostile import oddly
from tests.wire.mutations import events

NOT_ONE = {"1e52ca532b": "Azure's filter refused the prompt with an error body under status 200"}


def recorded() -> list[Exchange]:
    return [
        each
        for each in exchanges("chat", "openrouter")
        if each.status == 200 and each.method == "POST" and each.path.endswith("/chat/completions")
    ]


def whole(message: dict[str, Any], reason: str | None = "stop", **more: Any) -> Turn:
    answer = {"choices": [{"index": 0, "message": message, "finish_reason": reason}], **more}
    (turn,) = read(json.dumps(answer).encode(), stream=False)
    return turn


def streamed(*deltas: dict[str, Any], reason: str | None = "stop", end: str = "\n\n") -> Turn:
    chunks = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    chunks += [{"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}]
    body = "".join(f"data: {json.dumps(chunk)}{end}" for chunk in chunks)
    (turn,) = read(f": hello{end}{body}data: [DONE]{end}".encode(), stream=True)
    return turn


def test_every_recorded_answer_reads() -> None:
    answers = recorded()
    assert len(answers) > 900
    for each in answers:
        if each.id not in NOT_ONE and not each.answer.lstrip().startswith('{"error"'):
            assert read(each.data, stream=each.stream), each.id


def test_recorded_streams_read_as_an_independent_assembly_says() -> None:
    """Texts and arguments joined by hand, choice by choice."""
    for each in recorded():
        if not each.stream:
            continue
        texts: dict[int, str] = {}
        arguments: dict[int, str] = {}
        for chunk in events(each.data):
            for choice in chunk.get("choices", []) if isinstance(chunk, dict) else []:
                delta = choice.get("delta", {})
                said_now = delta.get("content")
                if isinstance(said_now, list):
                    said_now = "".join(part["text"] for part in said_now if part["type"] == "text")
                texts[choice["index"]] = texts.get(choice["index"], "") + (said_now or "")
                for call in delta.get("tool_calls") or [delta.get("function_call") or {}]:
                    piece = (call.get("function") or call).get("arguments") or ""
                    arguments[choice["index"]] = arguments.get(choice["index"], "") + piece

        turns = read(each.data, stream=True)

        assert [said(turn) for turn in turns] == [texts[index] for index in sorted(texts)], each.id
        joined = ["".join(call.arguments for call in calls(turn)) for turn in turns]
        wanted = [arguments.get(index, "") for index in sorted(texts)]
        # A call without arguments is told as an empty object, whatever its vendor sends.
        assert [text.replace("{}", "") for text in joined] == [text.replace("{}", "") for text in wanted], each.id


def test_recorded_streams_read_as_the_sdk_assembles_them() -> None:
    found = [each for each in recorded() if each.stream and each.vendor == "openai" and "length" not in each.tags]
    found = [each for each in found if each.answer.startswith('data: {"id":"chatcmpl')]
    assert len(found) > 50
    for each in found:
        state: ChatCompletionStreamState[Any] = ChatCompletionStreamState()
        for chunk in events(each.data):
            if isinstance(chunk, dict):
                state.handle_chunk(ChatCompletionChunk.model_validate(chunk))
        message = state.get_final_completion().choices[0].message

        turn = read(each.data, stream=True)[0]

        assert said(turn) == (message.content or ""), each.id
        told = [(call.id, call.function.name, call.function.arguments) for call in message.tool_calls or []]
        assert [(call.id, call.name, call.arguments) for call in calls(turn)] == told, each.id


def test_a_text_with_its_sources() -> None:
    cited = {"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 1, "end_index": 4}}

    assert whole({"content": "Hi there", "annotations": [cited]}).parts == (
        Text("Hi there", (Citation("u", "t", 1, 4),)),
    )


def test_annotations_of_other_kinds_are_kept() -> None:
    noted = {"type": "file", "file": {"hash": "x"}}

    assert whole({"content": "Hi", "annotations": [noted]}).parts == (
        Text("Hi"),
        Other("chat", {"annotations": [noted]}),
    )


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ({"reasoning_content": "Hm."}, Reasoning("Hm.")),
        ({"reasoning": "Hm."}, Reasoning("Hm.")),
        (
            {"reasoning_details": [{"type": "reasoning.text", "text": "Hm.", "signature": "s"}]},
            Reasoning("Hm.", (), "s"),
        ),
        (
            {
                "reasoning": "Short.",
                "reasoning_details": [
                    {"type": "reasoning.summary", "summary": "Short.", "index": 0},
                    {"type": "reasoning.encrypted", "data": "gAAAA", "index": 0},
                ],
            },
            Reasoning("", ("Short.",), "gAAAA"),
        ),
        (
            {"reasoning_details": [{"type": "reasoning.encrypted", "data": "x"}]},
            Reasoning(signature="x", redacted=True),
        ),
        ({"refusal": "No."}, Refusal("No.")),
        ({"content": {"a": 1}}, Json('{"a":1}')),
        ({"audio": {"id": "a"}}, Other("chat", {"audio": {"id": "a"}})),
        ({"function_call": {"name": "f", "arguments": ""}}, ToolCall("f")),
        (
            {"tool_calls": [{"id": "c", "type": "custom", "custom": {"name": "sh", "input": "ls"}}]},
            ToolCall("sh", "ls", "c", custom=True),
        ),
        (
            {"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]},
            ToolCall("f", '{"a":1}'),
        ),
    ],
)
def test_each_kind_of_part(message: dict[str, Any], part: Any) -> None:
    assert whole({"role": "assistant", "content": None, **message}).parts == (part,)


def test_content_may_be_a_list() -> None:
    content = [
        {"type": "thinking", "thinking": [{"type": "text", "text": "H"}, {"type": "text", "text": "m"}]},
        {"type": "text", "text": "A"},
        {"type": "text", "text": "B"},
        {"type": "refusal", "refusal": "No."},
        {"type": "reference", "ids": [1]},
    ]

    assert whole({"content": content}).parts == (
        Reasoning("Hm"),
        Text("AB"),
        Refusal("No."),
        Other("chat", {"content": [content[-1]]}),
    )


@pytest.mark.parametrize(
    ("reason", "message", "stop"),
    [
        ("stop", {"content": "Hi"}, "end"),
        ("length", {"content": "Hi"}, "length"),
        ("content_filter", {"content": ""}, "content_filter"),
        ("tool_calls", {"tool_calls": [{"id": "c", "function": {"name": "f"}}]}, "tool"),
        # A named tool_choice ends in `stop`, call or not.
        ("stop", {"tool_calls": [{"id": "c", "function": {"name": "f"}}]}, "tool"),
        ("stop", {"refusal": "No."}, "refusal"),
        ("eos", {"content": "Hi"}, "end"),
        ("error", {"content": "Hi"}, None),
        (None, {"content": "Hi"}, None),
    ],
)
def test_how_it_stopped(reason: str | None, message: dict[str, Any], stop: str | None) -> None:
    assert whole(message, reason).stop == stop


def test_usage_is_of_the_first_choice() -> None:
    told = {
        "prompt_tokens": 10,
        "completion_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 2},
        "completion_tokens_details": {"reasoning_tokens": 5},
    }
    message = {"message": {"content": "Hi"}, "finish_reason": "stop"}
    body = json.dumps({"choices": [message, message], "usage": told}).encode()

    first, second = read(body, stream=False)

    assert first.usage == Usage(input=10, output=7, reasoning=5, cached=3, written=2)
    assert second.usage == Usage()


def test_the_cache_of_deepseek_is_known() -> None:
    assert whole({"content": "Hi"}, usage={"prompt_cache_hit_tokens": 4}).usage == Usage(cached=4)


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n"])
def test_a_stream_in_openrouters_dress(end: str) -> None:
    turn = streamed(
        {"role": "assistant", "content": "", "reasoning": "H", "reasoning_details": [_thought("H")]},
        {"role": "assistant", "content": "", "reasoning": "m", "reasoning_details": [_thought("m")]},
        {"role": "assistant", "content": "Hi "},
        {"role": "assistant", "content": "you"},
        {"role": "assistant", "content": None, "tool_calls": [_call(id="c", name="f", arguments="")]},
        {"role": "assistant", "content": None, "tool_calls": [_call(arguments='{"a"')]},
        {"role": "assistant", "content": None, "tool_calls": [_call(arguments=":1}")]},
        reason="tool_calls",
        end=end,
    )

    assert turn.parts == (Reasoning("Hm"), Text("Hi you"), ToolCall("f", '{"a":1}', "c"))
    assert turn.stop == "tool"


def _thought(text: str) -> dict[str, Any]:
    return {"type": "reasoning.text", "text": text, "format": "unknown", "index": 0}


def _call(**fields: str) -> dict[str, Any]:
    function = {key: fields[key] for key in ("name", "arguments") if key in fields}
    return {"index": 0, "type": "function", "function": function} | ({"id": fields["id"]} if "id" in fields else {})


def test_several_choices_are_told_apart() -> None:
    chunks = [
        {"choices": [{"index": index, "delta": {"content": text}, "finish_reason": None}]}
        for index, text in [(1, "B"), (0, "A"), (1, "b"), (0, "a")]
    ]

    turns = read(b"".join(sse.frame(json.dumps(chunk)) for chunk in chunks), stream=True)

    assert [said(turn) for turn in turns] == ["Aa", "Bb"]


def test_a_cut_stream_is_what_there_is() -> None:
    stream = b'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}]}\n\ndata: {"choi'

    assert read(stream, stream=True) == (Turn((Text("Hi"),)),)


def test_an_error_in_the_stream_leaves_what_came_before() -> None:
    stream = sse.frame('{"choices":[{"index":0,"delta":{"content":"Hi"}}]}') + sse.frame('{"error":{"message":"No."}}')

    assert read(stream, stream=True) == (Turn((Text("Hi"),)),)


@pytest.mark.parametrize("body", [b'{"error":{}}', b'{"choices":{}}', b'{"choices":[{}]}', b"[]", b"", b"<html>"])
def test_what_is_no_completion_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(body, stream=False)
    with pytest.raises(ValueError, match=r"."):
        read(b'data: {"error":{}}\n\n', stream=True)


MESSAGE = {
    "role": "assistant",
    "content": [{"type": "text", "text": "a"}, {"type": "thinking", "thinking": [{"text": "b"}]}],
    "reasoning_details": [{"type": "reasoning.text", "text": "x", "index": 0}],
    "tool_calls": [{"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}],
    "annotations": [{"type": "url_citation", "url_citation": {"url": "u", "start_index": 0}}],
}
ANSWER = {"choices": [{"index": 0, "message": MESSAGE, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1}}
CHUNK = {"choices": [{"index": 0, "delta": MESSAGE}], "usage": {"prompt_tokens": 1}}


@given(oddly([ANSWER, CHUNK]), oddly([CHUNK]))
def test_odd_values_do_no_harm(first: Any, second: Any) -> None:
    """There are turns, or a ValueError: nothing else."""
    stream = b"".join(sse.frame(json.dumps(each)) for each in (first, second, second))
    for body, is_stream in ((json.dumps(first).encode(), False), (stream, True)):
        with suppress(ValueError):
            assert all(isinstance(turn, Turn) for turn in read(body, stream=is_stream))
