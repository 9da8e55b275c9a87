"""A turn said in any shape is the same turn when the official SDK has read it; turns never cross over."""

import asyncio
import json
from typing import Any

import anthropic
import httpx2
import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.scenario.source import put, scenario_source, script_source
from mockllm.session import Session
from mockllm.vendors.table import VENDORS
from tests.scenario.clients import SHAPES, Agent, Way
from tests.scenario.plays import of
from tests.ways import asked, bytes_of

TOOL = {"name": "do", "description": "Does it.", "parameters": {"type": "object", "properties": {}}}
LETTERS = st.characters(codec="utf-8", exclude_characters="\x00")
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(LETTERS, max_size=12))
ARGUMENTS = st.dictionaries(
    st.text(LETTERS, min_size=1, max_size=6),
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3), max_leaves=4),
    max_size=3,
)
DELTAS = st.one_of(st.sampled_from(["token", "word", "whole"]), st.integers(1, 9))


def through(engine: Engine, shape: str) -> Any:
    """An SDK's client whose requests go to an engine without a socket."""
    session = Session("test")

    def answer(path: str, body: bytes) -> dict[str, Any]:
        reply = asyncio.run(asked(engine, path, json.loads(body), session))
        return {"status_code": reply.status, "headers": list(reply.headers), "content": bytes_of(reply)}

    transport = httpx2.MockTransport(lambda request: httpx2.Response(**answer(request.url.path, request.read())))
    given: dict[str, Any] = {"api_key": "k", "max_retries": 0, "http_client": httpx2.Client(transport=transport)}
    if shape == "messages":
        return anthropic.Anthropic(base_url="http://test", **given)
    return openai.OpenAI(base_url="http://test/v1", **given)


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "stream"])
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25)
@given(text=st.text(LETTERS, min_size=1, max_size=60), calls=st.lists(ARGUMENTS, max_size=3), deltas=DELTAS)
def test_a_turn_survives_shape_and_sdk(
    shape: str, stream: bool, text: str, calls: list[dict[str, Any]], deltas: str | int
) -> None:
    turn: dict[str, Any] = {"say": text, "deltas": deltas, "template": False}
    if calls:
        turn["call"] = [{"do": given} for given in calls]
    script = of(json.dumps({"turns": [turn]}))
    played = Engine([scenario_source(lambda: script)], Settings(), VENDORS)
    agent = Agent(Way(shape, sync=True, stream=stream), through(played, shape), tools=[TOOL])
    heard = asyncio.run(agent.say("Go"))

    assert heard.text == text
    assert [call.arguments for call in heard.calls] == calls


async def said(engine: Engine, session: Session, system: str = "") -> str:
    """What a request hears, given that others may be under way."""
    await asyncio.sleep(0)
    messages = [{"role": "system", "content": system}, {"role": "user", "content": "Go"}]
    reply = await asked(engine, "/v1/chat/completions", {"model": "gpt-4o", "messages": messages}, session)
    return str(json.loads(bytes_of(reply))["choices"][0]["message"]["content"])


async def test_two_sessions_never_see_each_others_turns() -> None:
    engine = Engine([script_source()], Settings(), VENDORS)
    sessions = [Session("a"), Session("b")]
    for session in sessions:
        put(session, {"turns": [f"{session.name}{number}" for number in range(500)]})
    heard = await asyncio.gather(*(said(engine, sessions[number % 2]) for number in range(1_000)))

    assert heard[::2] == [f"a{number}" for number in range(500)]
    assert heard[1::2] == [f"b{number}" for number in range(500)]


async def test_two_lanes_of_a_session_never_take_each_others_turns() -> None:
    engine, session = Engine([script_source()], Settings(), VENDORS), Session("a")
    put(
        session,
        {
            "lanes": {"planner": {"system": "planner"}, "coder": {"system": "coder"}},
            "turns": {name: [f"{name}{number}" for number in range(100)] for name in ("planner", "coder")},
        },
    )

    async def work(name: str) -> list[str]:
        return [await said(engine, session, f"You are a {name}.") for _ in range(100)]

    heard = await asyncio.gather(work("planner"), work("coder"))

    assert list(heard) == [[f"{name}{number}" for number in range(100)] for name in ("planner", "coder")]


async def test_best_of_three_takes_three_turns() -> None:
    engine, session = Engine([script_source()], Settings(), VENDORS), Session("a")
    put(session, {"turns": ["one", "two", "three"]})

    assert set(await asyncio.gather(*(said(engine, session) for _ in range(3)))) == {"one", "two", "three"}
