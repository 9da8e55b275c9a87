"""The cassettes that come with the project: sound, replayed byte for byte, read by stock vcrpy."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from vcr import serialize as stock  # type: ignore[import-untyped]
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]

from mockllm.cassette.exchange import Exchange, chunks, path_of
from mockllm.cassette.file import load
from mockllm.cassette.replay import Tempo
from mockllm.cassette.secrets import Secrets
from mockllm.cassette.source import CassetteSource, Library
from mockllm.cassette.verify import findings
from tests.cassettes import FOLDER, NAMES, record
from tests.server.live import serving

every_cassette = pytest.mark.parametrize("name", NAMES)


def _findings(exchange: Exchange) -> list[str]:
    return list(findings(exchange, Secrets(), now=datetime.now(UTC)))


def test_there_is_one_for_each_name_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(NAMES)


@every_cassette
def test_a_cassette_is_sound(name: str) -> None:
    cassette = load(FOLDER / f"{name}.yaml")

    assert cassette.ours
    assert cassette.notices == ()
    assert [_findings(each) for each in cassette.exchanges] == [[]] * len(cassette.exchanges)


@every_cassette
async def test_a_cassette_replays_byte_for_byte_at_its_pace(name: str) -> None:
    exchanges = load(FOLDER / f"{name}.yaml").exchanges
    async with (
        serving([CassetteSource(Library(exchanges, tempo=Tempo()))]) as (running, _),
        aiohttp.ClientSession() as client,
    ):
        for exchange in exchanges:
            began = asyncio.get_running_loop().time()
            async with client.post(running.url + path_of(exchange.request.uri), data=exchange.request.body) as response:
                pieces = []
                while not response.content.at_eof():
                    pieces.append((await response.content.readchunk())[0])
            took = asyncio.get_running_loop().time() - began
            recorded = chunks(exchange.response)
            assert [piece for piece in pieces if piece] == [chunk.data for chunk in recorded]
            assert took == pytest.approx(recorded[-1].at / 1000, abs=0.2)


@every_cassette
def test_stock_vcrpy_reads_a_cassette(name: str) -> None:
    path = FOLDER / f"{name}.yaml"

    requests, responses = stock.deserialize(path.read_text(encoding="utf-8"), yamlserializer)

    ours = load(path).exchanges
    assert [request.body for request in requests] == [each.request.body for each in ours]
    assert [response["body"]["string"] for response in responses] == [each.response.body for each in ours]


@every_cassette
async def test_a_cassette_that_is_made_anew_says_the_same(name: str, tmp_path: Path) -> None:
    await record(name, tmp_path / f"{name}.yaml")

    old, new = load(FOLDER / f"{name}.yaml").exchanges, load(tmp_path / f"{name}.yaml").exchanges
    assert [each.request for each in old] == [each.request for each in new]
    # Where these differ, what mockllm says has changed: `make cassettes` records it.
    assert [each.response.body for each in old] == [each.response.body for each in new]
    assert [_findings(each) for each in new] == [[]] * len(old)
