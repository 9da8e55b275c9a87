"""The order of message events: real streams are legal, spoilt ones are not."""

import json
from typing import Any

from hypothesis import given

from mockllm.wire import sse
from mockllm.wire.messages.grammar import faults
from tests.traffic import exchanges
from tests.wire.hostile import oddly
from tests.wire.mutations import Spoilt, dropped, duplicated, edited, sample, swapped

FREE = {"ping", "text_delta", "thinking_delta", "input_json_delta", "citations_delta"}
"""Events whose number and order among themselves no rule fixes; only their places do."""


def _kind(event: Any) -> str:
    return str(event.get("delta", {}).get("type") or event["type"])


def _must_show(spoilt: Spoilt) -> bool:
    """Whether a fault breaks a rule: a ping may be anywhere, deltas of one kind in any order and number."""
    kinds = [_kind(event) for event in spoilt.touched]
    if len(kinds) == 1:
        return kinds[0] not in FREE
    if "ping" in kinds:
        return bool({"message_start", "message_delta", "message_stop"} & set(kinds)) and kinds[0] != "ping"
    return kinds[0] != kinds[1]


def test_real_streams_are_legal() -> None:
    found = {
        each.id: faults(each.data)
        for each in exchanges("messages", vendor="anthropic", exact=True)
        if each.stream and each.path == "/v1/messages" and not {"cut", "stream_error"} & set(each.tags)
    }

    assert len(found) > 40
    assert not {id_: said for id_, said in found.items() if said}


def test_a_spoilt_stream_is_illegal() -> None:
    streams = sample("messages", "anthropic", "/v1/messages", every=7)
    assert streams
    missed = [
        (each.id, spoil.__name__, [_kind(event) for event in spoilt.touched])
        for each in streams
        for spoil in (dropped, duplicated, swapped)
        for spoilt in spoil(each.data, named=True)
        if _must_show(spoilt) and not faults(spoilt.stream)
    ]

    assert not missed


def test_a_lost_piece_of_arguments_shows_where_no_json_is_left() -> None:
    lost = [
        bool(faults(spoilt.stream))
        for each in sample("messages", "anthropic", "/v1/messages", every=1)
        for spoilt in dropped(each.data, named=True)
        if spoilt.touched[0].get("delta", {}).get("partial_json")
    ]

    assert sum(lost) / len(lost) > 0.5


def test_a_changed_index_is_illegal() -> None:
    def change(event: dict[str, Any]) -> bool:
        event["index"] = event.get("index", 0) + 1
        return str(event["type"]).startswith("content_block")

    for each in sample("messages", "anthropic", "/v1/messages", every=7):
        for spoilt in edited(each.data, change, named=True):
            assert faults(spoilt.stream), (each.id, spoilt.touched)


def test_a_delta_of_another_kind_is_illegal() -> None:
    other = {"text_delta": "thinking_delta", "thinking_delta": "input_json_delta", "input_json_delta": "text_delta"}

    def change(event: dict[str, Any]) -> bool:
        kind = event.get("delta", {}).get("type")
        if kind in other:
            event["delta"]["type"] = other[kind]
        return kind in other

    for each in sample("messages", "anthropic", "/v1/messages", every=7):
        for spoilt in edited(each.data, change, named=True):
            assert faults(spoilt.stream), (each.id, spoilt.touched)


def _stream(*events: tuple[str, str]) -> bytes:
    return b"".join(sse.frame(f'{{"type":"{kind}"{rest}}}', kind) for kind, rest in events)


START = ("message_start", ',"message":{"id":"msg","content":[],"stop_reason":null}')
ERROR = ("error", ',"error":{"type":"overloaded_error","message":"Overloaded"}')
CALL = ("content_block_start", ',"index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}')
HALF = ("content_block_delta", ',"index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"a"}')
STOP = ("content_block_stop", ',"index":0')


def _delta(reason: str) -> tuple[str, str]:
    delta = f'"delta":{{"stop_reason":"{reason}","stop_sequence":null}}'
    return "message_delta", f',{delta},"usage":{{"output_tokens":1}}'


def test_an_error_ends_a_stream() -> None:
    assert faults(_stream(START, ERROR)) == []
    assert faults(_stream(START, ERROR, ("ping", ""))) == ["event 3: `ping` comes after the end of the stream"]


def test_a_token_limit_may_leave_a_call_half_said() -> None:
    end = ("message_stop", "")

    assert faults(_stream(START, CALL, HALF, STOP, _delta("max_tokens"), end)) == []
    assert faults(_stream(START, CALL, HALF, STOP, _delta("tool_use"), end)) == [
        "event 5: the last block is incomplete"
    ]


def test_a_cut_stream_is_told() -> None:
    assert faults(_stream(START)) == ["event 1: the stream stops here, without `message_stop` or `error`"]


def test_done_belongs_to_other_shapes() -> None:
    assert "event 3: a message stream has no `[DONE]`" in faults(_stream(START, ERROR) + b"data: [DONE]\n\n")


def test_a_name_that_is_not_the_type_is_told() -> None:
    told = faults(sse.frame('{"type":"ping"}', "pong"))

    assert told[0] == "event 1: its name is `pong`, but its type `ping`"


@given(
    oddly([json.loads(f'{{"type":"{kind}"{rest}}}') for kind, rest in (START, CALL, HALF, STOP, _delta("end_turn"))])
)
def test_odd_values_do_no_harm(event: Any) -> None:
    odd = sse.frame(json.dumps(event), "x")

    assert faults(odd + _stream(START, CALL) + odd + _stream(HALF, STOP) + odd)
