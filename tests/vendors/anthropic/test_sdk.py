"""Anthropic's own SDK works against its mount: both versions of the API, and what stands beside Messages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anthropic
import pytest
from anthropic import AsyncAnthropic

from mockllm.engine.settings import Settings
from mockllm.fake.source import FakeSource
from mockllm.vendors.kinds import Options
from tests.server.live import serving

MODEL = "claude-opus-5-5"
TALK: Any = [{"role": "user", "content": "Say 'hello there'"}]
ASKED: Any = {"model": MODEL, "max_tokens": 99, "messages": TALK}
WORK = 0.1


@asynccontextmanager
async def client(mount: str = "/anthropic", **more: Any) -> AsyncIterator[Any]:
    """A client that believes only what its types allow."""
    settings = Settings(options=Options(work=WORK))
    async with serving([FakeSource()], settings) as (running, _):
        base = f"{running.url}{mount}"
        async with AsyncAnthropic(
            base_url=base, api_key="sk-ant-test", max_retries=0, _strict_response_validation=True, **more
        ) as sdk:
            yield sdk


@pytest.mark.parametrize("mount", ["/anthropic", ""])
async def test_messages_plain_and_streamed(mount: str) -> None:
    async with client(mount) as sdk:
        said = await sdk.messages.create(**ASKED)
        async with sdk.messages.stream(**ASKED) as stream:
            pieces = [piece async for piece in stream.text_stream]
            final = await stream.get_final_message()
        counted = await sdk.messages.count_tokens(model=MODEL, messages=TALK)
    assert said.content[0].text == "".join(pieces) == final.content[0].text == "hello there"
    assert counted.input_tokens == said.usage.input_tokens


async def test_older_version_with_sampling() -> None:
    async with client(default_headers={"anthropic-version": "2023-06-01"}) as sdk:
        asked = {**ASKED, "model": "claude-haiku-4-5", "extra_body": {"temperature": 0.2}}
        said = await sdk.messages.create(**asked)
    async with client() as sdk:
        with pytest.raises(anthropic.BadRequestError, match="temperature: Extra inputs are not permitted"):
            await sdk.messages.create(**asked)
    assert said.content[0].text == "hello there"


async def test_batch_with_results() -> None:
    requests: Any = [
        {"custom_id": "good", "params": ASKED},
        {"custom_id": "bad", "params": {**ASKED, "model": "gpt-4o"}},
    ]
    async with client() as sdk:
        batch = await sdk.messages.batches.create(requests=requests)
        with pytest.raises(anthropic.AnthropicError):
            await sdk.messages.batches.results(batch.id)
        while batch.processing_status != "ended":
            await asyncio.sleep(WORK / 4)
            batch = await sdk.messages.batches.retrieve(batch.id)
        lines = {each.custom_id: each.result async for each in await sdk.messages.batches.results(batch.id)}
        listed = [each.id async for each in sdk.messages.batches.list()]
        gone = await sdk.messages.batches.delete(batch.id)
        with pytest.raises(anthropic.NotFoundError):
            await sdk.messages.batches.retrieve(batch.id)
    assert (batch.request_counts.succeeded, batch.request_counts.errored) == (1, 1)
    assert lines["good"].message.content[0].text == "hello there"
    assert lines["bad"].error.error.type == "not_found_error"
    assert (listed, gone.id) == ([batch.id], batch.id)


async def test_batch_is_cancelled() -> None:
    async with client() as sdk:
        batch = await sdk.messages.batches.create(requests=[{"custom_id": "one", "params": ASKED}])
        cancelled = await sdk.messages.batches.cancel(batch.id)
        await asyncio.sleep(WORK * 1.5)
        ended = await sdk.messages.batches.retrieve(batch.id)
    assert (cancelled.processing_status, ended.request_counts.canceled) == ("canceling", 1)


async def test_files() -> None:
    async with client() as sdk:
        made = await sdk.beta.files.upload(file=("notes.txt", b"Some notes.", "text/plain"))
        listed = [each.id async for each in sdk.beta.files.list()]
        found = await sdk.beta.files.retrieve_metadata(made.id)
        document = {"type": "document", "source": {"type": "file", "file_id": made.id}}
        said = await sdk.messages.create(
            **{
                **ASKED,
                "messages": [{"role": "user", "content": [document, {"type": "text", "text": "Say 'read it'"}]}],
            }
        )
        with pytest.raises(anthropic.BadRequestError):
            await sdk.beta.files.download(made.id)
        gone = await sdk.beta.files.delete(made.id)
        with pytest.raises(anthropic.NotFoundError):
            await sdk.beta.files.retrieve_metadata(made.id)
    assert listed == [made.id] == [gone.id]
    assert (found.filename, found.size_bytes, found.mime_type) == ("notes.txt", 11, "text/plain")
    assert said.content[0].text == "read it"


async def test_models() -> None:
    async with client() as sdk:
        names = [each.id async for each in sdk.models.list(limit=3)]
        one = await sdk.models.retrieve("claude-haiku-4-5")
        with pytest.raises(anthropic.NotFoundError):
            await sdk.models.retrieve("gpt-4o")
    assert len(names) == len(set(names)) > 3
    assert one.id == "claude-haiku-4-5-20251001"
