"""The official SDKs of the shapes work against AIandGPU's mount."""

import anthropic
import openai
import pytest

from mockllm.engine.settings import Settings
from mockllm.fake.source import FakeSource
from mockllm.vendors.kinds import Options
from tests.server.live import serving

SAY = "Say 'hello there'"
KEYS = Settings(options=Options(keys=("sk-right",)))


async def test_openai_chat_and_responses() -> None:
    async with serving([FakeSource()], KEYS) as (running, _):
        base = f"{running.url}/aiandgpu/v1"
        async with openai.AsyncOpenAI(base_url=base, api_key="sk-right", max_retries=0) as client:
            chat = await client.chat.completions.create(model="any", messages=[{"role": "user", "content": SAY}])
            first = await client.responses.create(model="any", input=SAY)
            async with client.responses.stream(model="any", input=SAY, previous_response_id=first.id) as stream:
                last = await stream.get_final_response()
    assert chat.choices[0].message.content == first.output_text == last.output_text == "hello there"


async def test_anthropic_messages() -> None:
    async with serving([FakeSource()], KEYS) as (running, _):
        base = f"{running.url}/aiandgpu"
        async with anthropic.AsyncAnthropic(base_url=base, auth_token="sk-right", max_retries=0) as client:  # noqa: S106
            said = await client.messages.create(
                model="any", max_tokens=50, messages=[{"role": "user", "content": SAY}]
            )  # fmt: skip
            async with client.messages.stream(
                model="any", max_tokens=50, messages=[{"role": "user", "content": SAY}]
            ) as stream:
                text = await stream.get_final_text()
    assert [block.text for block in said.content if block.type == "text"] == [text] == ["hello there"]


async def test_a_loop_of_anthropics_tools() -> None:
    @anthropic.beta_async_tool
    async def get_weather(city: str) -> str:
        """The weather in a city.

        Args:
            city: Its name.
        """
        return f"Sunny in {city}"

    async with serving([FakeSource()], KEYS) as (running, _):
        base = f"{running.url}/aiandgpu"
        async with anthropic.AsyncAnthropic(base_url=base, auth_token="sk-right", max_retries=0) as client:  # noqa: S106
            last = await client.beta.messages.tool_runner(
                model="any",
                max_tokens=50,
                tools=[get_weather],
                messages=[{"role": "user", "content": "What is the weather in Paris?"}],
            ).until_done()
    assert "Sunny in Paris" in "".join(block.text for block in last.content if block.type == "text")


async def test_refusals_are_the_exceptions_of_the_sdks() -> None:
    async with serving([FakeSource()], KEYS) as (running, _):
        base = f"{running.url}/aiandgpu"
        async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="sk-wrong", max_retries=0) as client:
            with pytest.raises(openai.AuthenticationError) as refused:
                await client.responses.create(model="any", input="Hi")
        async with anthropic.AsyncAnthropic(base_url=base, auth_token="sk-right", max_retries=0) as other:  # noqa: S106
            with pytest.raises(anthropic.BadRequestError):
                await other.messages.create(model="any", max_tokens=9, messages=[])
    assert refused.value.code == "invalid_api_key"
