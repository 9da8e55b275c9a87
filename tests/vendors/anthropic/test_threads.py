"""Message threads: what the server holds of a conversation, asked as the SDK asks it and in plain requests."""

import json
from typing import Any

import anthropic
import pytest
from anthropic import AsyncAnthropic, beta_async_tool

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Raw
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.anthropic.threads import THREADS
from mockllm.vendors.kinds import Options
from mockllm.vendors.table import VENDORS
from tests.server.live import serving
from tests.ways import asked, bytes_of

MODEL = "claude-opus-5-5"
BETA = "message-threads-2026-08-12"
SAY: Any = {"role": "user", "content": "Say 'one'"}
ASK: Any = {"role": "user", "content": "What is the weather in 'Paris'?"}
NOW = 1_800_000_000.0


def client(url: str) -> Any:
    return AsyncAnthropic(base_url=url, api_key="sk-ant-test", max_retries=0, _strict_response_validation=True)


@beta_async_tool
async def get_weather(city: str) -> str:
    """The weather of a city.

    Args:
        city: Where.
    """
    return f"Sunny in {city}."


class Held:
    """A session of an engine that fakes, asked in plain requests."""

    def __init__(self, **options: Any) -> None:
        self.engine = Engine([FakeSource()], Settings(options=Options(**options)), VENDORS)
        self.session = Session("s")

    async def ask(self, *messages: Any, now: float = NOW, beta: str = BETA, **more: Any) -> tuple[int, Any]:
        body = {"model": MODEL, "max_tokens": 99, "messages": list(messages), **more}
        headers = {"content-type": "application/json", "anthropic-version": "2026-10-21", "anthropic-beta": beta}
        raw = Raw(
            "POST", "/v1/messages", {}, headers, tuple(headers.items()), json.dumps(body).encode(), "/v1/messages"
        )
        reply, _ = await self.engine.respond(raw, self.session, now)
        return reply.status, json.loads(bytes_of(reply))

    async def begin(self, *messages: Any, now: float = NOW, **more: Any) -> str:
        status, said = await self.ask(*messages, now=now, thread={"type": "create"}, **more)
        assert status == 200, said
        return str(said["id"])


def after(name: str) -> Any:
    return {"type": "continue", "previous_message_id": name}


async def test_tool_runner_works_end_to_end() -> None:
    async with serving([FakeSource()]) as (running, server), client(running.url) as sdk:
        runner = sdk.beta.messages.tool_runner(model=MODEL, max_tokens=200, messages=[ASK], tools=[get_weather])
        replies = [reply async for reply in runner]
        bodies = [json.loads(entry.request) for entry in server.sessions.get("default").journal]
    assert [reply.stop_reason for reply in replies] == ["tool_use", "end_turn"]
    assert "Sunny in Paris" in replies[-1].content[0].text
    assert bodies[1]["thread"] == after(replies[0].id)
    assert [len(body["messages"]) for body in bodies] == [1, 1]
    assert "tools" not in bodies[1]


async def test_streaming_tool_runner_works_end_to_end() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        runner = sdk.beta.messages.tool_runner(
            model=MODEL, max_tokens=200, messages=[ASK], tools=[get_weather], stream=True
        )
        replies = [await stream.get_final_message() async for stream in runner]
    assert [reply.stop_reason for reply in replies] == ["tool_use", "end_turn"]
    assert "Sunny in Paris" in replies[-1].content[0].text


async def test_thread_helper_sends_only_what_is_new() -> None:
    async with serving([FakeSource()]) as (running, server), client(running.url) as sdk:
        thread = sdk.beta.messages.thread(model=MODEL, max_tokens=99, system="Be brief.")
        first = await thread.send(SAY)
        second = await thread.send({"role": "user", "content": "Say 'two'"})
        entry = list(server.sessions.get("default").journal)[-1]
    assert (first.content[0].text, second.content[0].text) == ("one", "two")
    assert entry.ask is not None
    assert [message.role for message in entry.ask.messages] == ["system", "user", "assistant", "user"]
    assert second.usage.input_tokens > first.usage.input_tokens


async def test_sdk_replays_what_the_server_has_lost() -> None:
    async with serving([FakeSource()]) as (running, server), client(running.url) as sdk:
        thread = sdk.beta.messages.thread(model=MODEL, max_tokens=99)
        await thread.send(SAY)
        server.sessions.get("default").reset()
        again = await thread.send({"role": "user", "content": "Say 'two'"})
        statuses = [entry.status for entry in server.sessions.get("default").journal]
    assert again.content[0].text == "two"
    assert statuses == [404, 200]


