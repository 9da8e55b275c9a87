"""Context edits: what is left out of a prompt, and that the answer tells it."""

import asyncio
import json
from typing import Any

import pytest
from anthropic import AsyncAnthropic
from hypothesis import given

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.kinds import Options
from mockllm.vendors.table import VENDORS
from tests.server.live import serving
from tests.vendors.asked import spoiled
from tests.ways import asked, bytes_of

BETA = "context-management-2025-06-27"
MODEL = "claude-opus-5-5"
LONG = "A long result. " * 40


def use(number: int, name: str = "look") -> list[dict[str, Any]]:
    call = {"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": {"place": "somewhere far away"}}
    result = {"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": LONG}
    thought = {"type": "thinking", "thinking": "Let me think about that for a while.", "signature": "c2ln"}
    return [{"role": "assistant", "content": [thought, call]}, {"role": "user", "content": [result]}]


def body(*edits: Any, uses: int = 5, **more: Any) -> dict[str, Any]:
    talk = [{"role": "user", "content": "Say 'done'"}, *(each for number in range(uses) for each in use(number))]
    tools = [{"name": "look", "input_schema": {"type": "object"}}]
    wanted = {"context_management": {"edits": list(edits)}} if edits else {}
    return {"model": MODEL, "max_tokens": 99, "messages": talk, "tools": tools, **wanted, **more}


def clear(**more: Any) -> dict[str, Any]:
    return {"type": "clear_tool_uses_20250919", "trigger": {"type": "tool_uses", "value": 2}, **more}


async def told(*edits: Any, path: str = "/v1/messages", **more: Any) -> Any:
    engine = Engine([FakeSource()], Settings(), VENDORS)
    sent = body(*edits, **more)
    if path != "/v1/messages":
        del sent["max_tokens"]
    reply = await asked(engine, path, sent, Session("s"), anthropic_beta=BETA)
    assert reply.status == 200, bytes_of(reply)
    return json.loads(bytes_of(reply))


async def applied(*edits: Any, **more: Any) -> Any:
    return (await told(*edits, **more))["context_management"]["applied_edits"]


async def test_oldest_results_are_cleared_and_counted() -> None:
    plain, edited = await told(), await told(clear())

    (edit,) = edited["context_management"]["applied_edits"]
    assert (edit["type"], edit["cleared_tool_uses"]) == ("clear_tool_uses_20250919", 2)
    assert edit["cleared_input_tokens"] == plain["usage"]["input_tokens"] - edited["usage"]["input_tokens"] > 0
    assert "context_management" not in plain


@pytest.mark.parametrize(
    ("change", "uses"),
    [
        ({"keep": {"type": "tool_uses", "value": 1}}, 4),
        ({"keep": {"type": "tool_uses", "value": 0}}, 5),
        ({"keep": {"type": "tool_uses", "value": 9}}, None),
        ({"exclude_tools": ["look"]}, None),
        ({"trigger": {"type": "tool_uses", "value": 5}}, None),
        ({"trigger": {"type": "input_tokens", "value": 100}}, 2),
        ({"trigger": {"type": "input_tokens", "value": 90_000}}, None),
        ({"clear_at_least": {"type": "input_tokens", "value": 50}}, 2),
        ({"clear_at_least": {"type": "input_tokens", "value": 5_000}}, None),
    ],
)
async def test_an_edit_is_applied_as_it_says(change: Any, uses: int | None) -> None:
    found = await applied(clear(**change))

    assert [each["cleared_tool_uses"] for each in found] == ([] if uses is None else [uses])


@pytest.mark.parametrize("inputs", [True, ["look"]])
async def test_inputs_are_cleared_where_that_is_asked_for(inputs: Any) -> None:
    (without,), (with_inputs,) = await applied(clear()), await applied(clear(clear_tool_inputs=inputs))

    assert with_inputs["cleared_input_tokens"] > without["cleared_input_tokens"]


@pytest.mark.parametrize(
    ("keep", "turns"),
    [
        ({"type": "thinking_turns", "value": 2}, 3),
        ({"type": "thinking_turns", "value": 9}, None),
        (None, 4),
        ("all", None),
        ({"type": "all"}, None),
    ],
)
async def test_older_thoughts_are_cleared(keep: Any, turns: int | None) -> None:
    edit = {"type": "clear_thinking_20251015", **({"keep": keep} if keep else {})}
    found = await applied(edit, thinking={"type": "adaptive"})

    assert [each["cleared_thinking_turns"] for each in found] == ([] if turns is None else [turns])


async def test_counting_tells_both_counts() -> None:
    found = await told(clear(), path="/v1/messages/count_tokens")

    assert found["context_management"]["original_input_tokens"] > found["input_tokens"]


async def test_sdk_reads_the_edits_plain_and_at_the_end_of_a_stream() -> None:
    sent = body(clear())
    async with serving([FakeSource()]) as (running, _):
        sdk: Any = AsyncAnthropic(base_url=running.url, api_key="sk-ant-test", _strict_response_validation=True)
        async with sdk:
            plain = await sdk.beta.messages.create(**sent, betas=[BETA])
            async with sdk.beta.messages.stream(**sent, betas=[BETA]) as stream:
                events = [event async for event in stream]
    ends = [event for event in events if event.type == "message_delta"]
    assert plain.context_management == ends[0].context_management
    assert plain.context_management.applied_edits[0].cleared_tool_uses == 2


REMEMBERING: dict[str, Any] = {
    **body(clear(keep={"type": "tool_uses", "value": 1}), {"type": "clear_thinking_20251015"}, uses=2),
    "thread": {"type": "continue", "previous_message_id": "msg_1"},
    "diagnostics": {"previous_message_id": "msg_1"},
}


@pytest.mark.parametrize("lenient", [False, True])
@given(sent=spoiled(REMEMBERING))
def test_spoiled_requests_break_nothing(lenient: bool, sent: dict[str, Any]) -> None:
    """Each is asked twice, first as the one that begins the thread."""
    engine, session = Engine([FakeSource()], Settings(Options(lenient=lenient)), VENDORS), Session("s")
    beta = f"{BETA},message-threads-2026-08-12"

    for change in ({"thread": {"type": "create"}}, {}):
        reply = asyncio.run(asked(engine, "/v1/messages", {**sent, **change}, session, anthropic_beta=beta))
        assert reply.status < 500
        bytes_of(reply).decode()
