"""OpenRouter's own SDK works against its mount."""

from typing import Any

import pytest
from openrouter import OpenRouter
from openrouter.utils.retries import BackoffStrategy, RetryConfig

from mockllm.fake.source import FakeSource
from mockllm.scenario.source import SCRIPT, put, script_source
from tests.server.live import serving

# What one of its dependencies does on Python 3.12 and newer.
pytestmark = pytest.mark.filterwarnings("ignore:ast:DeprecationWarning")
# Without it, the client tries a 500 again for an hour.
ONCE = RetryConfig("none", BackoffStrategy(1, 1, 1.0, 1), retry_connection_errors=False)
HELLO: Any = [{"role": "user", "content": "Say 'hello there'"}]
MODEL = "anthropic/claude-sonnet-4.5"


def client(url: str) -> OpenRouter:
    return OpenRouter(api_key="sk-or-v1-test", server_url=f"{url}/api/v1", retry_config=ONCE)


async def test_chat_and_its_generation() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        said: Any = await router.chat.send_async(
            model=MODEL, messages=HELLO, reasoning={"effort": "high"}, plugins=[{"id": "web"}], session_id="s-1"
        )
        kept: Any = await router.generations.get_generation_async(id=said.id)
    assert said.choices[0].message.content == "hello there"
    assert said.choices[0].message.reasoning
    assert said.usage.cost > 0
    assert (kept.data.id, kept.data.session_id) == (said.id, "s-1")


async def test_streamed_chat() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        stream: Any = await router.chat.send_async(model=MODEL, messages=HELLO, stream=True)
        chunks = [chunk async for chunk in stream]
    assert "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices) == "hello there"
    assert chunks[-1].usage.cost > 0


async def test_metadata_of_a_fallback() -> None:
    async with serving([script_source(), FakeSource()]) as (running, server), client(running.url) as router:
        put(server.sessions.get("default"), {"rules": [{"when": {"model": "openai/*"}, "fail": "rate_limit"}]})
        assert server.sessions.get("default").slot(SCRIPT).script
        said: Any = await router.chat.send_async(
            models=["openai/gpt-4o", MODEL], messages=HELLO, x_open_router_metadata="enabled"
        )
    assert said.model == MODEL
    assert (said.openrouter_metadata.strategy, said.openrouter_metadata.attempt) == ("fallback", 2)


async def test_responses() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        said: Any = await router.responses.send_async(model=MODEL, input="Say 'hello there'")
        stream: Any = await router.responses.send_async(model=MODEL, input="Say 'hello there'", stream=True)
        events = [event async for event in stream]
    assert said.output[0].content[0].text == "hello there"
    assert said.usage.cost > 0
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == "hello there"
    assert events[-1].type == "response.completed"


async def test_models_key_and_credits() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        count: Any = await router.models.count_async()
        credit: Any = await router.credits.get_credits_async()
    assert count.data.count > 5
    assert credit.data.total_credits == 100
