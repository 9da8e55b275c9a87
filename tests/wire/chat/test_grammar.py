"""The order of chunks: real streams are legal, spoilt ones are not."""

import json
from typing import Any

import pytest
from hypothesis import given

from mockllm.wire import sse
from mockllm.wire.chat.grammar import faults
from mockllm.wire.received import DONE
from tests.traffic import exchanges
from tests.wire.hostile import oddly
from tests.wire.mutations import dropped, duplicated, edited, sample, swapped

FREE = {"content", "fragment"}
"""Chunks whose number and order among themselves no rule fixes; only their places do."""


def _kind(event: Any) -> str:
    if event == DONE:
        return "done"
    if not event["choices"]:
        return "usage"
    choice = event["choices"][0]
    calls = choice["delta"].get("tool_calls") or [choice["delta"].get("function_call") or {}]
    if choice["finish_reason"]:
        return "finish"
    if "role" in choice["delta"]:
        return "role"
    if "id" in calls[0] or "name" in calls[0]:
        return "head"
    return "fragment" if calls[0] else "content"


def _must_show(kinds: list[str]) -> bool:
    if len(kinds) == 2 and not {"role", "finish", "usage", "done"} & set(kinds):
        return sorted(kinds) == ["fragment", "head"]
    return not set(kinds) <= FREE


@pytest.mark.parametrize("vendor", ["openai", "openrouter"])
def test_real_streams_are_legal(vendor: str) -> None:
    found = {
        each.id: faults(each.data)
        for each in exchanges("chat", "openrouter", vendor=vendor, exact=True)
        if each.stream and each.path.endswith("/chat/completions") and not {"cut", "stream_error"} & set(each.tags)
    }

    assert len(found) > 10
    assert not {id_: said for id_, said in found.items() if said}


def test_a_spoilt_stream_is_illegal() -> None:
    streams = sample("chat", "openai", "/v1/chat/completions", every=8)
    assert streams
    missed = [
        (each.id, spoil.__name__, [_kind(event) for event in spoilt.touched])
        for each in streams
        for spoil in (dropped, duplicated, swapped)
        for spoilt in spoil(each.data, named=False)
        if _must_show([_kind(event) for event in spoilt.touched])
        # Without `include_usage` nothing says that usage must come.
        and not (spoil is dropped and _kind(spoilt.touched[0]) == "usage" and not each.body.get("stream_options"))
        and not (spoil is duplicated and _kind(spoilt.touched[0]) == "usage" and "moderation" in spoilt.touched[0])
        and not faults(spoilt.stream)
    ]

    assert not missed


def test_a_lost_piece_of_arguments_shows_where_no_json_is_left() -> None:
    lost = [
        bool(faults(spoilt.stream))
        for each in sample("chat", "openai", "/v1/chat/completions", every=1)
        for spoilt in dropped(each.data, named=False)
        if _kind(spoilt.touched[0]) == "fragment"
    ]

    assert sum(lost) / len(lost) > 0.4


@pytest.mark.parametrize("key", ["id", "object", "created", "model", "service_tier", "system_fingerprint"])
def test_a_chunk_that_differs_in_its_head_is_illegal(key: str) -> None:
    def change(event: dict[str, Any]) -> bool:
        event[key] = f"{event.get(key)}x"
        return True

    for each in sample("chat", "openai", "/v1/chat/completions", every=15):
        for spoilt in edited(each.data, change, named=False):
            assert faults(spoilt.stream), (each.id, spoilt.touched)


def test_a_changed_index_is_illegal() -> None:
    def choice(event: dict[str, Any]) -> bool:
        for each in event["choices"]:
            each["index"] += 1
        return bool(event["choices"])

    def call(event: dict[str, Any]) -> bool:
        calls = [one for each in event["choices"] for one in each["delta"].get("tool_calls", [])]
        for one in calls:
            one["index"] += 1
        return bool(calls)

    for each in sample("chat", "openai", "/v1/chat/completions", every=15):
        for change in (choice, call):
            for spoilt in edited(each.data, change, named=False):
                assert faults(spoilt.stream), (each.id, spoilt.touched)


def _chunk(delta: dict[str, Any], reason: str | None = None, **extra: Any) -> bytes:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
    return sse.frame(json.dumps({**head, "choices": choices, **extra}))


ROLE = _chunk({"role": "assistant", "content": ""})
DONE_FRAME = sse.frame(DONE)


def test_an_error_ends_a_stream() -> None:
    error = sse.frame('{"error":{"message":"No."}}')

    assert faults(ROLE + error) == []
    assert faults(ROLE + error + DONE_FRAME) == []
    assert faults(error + ROLE) == ["event 2: it comes after the error"]


def test_the_old_function_call_is_known() -> None:
    head = _chunk({"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": ""}})
    piece = _chunk({"function_call": {"arguments": "{}"}})
    end = _chunk({}, "function_call")

    assert faults(head + piece + end + DONE_FRAME) == []
    assert faults(ROLE + piece + end + DONE_FRAME) == [
        "event 2: the function's arguments come before its name",
        "event 3: choice 0 ends for calls, and has none",
    ]


def test_a_custom_call_is_free_text() -> None:
    called = {"index": 0, "id": "call_1", "type": "custom", "custom": {"name": "shell", "input": "ls"}}
    stream = _chunk({"role": "assistant", "tool_calls": [called]}) + _chunk({}, "tool_calls") + DONE_FRAME

    assert faults(stream) == []


def test_moderation_may_follow_the_usage() -> None:
    usage = _chunk({}, usage={"total_tokens": 1}).replace(
        b'"choices": [{"index": 0, "delta": {}, "finish_reason": null}]', b'"choices": []'
    )
    moderation = usage.replace(b'"usage": {"total_tokens": 1}', b'"moderation": {}, "usage": null')
    told = ROLE.replace(b'"choices"', b'"usage": null, "choices"') + _chunk({}, "stop", usage=None)

    assert faults(told + usage + moderation + DONE_FRAME) == []


def test_the_filter_that_azure_tells_first_has_no_identity() -> None:
    first = sse.frame('{"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[]}')

    assert faults(first + ROLE + _chunk({}, "stop") + DONE_FRAME) == []


CALL = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
DELTA = {"role": "assistant", "content": "a", "tool_calls": [CALL], "function_call": {"name": "f", "arguments": ""}}
CHUNK = {"id": "c", "choices": [{"index": 0, "delta": DELTA, "finish_reason": "stop"}], "usage": None, "provider": "p"}


@given(oddly([CHUNK, {key: value for key, value in CHUNK.items() if key != "provider"}]))
def test_odd_values_do_no_harm(event: Any) -> None:
    odd = sse.frame(json.dumps(event))

    assert faults(odd + ROLE + odd)


def test_a_choice_needs_its_index() -> None:
    assert faults(ROLE.replace(b'"index": 0, ', b""))[0] == "event 1: a choice has no index"
