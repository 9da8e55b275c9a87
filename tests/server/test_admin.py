"""The control API over sockets."""

import json
from typing import Any

import aiohttp

from mockllm.scenario.source import script_source
from tests.server.live import serving

CHAT = {"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "Hi"}]}
HELD = {"turns": [{"say": "one two three", "deltas": "word", "hold_after": "two"}]}


async def test_a_held_stream_is_released_from_outside() -> None:
    async with serving([script_source()]) as (running, _), aiohttp.ClientSession() as http:

        async def post(path: str, document: Any) -> Any:
            async with http.post(f"{running.url}/s/a{path}", json=document) as response:
                return await response.json()

        await post("/_mockllm/script", HELD)
        async with http.post(f"{running.url}/s/a/v1/chat/completions", json=CHAT) as stream:
            seen = await stream.content.readuntil(b'" two"')
            assert b"three" not in seen
            # A release that comes before the stream waits is kept for it.
            await post("/_mockllm/release", {"name": "two"})
            assert b"three" in await stream.content.read()
        async with http.get(f"{running.url}/s/a/_mockllm/verdict") as response:
            assert (response.status, await response.text()) == (
                200,
                "ok: 1 requests, nothing missed, nothing left over\n",
            )


async def test_the_journal_and_the_metrics_tell_of_a_request() -> None:
    async with serving() as (running, _), aiohttp.ClientSession() as http:
        async with http.post(f"{running.url}/v1/chat/completions", json=CHAT) as response:
            await response.read()
        async with http.get(f"{running.url}/_mockllm/journal", headers={"accept": "application/x-ndjson"}) as response:
            row = json.loads(await response.text())
        async with http.get(f"{running.url}/_mockllm/metrics") as response:
            metrics = await response.text()

    assert row["arrived"] <= row["first_byte"] <= row["last_byte"]
    assert row["ended"] == "complete"
    assert 'mockllm_requests_total{endpoint="chat",source="fake",status="200",vendor="openai"} 1.0' in metrics
    assert "mockllm_first_byte_seconds_count 1.0" in metrics