async def test_unknown_message_is_not_found_in_the_words_of_the_service() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        with pytest.raises(anthropic.NotFoundError) as caught:
            await sdk.beta.messages.create(
                model=MODEL, max_tokens=99, messages=[SAY], betas=[BETA], thread=after("msg_none")
            )
    assert caught.value.status_code == 404
    assert caught.value.error_code == "thread_not_found"


async def test_response_is_continued_only_once() -> None:
    held = Held()
    name = await held.begin(SAY)

    assert (await held.ask(SAY, thread=after(name)))[0] == 200
    status, told = await held.ask(SAY, thread=after(name))

    assert (status, told["error"]["details"]) == (400, {"error_code": "thread_already_continued"})


async def test_refused_turn_leaves_the_thread_as_it_was() -> None:
    held = Held()
    name = await held.begin(SAY)

    assert (await held.ask({"role": "user", "content": ""}, thread=after(name)))[0] == 400
    assert (await held.ask(SAY, thread=after(name)))[0] == 200


@pytest.mark.parametrize(("later", "status"), [(300, 200), (301, 404)])
async def test_thread_is_held_for_five_minutes(later: int, status: int) -> None:
    held = Held()
    name = await held.begin(SAY)

    assert (await held.ask(SAY, thread=after(name), now=NOW + later))[0] == status


async def test_each_turn_begins_the_five_minutes_anew() -> None:
    held = Held()
    name = await held.begin(SAY)
    _, second = await held.ask(SAY, thread=after(name), now=NOW + 299)

    assert (await held.ask(SAY, thread=after(second["id"]), now=NOW + 598))[0] == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("system", "Be long."),
        ("tools", [{"name": "other", "input_schema": {"type": "object"}}]),
        ("output_config", {"effort": "low"}),
    ],
)
async def test_field_that_must_stay_the_same_is_named(field: str, value: Any) -> None:
    held = Held()
    name = await held.begin(SAY, system="Be brief.")

    status, told = await held.ask(SAY, thread=after(name), **{field: value})

    assert (status, told["error"]["details"]) == (400, {"error_code": "thread_fingerprint_mismatch"})
    assert told["error"]["message"].endswith(f"differing field(s): {field}")


async def test_same_values_may_be_sent_again() -> None:
    held = Held()
    same: Any = {"system": "Be brief.", "output_config": {"effort": "low"}}
    name = await held.begin(SAY, **same)

    assert (await held.ask(SAY, thread=after(name), **same))[0] == 200


async def test_results_are_matched_with_calls_that_the_server_holds() -> None:
    held = Held()
    tools = [{"name": "get_weather", "description": "Weather", "input_schema": {"type": "object"}}]
    name = await held.begin(ASK, tools=tools, tool_choice={"type": "any"})
    orphan = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_none", "content": "x"}]}

    status, told = await held.ask(orphan, thread=after(name))

    assert status == 400
    assert "`tool_use` ids were found without `tool_result` blocks" in told["error"]["message"]


async def test_cache_reads_what_an_earlier_turn_of_the_thread_wrote() -> None:
    held = Held()
    cache: Any = {"cache_control": {"type": "ephemeral"}}
    long: Any = {"role": "user", "content": "word " * 1_500}
    name = await held.begin(long, **cache)

    _, second = await held.ask(SAY, thread=after(name), **cache)

    assert second["usage"]["cache_read_input_tokens"] >= 1_024


@pytest.mark.parametrize(
    ("thread", "message"),
    [
        ({"type": "fork"}, "thread: Input tag 'fork' found using 'type' does not match any of the expected tags: "),
        ({"type": "continue"}, "thread.continue.previous_message_id: Field required"),
        ({"type": "create", "id": "x"}, "thread.create.id: Extra inputs are not permitted"),
    ],
)
async def test_malformed_thread_is_refused(thread: Any, message: str) -> None:
    status, told = await Held().ask(SAY, thread=thread)

    assert status == 400
    assert told["error"]["message"].startswith(message)


async def test_thread_needs_its_beta() -> None:
    status, told = await Held().ask(SAY, thread={"type": "create"}, beta="")

    assert (status, told["error"]["message"]) == (400, "thread: Extra inputs are not permitted")


async def test_lenient_mode_continues_what_was_never_begun() -> None:
    assert (await Held(lenient=True).ask(SAY, thread=after("msg_none")))[0] == 200


async def test_threads_are_bounded() -> None:
    held = Held()
    held.session.slot(THREADS).most = 2
    names = [await held.begin(SAY) for _ in range(3)]

    assert [(await held.ask(SAY, thread=after(name)))[0] for name in (names[0], names[2])] == [404, 200]


async def test_ask_without_a_thread_keeps_nothing() -> None:
    held = Held()
    await asked(held.engine, "/v1/messages", {"model": MODEL, "max_tokens": 9, "messages": [SAY]}, held.session)

    assert held.session.slot(THREADS).all() == []
