"""Cassettes of ours in stock vcrpy, and cassettes of stock vcrpy here, with the SDK in between."""

import json
from pathlib import Path
from typing import Any

import openai
import pytest
import vcr  # type: ignore[import-untyped]

from mockllm.cassette import vcrpy
from mockllm.cassette.file import load
from mockllm.cassette.replay import Tempo
from mockllm.cassette.source import CassetteSource, Library
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Recorder
from tests.proxy.upstream import Upstream, listening, stream
from tests.server.live import serving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

PARTS = ("Hello", ", wörld", "!")
CHUNK = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def _event(**delta: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return b"data: " + json.dumps({**CHUNK, "choices": [choice]}, ensure_ascii=False).encode() + b"\n\n"


ANSWER = stream(*(_event(content=part) for part in PARTS), b"data: [DONE]\n\n")


async def _listen(url: str) -> list[str | None]:
    """What the SDK hears."""
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="my-own-secret-key", max_retries=0) as client:
        heard = await client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "hi"}], stream=True
        )
        return [chunk.choices[0].delta.content async for chunk in heard]


async def _recorded(path: Path, upstream: Upstream) -> None:
    recorder = Recorder(path)
    source = UpstreamSource(Targets(every=upstream.url), recorder)
    async with serving([source]) as (running, _):
        assert await _listen(running.url) == list(PARTS)
        await source.close()
        await recorder.close()


async def test_stock_vcrpy_plays_what_was_recorded_here(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    async with listening([ANSWER]) as upstream:
        await _recorded(path, upstream)

    matched = ["method", "path", "body"]
    with vcr.use_cassette(str(path), record_mode="none", match_on=matched, serializer="yaml") as played:
        heard = await _listen("http://nowhere.invalid")

    assert heard == list(PARTS)
    assert played.all_played
    assert "my-own-secret-key" not in path.read_text()


async def test_what_stock_vcrpy_recorded_is_played_here(tmp_path: Path) -> None:
    path = tmp_path / "stock.yaml"
    async with listening([ANSWER]) as upstream:
        with vcr.use_cassette(str(path), record_mode="once"):
            assert await _listen(upstream.url) == list(PARTS)

    source = CassetteSource(Library(load(path).exchanges, tempo=Tempo()))
    async with serving([source]) as (running, _):
        assert await _listen(running.url) == list(PARTS)


async def test_vcrpy_with_our_serializer_and_matcher_plays_what_was_recorded_here(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    async with listening([ANSWER]) as upstream:
        await _recorded(path, upstream)
    recorder = vcr.VCR(serializer="mockllm", match_on=["mockllm"], record_mode="none")
    recorder.register_serializer("mockllm", vcrpy)
    recorder.register_matcher("mockllm", vcrpy.matcher)

    with recorder.use_cassette(str(path)):
        heard = await _listen("http://nowhere.invalid")

    assert heard == list(PARTS)
