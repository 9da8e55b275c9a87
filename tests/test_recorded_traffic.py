"""Everything that the real services are known to have said replays identically, and their SDKs read it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import anthropic
import openai
import pytest

from mockllm.cassette.exchange import Exchange, Request, Response
from mockllm.cassette.file import load, rewrite
from mockllm.cassette.replay import Tempo, reply
from mockllm.cassette.source import CassetteSource, Library
from mockllm.server.run import Running
from tests.conftest import Traffic
from tests.server.live import serving

# Hundreds of exchanges in each: on a slow machine they take long without being stuck.
pytestmark = pytest.mark.timeout(300)

KINDS = ("chat", "responses", "messages", "openrouter")


def _exchange(row: dict[str, Any]) -> Exchange:
    """A line of the traffic under a path of its own, so that every request is another."""
    told = row["response"]
    gone = {"content-length", "content-encoding"}
    headers = tuple((name, value) for name, value in told["headers"] if name.lower() not in gone)
    body = json.dumps(row["request"]["body"]).encode()
    request = Request("POST", f"https://h/{row['id']}{row['request']['path']}", (), body)
    return Exchange(request, Response(told["status"], "", headers, told["body"].encode()), row["id"])


@pytest.mark.parametrize("kind", KINDS)
async def test_every_recorded_body_survives_the_file_and_the_wire(traffic: Traffic, tmp_path: Path, kind: str) -> None:
    rows = traffic(kind)
    path = tmp_path / "all.yaml"
    rewrite(path, [_exchange(row) for row in rows])
    exchanges = load(path).exchanges
    source = CassetteSource(Library(exchanges, tempo=Tempo(None)))

    async with serving([source]) as (running, _), aiohttp.ClientSession(auto_decompress=False) as client:
        for row, exchange in zip(rows, exchanges, strict=True):
            target = exchange.request.uri.removeprefix("https://h")
            async with client.post(f"{running.url}{target}", data=exchange.request.body) as response:
                pieces = []
                while not response.content.at_eof():
                    pieces.append(await response.content.readchunk())
                got = tuple((name.decode(), value.decode()) for name, value in response.raw_headers)
            body = b"".join(piece for piece, _ in pieces)
            assert body == row["response"]["body"].encode(), row["id"]
            assert response.status == row["response"]["status"]
            # Non-ASCII header values are all that the wire cannot carry.
            assert got == reply(exchange, Tempo(None)).headers or not str(got).isascii()


def _cassettes() -> Iterator[Path]:
    folder = os.environ.get("MOCKLLM_TRAFFIC")
    if folder:
        yield from sorted((Path(folder) / "cassettes").iterdir())


async def test_every_cassette_of_others_replays(tmp_path: Path) -> None:
    files = list(_cassettes())
    if not files:
        pytest.skip("MOCKLLM_TRAFFIC is unset: there are no cassettes of others to read")
    for file in files:
        exchanges = load(file).exchanges
        source = CassetteSource(Library(exchanges, tempo=Tempo(None)))
        async with serving([source]) as (running, _), aiohttp.ClientSession(auto_decompress=False) as client:
            for exchange in exchanges:
                uri = exchange.request.uri
                target = uri[uri.index("/", 9) :]
                async with client.post(f"{running.url}{target}", data=exchange.request.body) as response:
                    body = await response.read()
                assert (response.status, body) == (exchange.response.status, exchange.response.body), exchange.place
        rewrite(tmp_path / "ours.yaml", list(exchanges))
        again = load(tmp_path / "ours.yaml").exchanges
        assert [each.response.body for each in again] == [each.response.body for each in exchanges]


async def _said_by_openai(running: Running, row: dict[str, Any]) -> int:
    """How many events the SDK reads."""
    async with openai.AsyncOpenAI(base_url=f"{running.url}/{row['id']}/v1", api_key="k", max_retries=0) as client:
        body = row["request"]["body"]
        if row["kind"] == "responses":
            told = await client.responses.create(model="m", input="", stream=True, extra_body=body)
            return sum([1 async for _ in told])
        said = await client.chat.completions.create(model="m", messages=[], stream=True, extra_body=body)
        return sum([1 async for _ in said])


async def _said_by_anthropic(running: Running, row: dict[str, Any]) -> int:
    """As `_said_by_openai`."""
    async with anthropic.AsyncAnthropic(base_url=f"{running.url}/{row['id']}", api_key="k", max_retries=0) as client:
        said = await client.messages.create(
            model="m", max_tokens=1, messages=[], stream=True, extra_body=row["request"]["body"]
        )
        return sum([1 async for _ in said])


@pytest.mark.parametrize("kind", ["chat", "responses", "messages"])
async def test_the_sdks_read_every_stream(traffic: Traffic, kind: str) -> None:
    vendor = "anthropic" if kind == "messages" else "openai"
    paths = {"chat": "/v1/chat/completions", "responses": "/v1/responses", "messages": "/v1/messages"}
    rows = [
        row
        for row in traffic(kind)
        if row["stream"]
        and row["exact"]
        and row["vendor"] == vendor
        and row["request"]["path"].split("?")[0] == paths[kind]
        and isinstance(row["request"]["body"], dict)
        and "stream_error" not in row["tags"]
    ]
    says = _said_by_anthropic if kind == "messages" else _said_by_openai
    exchanges = [_exchange({**row, "request": {**row["request"], "path": paths[kind]}}) for row in rows]
    source = CassetteSource(Library(exchanges, tempo=Tempo(None, "random")))

    async with serving([source]) as (running, _):
        for row in rows:
            assert await says(running, row) > 0, row["id"]
