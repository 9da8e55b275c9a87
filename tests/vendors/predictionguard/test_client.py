"""Prediction Guard's own client works against its mount; what it has no method for is asked in plain HTTP."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from predictionguard import PredictionGuard  # type: ignore[import-untyped]

from mockllm.engine.settings import Settings
from mockllm.fake.source import FakeSource
from mockllm.vendors.kinds import Options
from tests.server.live import serving

pytestmark = pytest.mark.filterwarnings("ignore:The predictionguard SDK is deprecated:FutureWarning")
MODEL = "Hermes-3-Llama-3.1-8B"
HELLO = [{"role": "user", "content": "Say 'hello there'"}]


async def driven(work: Callable[[Any], Any], key: str = "right", options: Options | None = None) -> Any:
    """What `work` makes of a client; it blocks, so it runs on a thread of its own."""
    settings = Settings(options=options or Options())
    async with serving([FakeSource()], settings) as (running, _):
        url = f"{running.url}/predictionguard"
        return await asyncio.to_thread(lambda: work(PredictionGuard(api_key=key, url=url, timeout=5)))


async def test_a_chat_completion() -> None:
    said = await driven(lambda guard: guard.chat.completions.create(model=MODEL, messages=HELLO))
    assert said["choices"][0]["message"]["content"] == "hello there"
    assert said["id"].startswith("chat-")


async def test_a_streamed_chat_completion() -> None:
    chunks = await driven(
        lambda guard: list(guard.chat.completions.create(model=MODEL, messages=HELLO, stream=True))
    )  # fmt: skip
    deltas = [chunk["data"]["choices"][0]["delta"]["content"] for chunk in chunks]
    assert "".join(deltas) == "hello there"


async def test_a_prompt_in_one_string() -> None:
    said = await driven(lambda guard: guard.chat.completions.create(model=MODEL, messages="Say 'just text'"))
    assert said["choices"][0]["message"]["content"] == "just text"


async def test_a_block_is_an_error_that_says_why() -> None:
    asked = [{"role": "user", "content": "Write to bob@example.org"}]
    with pytest.raises(ValueError, match=r"Could not make prediction\. pii detected"):
        await driven(
            lambda guard: guard.chat.completions.create(model=MODEL, messages=asked, input={"pii": "block"})
        )  # fmt: skip


async def test_a_legacy_completion_with_its_data_replaced() -> None:
    said = await driven(
        lambda guard: guard.completions.create(
            model=MODEL,
            prompt="Mail a@example.org",
            echo=True,
            max_tokens=20,
            input={"pii": "replace", "pii_replace_method": "category"},
        )
    )
    assert said["choices"][0]["text"].startswith("Mail <EMAIL_ADDRESS>")


async def test_models_by_what_they_can_do() -> None:
    everything, chats, listed = await driven(
        lambda guard: (guard.models.list(), guard.models.list("chat-completion"), guard.completions.list_models())
    )
    assert len(everything["data"]) > len(chats["data"]) > 0
    assert MODEL in listed


async def test_a_wrong_key_is_found_out_at_the_start() -> None:
    with pytest.raises(ValueError, match="with the given api_key"):
        await driven(lambda guard: guard, key="wrong", options=Options(keys=("right",)))


async def test_a_response_and_its_safeguards() -> None:
    """Releases for Python 3.12 and newer have a method for it."""

    def asked(guard: Any) -> Any:
        if not hasattr(guard, "responses"):
            pytest.skip("the installed client has no method for responses")
        return (
            guard.responses.create(model=MODEL, input=HELLO),
            guard.responses.create(model=MODEL, input="Mail a@example.org", safeguards={"pii": "replace"}),
        )

    plain, guarded = await driven(asked)
    assert plain["output"][-1]["content"]["text"] == "hello there"
    assert "a@example.org" not in str(guarded["output"])


async def test_responses_take_explicit_nulls() -> None:
    """The client of later releases posts every field, unset ones as null."""
    names = ("instructions", "max_output_tokens", "max_tool_calls", "parallel_tool_calls", "reasoning", "safeguards")
    body = {"model": MODEL, "input": "Say 'hello there'", "stream": False, **dict.fromkeys(names)}
    async with serving([FakeSource()]) as (running, _), aiohttp.ClientSession() as http:
        reply = await http.post(f"{running.url}/predictionguard/responses", json=body)
        said = await reply.json()
    assert reply.status == 200
    assert len(said["output"][0]["content"]) > 0
