"""Compaction of a long prompt: what is said of it, what it costs, and what goes on from it."""

import json
from typing import Any

import pytest
from anthropic import AsyncAnthropic

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.table import VENDORS
from mockllm.wire.messages.grammar import faults
from tests.server.live import serving
from tests.ways import asked, bytes_of

BETA = "compact-2026-01-12"
MODEL = "claude-sonnet-4-6"
NOTES = "The quick brown fox jumps over the lazy dog. " * 6_000
TALK: Any = [
    {"role": "user", "content": f"Here are my notes: {NOTES}"},
    {"role": "assistant", "content": "Thank you."},
    {"role": "user", "content": "Which animal jumps?"},
]


def compact(**more: Any) -> Any:
    """The edit that compacts a prompt of more than 50,000 tokens."""
    return {"type": "compact_20260112", "trigger": {"type": "input_tokens", "value": 50_000}, **more}


async def told(messages: Any = TALK, edit: Any = None, **more: Any) -> Any:
    engine = Engine([FakeSource()], Settings(), VENDORS)
    sent = {"model": MODEL, "max_tokens": 99, "messages": messages, **more}
    if edit is not None:
        sent["context_management"] = {"edits": [edit]}
    reply = await asked(engine, "/v1/messages", sent, Session("s"), anthropic_beta=BETA)
    assert reply.status == 200, bytes_of(reply)
    return json.loads(bytes_of(reply))


async def test_long_prompt_is_compacted_first_and_its_cost_is_told_apart() -> None:
    plain, short = await told(), await told(edit=compact())

    first, second = short["content"]
    compaction, message = short["usage"]["iterations"]
    assert (first["type"], second["type"], short["stop_reason"]) == ("compaction", "text", "end_turn")
    assert "notes" in first["content"]
    assert (compaction["type"], message["type"]) == ("compaction", "message")
    assert compaction["input_tokens"] == plain["usage"]["input_tokens"] > 50_000
    assert 0 < compaction["output_tokens"] < 500
    assert message["input_tokens"] == short["usage"]["input_tokens"] < 1_000
    assert message["output_tokens"] == short["usage"]["output_tokens"]
    assert short["context_management"] == {"applied_edits": []}


async def test_key_order_is_as_recorded() -> None:
    usage = (await told(edit=compact()))["usage"]

    assert list(usage)[:6] == [
        "input_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "cache_creation",
        "iterations",
        "output_tokens",
    ]
    assert list(usage["iterations"][0]) == [
        "input_tokens",
        "output_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
        "cache_creation",
        "type",
    ]


@pytest.mark.parametrize(
    "edit", [{"type": "compact_20260112"}, compact(trigger={"type": "input_tokens", "value": 90_000})]
)
async def test_short_prompt_is_one_iteration(edit: Any) -> None:
    answer = await told(edit=edit)

    (message,) = answer["usage"]["iterations"]
    assert (message["type"], message["input_tokens"]) == ("message", answer["usage"]["input_tokens"])
    assert [block["type"] for block in answer["content"]] == ["text"]


async def test_without_the_edit_nothing_is_told() -> None:
    answer = await told()

    assert "iterations" not in answer["usage"]
    assert [block["type"] for block in answer["content"]] == ["text"]


async def test_answer_stops_after_the_compaction_where_the_edit_pauses() -> None:
    answer = await told(edit=compact(pause_after_compaction=True))

    assert [block["type"] for block in answer["content"]] == ["compaction"]
    assert answer["stop_reason"] == "compaction"
    assert [each["type"] for each in answer["usage"]["iterations"]] == ["compaction"]
    assert (answer["usage"]["input_tokens"], answer["usage"]["output_tokens"]) == (0, 0)


async def test_what_lies_before_a_compaction_is_no_longer_read() -> None:
    first = await told(edit=compact())
    talk = [*TALK, {"role": "assistant", "content": first["content"]}, {"role": "user", "content": "And the dog?"}]

    answer = await told(talk, compact())

    (message,) = answer["usage"]["iterations"]
    assert message["input_tokens"] < 1_000


async def test_sdk_reads_the_same_from_a_stream() -> None:
    async with (
        serving([FakeSource()]) as (running, _),
        AsyncAnthropic(base_url=running.url, api_key="sk-ant-any", max_retries=0) as client,
    ):
        wanted: Any = {"model": MODEL, "max_tokens": 99, "messages": TALK, "betas": [BETA]}
        wanted["context_management"] = {"edits": [compact()]}
        whole = await client.beta.messages.create(**wanted)
        async with client.beta.messages.stream(**wanted) as stream:
            streamed = await stream.get_final_message()
        raw = await client.beta.messages.with_raw_response.create(**wanted, stream=True)
        body = b"".join([chunk async for chunk in raw.http_response.aiter_bytes()])

    assert [each.to_dict(exclude_none=True) for each in streamed.content] == [each.to_dict() for each in whole.content]
    assert whole.usage.iterations
    assert b'"iterations":[{' in body
    assert faults(body) == []
