"""Cache diagnostics: why a prompt shares less with an earlier one than it might."""

import json
from typing import Any

import pytest
from anthropic import AsyncAnthropic

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.anthropic.diagnostics import FINGERPRINTS
from mockllm.vendors.table import VENDORS
from tests.server.live import serving
from tests.ways import asked, bytes_of

MODEL = "claude-opus-5-5"
TOOL = {"name": "look", "description": "Looks.", "input_schema": {"type": "object"}}
FIRST: dict[str, Any] = {
    "model": MODEL,
    "max_tokens": 99,
    "system": "Be brief.",
    "tools": [TOOL],
    "messages": [{"role": "user", "content": "Say 'one'"}],
}
MORE = [{"role": "assistant", "content": "one"}, {"role": "user", "content": "Say 'two'"}]


async def told(session: Session, body: dict[str, Any], previous: str | None = None) -> Any:
    engine = Engine([FakeSource()], Settings(), VENDORS)
    body = {**body, "diagnostics": {"previous_message_id": previous}}
    return json.loads(bytes_of(await asked(engine, "/v1/messages", body, session)))


async def reason(**changed: Any) -> Any:
    """What is said to a second turn that differs from the first in these fields."""
    session = Session("s")
    first = await told(session, FIRST)
    second = {**FIRST, "messages": [*FIRST["messages"], *MORE], **changed}
    found = (await told(session, second, first["id"]))["diagnostics"]
    return found and found["cache_miss_reason"]


async def test_first_turn_has_nothing_to_compare() -> None:
    assert (await told(Session("s"), FIRST))["diagnostics"] is None


async def test_appended_messages_diverge_from_nothing() -> None:
    assert await reason() is None


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"model": "claude-opus-5"}, "model_changed"),
        ({"speed": "fast"}, "model_changed"),
        ({"system": "Be long."}, "system_changed"),
        ({"tools": [{**TOOL, "description": "Sees."}]}, "tools_changed"),
        ({"messages": [{"role": "user", "content": "Say 'other'"}, *MORE]}, "messages_changed"),
    ],
)
async def test_what_changed_is_named(changed: dict[str, Any], kind: str) -> None:
    found = await reason(**changed)

    assert found["type"] == kind
    assert found["cache_missed_input_tokens"] > 0


async def test_more_is_missed_where_the_prompt_diverges_early() -> None:
    late = await reason(messages=[{"role": "user", "content": "Say 'other'"}, *MORE])
    early = await reason(tools=[{**TOOL, "description": "Sees."}])

    assert early["cache_missed_input_tokens"] > late["cache_missed_input_tokens"]


async def test_other_fields_give_no_diagnosis() -> None:
    assert await reason(tool_choice={"type": "none"}) == {"type": "unavailable"}


async def test_breakpoints_change_nothing() -> None:
    marked = {"type": "text", "text": "Say 'one'", "cache_control": {"type": "ephemeral"}}

    assert await reason(messages=[{"role": "user", "content": [marked]}, *MORE]) is None


async def test_unknown_message_was_not_found() -> None:
    found = await told(Session("s"), FIRST, "msg_none")

    assert found["diagnostics"] == {"cache_miss_reason": {"type": "previous_message_not_found"}}


async def test_turn_without_diagnostics_is_not_remembered() -> None:
    session = Session("s")
    engine = Engine([FakeSource()], Settings(), VENDORS)
    first = json.loads(bytes_of(await asked(engine, "/v1/messages", FIRST, session)))

    found = await told(session, FIRST, first["id"])

    assert "diagnostics" not in first
    assert found["diagnostics"]["cache_miss_reason"] == {"type": "previous_message_not_found"}


async def test_equal_first_turns_are_each_remembered() -> None:
    """The second is answered from memory."""
    session = Session("s")
    engine = Engine([FakeSource()], Settings(), VENDORS)
    body = {**FIRST, "diagnostics": {"previous_message_id": None}}
    ids = [json.loads(bytes_of(await asked(engine, "/v1/messages", body, session)))["id"] for _ in range(2)]

    assert [*session.slot(FINGERPRINTS).keys()] == ids


async def test_sdk_reads_the_reason_from_the_start_of_a_stream() -> None:
    async with serving([FakeSource()]) as (running, _):
        sdk: Any = AsyncAnthropic(base_url=running.url, api_key="sk-ant-test", _strict_response_validation=True)
        async with sdk:
            first = await sdk.messages.create(**FIRST, diagnostics={"previous_message_id": None})
            again = {**FIRST, "system": "Be long.", "diagnostics": {"previous_message_id": first.id}}
            async with sdk.messages.stream(**again) as stream:
                final = await stream.get_final_message()
    assert first.diagnostics is None
    assert final.diagnostics.cache_miss_reason.type == "system_changed"
