"""OpenRouter's own SDK works against its mount."""

from typing import Any

import pytest
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI
from openrouter import OpenRouter, errors
from openrouter.utils.retries import BackoffStrategy, RetryConfig

from mockllm.fake.source import FakeSource
from mockllm.scenario.source import SCRIPT, put, script_source
from mockllm.vendors.openrouter.providers import CANONICAL
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
    assert said.model == CANONICAL[MODEL]
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


@pytest.mark.parametrize(
    ("model", "shown"), [("deepseek/deepseek-r1", True), (MODEL, True), ("openai/gpt-5-mini", False)]
)
async def test_responses_show_thoughts_where_the_provider_does(model: str, shown: bool) -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        asked: Any = {"model": model, "input": "Say 'hello there'", "reasoning": {"effort": "high"}}
        said: Any = await router.responses.send_async(**asked)
        stream: Any = await router.responses.send_async(**asked, stream=True)
        events = [event async for event in stream]
    thought = said.output[0].content[0].text if said.output[0].content else ""
    assert bool(thought) is shown
    assert "".join(event.delta for event in events if event.type == "response.reasoning_text.delta") == thought
    assert said.output[-1].content[0].text == "hello there"


async def test_models_key_and_credits() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        count: Any = await router.models.count_async()
        credit: Any = await router.credits.get_credits_async()
    assert count.data.count > 5
    assert credit.data.total_credits == 100


@pytest.mark.filterwarnings("ignore:warning. .. DEPRECATED:DeprecationWarning")
async def test_key_tells_what_was_spent() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        before: Any = await router.api_keys.get_current_key_metadata_async()
        said: Any = await router.chat.send_async(model=MODEL, messages=HELLO)
        after: Any = await router.api_keys.get_current_key_metadata_async()
        credit: Any = await router.credits.get_credits_async()
    assert after.data.usage - before.data.usage == pytest.approx(said.usage.cost)
    assert credit.data.total_usage == pytest.approx(said.usage.cost)


async def test_models_and_who_serves_them() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        listed: Any = await router.models.list_async()
        mine: Any = await router.models.list_for_user_async(security={"bearer": "sk-or-v1-test"})
        one: Any = await router.models.get_async(author="anthropic", slug="claude-sonnet-4.6")
        served: Any = await router.endpoints.list_async(author="anthropic", slug="claude-sonnet-4.6")
    assert {each.id for each in listed.result.data} == {each.id for each in mine.result.data}
    assert one.data.id == "anthropic/claude-sonnet-4.6"
    assert [each.provider_name for each in served.data.endpoints] == ["Anthropic", "Amazon Bedrock", "Google Vertex"]
    assert "logprobs" not in served.data.endpoints[0].supported_parameters


async def test_embeddings() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        found: Any = await router.embeddings.generate_async(
            model="openai/text-embedding-3-small", input=["one", "two"], encoding_format="float"
        )
    assert [len(each.embedding) for each in found.data] == [1_536, 1_536]


async def test_routing_preferences() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        said: Any = await router.chat.send_async(
            model="openai/gpt-4o", messages=HELLO, provider={"zdr": True, "preferred_max_latency": 1}
        )
        with pytest.raises(errors.NotFoundResponseError, match="No allowed providers"):
            await router.chat.send_async(model="openai/gpt-4o", messages=HELLO, provider={"only": ["groq"]})
    assert said.model_dump().get("provider", "Azure") == "Azure"


async def test_anthropic_and_openai_sdks_work_there_too() -> None:
    async with serving([FakeSource()]) as (running, _):
        async with AsyncAnthropic(base_url=f"{running.url}/api", api_key="sk-or-v1-test", max_retries=0) as sdk:
            said = await sdk.messages.create(
                model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Say 'hello there'"}]
            )
        async with AsyncOpenAI(base_url=f"{running.url}/api/v1", api_key="sk-or-v1-test", max_retries=0) as other:
            chat = await other.chat.completions.create(model=MODEL, messages=HELLO)
            response = await other.responses.create(model=MODEL, input="Say 'hello there'")
    texts = [block.text for block in said.content if block.type == "text"]
    assert [*texts, chat.choices[0].message.content] == ["hello there", "hello there"]
    assert response.output_text == "hello there"


async def test_providers_and_who_retains_nothing() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        providers: Any = await router.providers.list_async()
        discreet: Any = await router.endpoints.list_zdr_endpoints_async()
        said: Any = await router.chat.send_async(model="openai/gpt-5-mini", messages=HELLO, provider={"zdr": True})
        kept: Any = await router.generations.get_generation_async(id=said.id)
    names = {each.name for each in providers.data}
    serving_it = {each.provider_name for each in discreet.data if each.model_id == "openai/gpt-5-mini"}
    assert serving_it == {"Azure"} == {kept.data.provider_name}
    assert {each.provider_name for each in discreet.data} < names
    assert len({each.slug for each in providers.data}) == len(providers.data)


async def test_what_a_generation_was_made_of() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as router:
        said: Any = await router.chat.send_async(model=MODEL, messages=HELLO, reasoning={"effort": "high"})
        found: Any = await router.generations.list_generation_content_async(id=said.id)
        with pytest.raises(errors.NotFoundResponseError):
            await router.generations.list_generation_content_async(id="gen-none")
    assert found.data.output.completion == "hello there"
    assert found.data.output.reasoning == said.choices[0].message.reasoning
    assert found.data.model_dump()["input"]["messages"][0]["content"] == "Say 'hello there'"
