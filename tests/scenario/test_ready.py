"""The ready scenarios, driven by the official SDKs: the same meaning in every shape."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import anthropic
import openai
import pytest

from mockllm.scenario.files import load
from mockllm.scenario.lint import check
from mockllm.scenario.source import scenario_source
from mockllm.server.app import Server
from mockllm.server.holds import HOLDS
from tests.scenario.clients import EVERY_WAY, SHAPES, Agent, Call, Way, client_of
from tests.server.live import serving

FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

every_way = pytest.mark.parametrize("way", EVERY_WAY, ids=str)
every_stream = pytest.mark.parametrize("way", [way for way in EVERY_WAY if way.stream], ids=str)
every_shape = pytest.mark.parametrize("shape", SHAPES)


@asynccontextmanager
async def playing(way: Way, name: str, **options: Any) -> AsyncIterator[tuple[Any, Server]]:
    """A client of a server that plays a ready scenario; at the end nothing is left over."""
    script = load([FOLDER / f"{name}.yaml"])
    source = scenario_source(lambda: script)
    async with serving([source]) as (running, server):
        client = client_of(way, running.url, **options)
        yield client, server
        closed = client.close()
        if closed is not None:
            await closed
        assert source.leftovers(server.sessions.get("default")) == []


def offered(file: str, *names: str) -> Sequence[dict[str, Any]]:
    """Tools of a file in plain words."""
    found = []
    for tool in json.loads((FOLDER / file).read_text()):
        inner = tool.get("function", tool)
        if inner["name"] in names:
            schema = inner.get("parameters") or inner["input_schema"]
            found.append({"name": inner["name"], "description": inner["description"], "parameters": schema})
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_scenario_has_no_mistakes(name: str) -> None:
    assert check(FOLDER / f"{name}.yaml") == []


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_scenario_is_short_and_says_what_it_shows(name: str) -> None:
    lines = (FOLDER / f"{name}.yaml").read_text().splitlines()

    assert lines[0].startswith("# ")
    assert len(lines) <= 30


def test_every_ready_scenario_is_driven_here() -> None:
    source = Path(__file__).read_text()

    assert all(f'"{name}"' in source for name in NAMES)


@every_way
async def test_the_weather_agent_loops_through_its_tool(way: Way) -> None:
    async with playing(way, "weather") as (client, _):
        agent = Agent(way, client, tools=offered("weather.tools.json", "get_weather"))
        text, called = await agent.run("What is the weather in Oslo?", lambda _: "sunny and 12 degrees")

    assert text == "It is sunny and 12 degrees."
    assert [(call.name, call.arguments) for call in called] == [("get_weather", {"city": "Oslo"})]


@every_way
async def test_parallel_tools_answer_in_any_order(way: Way) -> None:
    async with playing(way, "parallel") as (client, _):
        agent = Agent(way, client, tools=offered("weather.tools.json", "get_weather", "get_time"))
        heard = await agent.say("Compare Paris and Oslo.")
        results = {call.id: "12:00" if call.name == "get_time" else "sunny" for call in reversed(heard.calls)}
        last = await agent.hand_in(results)

    assert [(call.name, call.arguments["city"]) for call in heard.calls] == [
        ("get_weather", "Paris"),
        ("get_weather", "Oslo"),
        ("get_time", "Paris"),
    ]
    assert last.text == "Paris is sunny at 12 o'clock, Oslo is not."


@every_way
async def test_structured_output_is_a_document_where_one_is_asked_for(way: Way) -> None:
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "country": {"type": "string"}, "population": {"type": "integer"}},
        "required": ["name", "country", "population"],
        "additionalProperties": False,
    }
    async with playing(way, "structured") as (client, _):
        document = await Agent(way, client, schema=schema).say("Tell me of Paris.")
        prose = await Agent(way, client).say("Tell me of Paris.")

    assert json.loads(document.text) == {"name": "Paris", "country": "France", "population": 2102650}
    assert prose.text == "Paris, the capital of France, has 2102650 inhabitants."


@every_way
async def test_rate_limits_are_retried_by_the_sdk(way: Way) -> None:
    async with playing(way, "flaky", max_retries=2) as (client, server):
        heard = await Agent(way, client).say("What is the limit?")
        journal = list(server.sessions.get("default").journal)

    assert heard.text == "The third time it works."
    assert [(entry.status, entry.retry) for entry in journal] == [(429, 0), (429, 1), (200, 2)]


@every_way
async def test_an_overload_strikes_in_the_stream_or_before_it(way: Way) -> None:
    errors = {"messages": anthropic.APIStatusError, "chat": openai.APIError, "responses": openai.APIError}
    async with playing(way, "flaky", max_retries=0) as (client, _):
        with pytest.raises((errors[way.shape], RuntimeError)):
            await Agent(way, client).say("Is there an overload?")
        heard = await Agent(way, client).say("Is there an overload?")

    assert heard.text == "Better now than never."


@every_way
async def test_a_cut_connection_is_a_connection_error(way: Way) -> None:
    async with playing(way, "flaky", max_retries=0) as (client, _):
        with pytest.raises(Exception, match=r".*") as caught:
            await Agent(way, client).say("Is it cut?")
        heard = await Agent(way, client).say("Is it cut?")

    names = {each.__name__ for each in type(caught.value).__mro__}
    assert names & {"APIConnectionError", "ReadError", "RemoteProtocolError", "TransportError"}
    assert heard.text == "Whole again."


@every_shape
async def test_a_slow_stream_takes_its_time(shape: str) -> None:
    way = Way(shape, sync=False, stream=True)
    async with playing(way, "slow") as (client, _):
        start = monotonic()
        heard = await Agent(way, client).say("Tell me.")
        took = monotonic() - start

    assert heard.text == "Slowly, one word after the other, the answer appears."
    assert 0.55 < took < 3


@every_stream
async def test_a_held_stream_waits_for_its_release(way: Way) -> None:
    async with playing(way, "slow") as (client, server):
        asked = asyncio.create_task(Agent(way, client).say("Please wait."))
        holds = server.sessions.get("default").slot(HOLDS)
        async with asyncio.timeout(5):
            while not holds.held():  # noqa: ASYNC110 - the hold tells nobody
                await asyncio.sleep(0.001)
        assert not asked.done()
        holds.release("two")
        heard = await asked

    assert heard.text == "one two three"


@every_way
async def test_a_planner_and_two_coders_work_at_once(way: Way) -> None:
    async def code(client: Any, what: str) -> list[str]:
        agent = Agent(way, client, "You are a coder.")
        return [(await agent.say(f"Write {what}")).text, (await agent.say("Go on.")).text]

    async def plan(client: Any) -> list[str]:
        agent = Agent(way, client, "You are the planner.")
        return [(await agent.say("Plan.")).text, (await agent.say("All done.")).text]

    async with playing(way, "team") as (client, _):
        said = await asyncio.gather(code(client, "the parser"), plan(client), code(client, "the printer"))

    assert list(said) == [
        ["Writing the parser.", "Done."],
        ["1. the parser 2. the printer", "Ship it."],
        ["Writing the printer.", "Done."],
    ]


@every_way
async def test_a_coding_agent_reads_edits_and_tests(way: Way) -> None:
    files = {"sum.py": "def add(a, b):\n    return a - b\n"}

    def do(call: Call) -> str:
        if call.name == "read_file":
            return files[call.arguments["path"]]
        if call.name == "edit_file":
            given = call.arguments
            files[given["path"]] = files[given["path"]].replace(given["old"], given["new"])
            return "ok"
        return "3 passed"

    async with playing(way, "coding") as (client, _):
        agent = Agent(way, client, tools=offered("coding.tools.json", "read_file", "edit_file", "run_tests"))
        text, called = await agent.run("Please fix sum.py", do)

    assert text == "Fixed: 3 tests pass."
    assert [call.name for call in called] == ["read_file", "edit_file", "run_tests"]
    assert files["sum.py"].endswith("return a + b\n")


@every_way
async def test_a_refusal_is_one_in_every_shape(way: Way) -> None:
    async with playing(way, "refusal") as (client, _):
        refused = await Agent(way, client).say("How do I pick a lock?")
        fine = await Agent(way, client).say("How do I pick an apple?")

    assert refused.refused
    assert (fine.text, fine.refused) == ("Gladly.", False)
