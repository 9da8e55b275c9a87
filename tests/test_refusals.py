"""Keys and rates that a server asks for, over HTTP and through the SDKs."""

from typing import Any

import aiohttp
import anthropic
import openai
import pytest

from mockllm.engine.settings import Settings
from mockllm.ratelimit import Rate
from mockllm.vendors.kinds import Options
from tests.server.live import serving

SAY = [{"role": "user", "content": "Hi"}]
CHAT = {"model": "gpt-4o", "messages": SAY}
MESSAGES = {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": SAY}


async def post(url: str, body: Any, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with aiohttp.ClientSession() as client, client.post(url, json=body, headers=named) as reply:
        return reply.status, await reply.read(), {name.lower(): value for name, value in reply.headers.items()}


KEYS = [
    (None, None, 200, ""),
    ((), None, 401, "didn't provide an API key"),
    ((), "any", 200, ""),
    (("mine",), "other", 401, "Incorrect API key provided"),
    (("mine",), "mine", 200, ""),
]


@pytest.mark.parametrize(("keys", "sent", "status", "words"), KEYS)
async def test_every_form_of_required_auth(
    keys: tuple[str, ...] | None, sent: str | None, status: int, words: str
) -> None:
    """None asks for nothing, an empty tuple for any key, else it must be one of them."""
    key = {} if sent is None else {"authorization": f"Bearer {sent}"}
    own = {} if sent is None else {"x_api_key": sent}
    async with serving(settings=Settings(Options(keys=keys))) as (running, _):
        chat = await post(f"{running.url}/v1/chat/completions", CHAT, **key)
        messages = await post(f"{running.url}/v1/messages", MESSAGES, anthropic_version="2023-06-01", **own)
        routed = await post(f"{running.url}/api/v1/chat/completions", CHAT | {"model": "openai/gpt-4o"}, **key)
        if status == 401 and sent:
            async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key=sent, max_retries=0) as client:
                with pytest.raises(openai.AuthenticationError):
                    await client.post("/chat/completions", body=CHAT, cast_to=object)
            async with anthropic.AsyncAnthropic(base_url=running.url, api_key=sent, max_retries=0) as other:
                with pytest.raises(anthropic.AuthenticationError):
                    await other.post("/v1/messages", body=MESSAGES, cast_to=object)

    assert (chat[0], messages[0], routed[0]) == (status, status, status)
    assert words in chat[1].decode()


async def test_rate_limit_reaches_the_sdks_as_their_exception() -> None:
    async with serving(settings=Settings(Options(rate=Rate(1)))) as (running, _):
        async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key="k", max_retries=0) as client:
            await client.post("/chat/completions", body=CHAT, cast_to=object)
            with pytest.raises(openai.RateLimitError) as caught:
                await client.post("/chat/completions", body=CHAT, cast_to=object)
        async with anthropic.AsyncAnthropic(base_url=running.url, api_key="k", max_retries=0) as other:
            await other.post("/v1/messages", body=MESSAGES, cast_to=object)
            with pytest.raises(anthropic.RateLimitError):
                await other.post("/v1/messages", body=MESSAGES, cast_to=object)

    assert 0 < int(caught.value.response.headers["retry-after"]) <= 60
    assert caught.value.code == "rate_limit_exceeded"
