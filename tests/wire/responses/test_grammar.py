"""The order of response events: real streams are legal, spoilt ones are not."""

import json
import re
from typing import Any

import pytest
from hypothesis import given

from mockllm.wire import sse
from mockllm.wire.responses.grammar import faults
from tests.traffic import exchanges
from tests.wire.hostile import oddly
from tests.wire.mutations import dropped, duplicated, edited, sample, swapped

ILLEGAL = {"51840a20e7": "OpenRouter in 2025 left a reasoning item open until the message after it was done"}
TEXT, NOTE = "response.output_text.delta", "response.output_text.annotation.added"
FREE = [[TEXT, NOTE], [NOTE, TEXT]]
"""What may change places: an annotation comes anywhere in its text."""


def _numbered(values: list[Any]) -> list[Any]:
    """Sequence numbers as if nothing had happened, so that they give nothing away."""
    if "sequence_number" not in values[0]:
        return values
    return [{**value, "sequence_number": number} for number, value in enumerate(values)]


def test_real_streams_are_legal() -> None:
    found = {
        each.id: faults(each.data)
        for each in exchanges("responses", "openrouter", exact=True)
        if each.stream and each.path.endswith("/responses") and not {"cut", "stream_error"} & set(each.tags)
    }

    assert len(found) > 50
    assert {id_ for id_, said in found.items() if said} <= set(ILLEGAL)


@pytest.mark.parametrize("spoil", [dropped, duplicated, swapped])
def test_a_spoilt_stream_is_illegal_even_with_new_numbers(spoil: Any) -> None:
    streams = sample("responses", "openai", "/v1/responses", every=9)
    assert streams
    missed = [
        (each.id, [event["type"] for event in spoilt.touched])
        for each in streams
        for spoilt in spoil(each.data, named=True, number=_numbered)
        if not faults(spoilt.stream)
    ]

    assert [(id_, kinds) for id_, kinds in missed if kinds not in FREE and "keepalive" not in kinds] == []


@pytest.mark.parametrize(
    "key",
    ["sequence_number", "output_index", "content_index", "summary_index", "annotation_index", "item_id"],
)
def test_a_changed_place_is_illegal(key: str) -> None:
    def change(event: dict[str, Any]) -> bool:
        if key in event:
            event[key] = event[key] + (1 if isinstance(event[key], int) else "x")
        return key in event

    streams = sample("responses", "openai", "/v1/responses", every=9)
    assert streams
    for each in streams:
        for spoilt in edited(each.data, change, named=True):
            assert faults(spoilt.stream), (each.id, spoilt.touched)


@pytest.mark.parametrize("within", ["item", "response"])
def test_a_changed_id_is_illegal(within: str) -> None:
    def change(event: dict[str, Any]) -> bool:
        if within in event:
            event[within]["id"] += "x"
        return within in event

    for each in sample("responses", "openai", "/v1/responses", every=9):
        for spoilt in edited(each.data, change, named=True):
            assert faults(spoilt.stream), (each.id, spoilt.touched)


CREATED = '{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]},"sequence_number":0}'
RUNNING = CREATED.replace("created", "in_progress").replace(":0}", ":1}")


def _stream(*lines: str) -> bytes:
    return b"".join(sse.frame(line, re.findall(r'"type":"([^"]+)"', line)[0]) for line in lines)


def test_nothing_is_not_a_stream() -> None:
    assert faults(b"") == ["event 0: the stream stops here, without its last event"]


def test_an_error_may_come_before_the_failure() -> None:
    error = '{"type":"error","sequence_number":2,"error":{"message":"No."}}'
    failed = '{"type":"response.failed","response":{"id":"r","status":"failed","output":[]},"sequence_number":3}'

    assert faults(_stream(CREATED, RUNNING, error, failed)) == []
    assert faults(_stream(CREATED, RUNNING, error)) == ["event 3: the stream stops here, without its last event"]


def test_a_keepalive_takes_a_number() -> None:
    alive = '{"type":"keepalive","sequence_number":2}'
    done = '{"type":"response.completed","response":{"id":"r","status":"completed","output":[]},"sequence_number":3}'

    assert faults(_stream(CREATED, RUNNING, alive, done)) == []
    assert faults(_stream(CREATED, RUNNING, alive, done.replace(":3}", ":2}"))) == [
        "event 4: its sequence number is 2 where 3 is next"
    ]


def test_what_is_not_json_is_told() -> None:
    assert "event 2: its data is not a JSON object" in faults(_stream(CREATED) + b"data: {\n\n")


MESSAGE = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "a"}], "summary": []}
PLACE = {"output_index": 0, "content_index": 0, "summary_index": 0, "item_id": "m"}
EVENTS: list[dict[str, Any]] = [
    {"type": "response.output_item.added", "item": {**MESSAGE, "content": []}, **PLACE},
    {"type": "response.content_part.added", "part": {"type": "output_text", "text": ""}, **PLACE},
    {"type": "response.output_text.delta", "delta": "a", **PLACE},
    {"type": "response.output_text.annotation.added", "annotation": {}, "annotation_index": 0, **PLACE},
    {"type": "response.output_text.done", "text": "a", **PLACE},
    {"type": "response.content_part.done", "part": {"type": "output_text", "text": "a"}, **PLACE},
    {"type": "response.output_item.done", "item": MESSAGE, **PLACE},
    {"type": "response.function_call_arguments.done", "arguments": "{}", **PLACE},
    {"type": "response.completed", "response": {"id": "r", "output": [MESSAGE]}},
]


@given(oddly(EVENTS))
def test_odd_values_do_no_harm(event: Any) -> None:
    odd = sse.frame(json.dumps(event), "x")
    lines = [json.dumps(each, separators=(",", ":")) for each in EVENTS]

    assert faults(_stream(CREATED, RUNNING) + odd + _stream(*lines[:2]) + odd + _stream(*lines[2:]) + odd)
