"""A recorder that is killed at any moment loses nothing that ended a second before, and never its cassette."""

import asyncio
import contextlib
import random
import time
from pathlib import Path

import aiohttp
import pytest

from mockllm.cassette.exchange import fits
from mockllm.cassette.file import load
from tests.cli.running import started
from tests.proofs.conftest import Tell
from tests.proxy.upstream import Step, chunk, listening, stream

pytestmark = [pytest.mark.proof, pytest.mark.timeout(1_200)]

ROUNDS = 100
ROUNDS_PER_FILE = 10
CLIENTS = 3
SETTLED = 1.0
PIECES = [b"data: " + bytes([97 + number % 26]) * 2_000 + b"\n\n" for number in range(8)]


def _answer() -> list[Step]:
    steps: list[Step] = [stream()[:-5]]
    for piece in PIECES:
        steps += [0.005, chunk(piece)]
    return [*steps, chunk(b"")]


async def _ask(url: str, names: list[str], ended: dict[str, float]) -> None:
    """Ask one thing after the other, and note when each answer had come."""
    async with aiohttp.ClientSession() as client:
        while True:
            name = f"request {len(names)}"
            names.append(name)
            async with client.post(f"{url}/v1/chat/completions", json={"model": "m", "name": name}) as response:
                assert await response.read() == b"".join(PIECES)
            ended[name] = time.monotonic()


async def _round(arguments: list[str], names: list[str], ended: dict[str, float], dice: random.Random) -> float:
    """Record for a while, then kill; when."""
    async with started(*arguments) as server:
        url = f"http://127.0.0.1:{server.port}"
        asking = [asyncio.create_task(_ask(url, names, ended)) for _ in range(CLIENTS)]
        await asyncio.sleep(dice.uniform(0.05, 2.2))
        server.process.kill()
        killed = time.monotonic()
        await server.process.wait()
        for task in asking:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
                await task
    return killed


async def test_nothing_that_ended_a_second_before_is_lost(tmp_path: Path, tell: Tell) -> None:
    dice = random.Random(5)  # noqa: S311
    names: list[str] = []
    ended: dict[str, float] = {}
    kept: set[str] = set()
    torn = 0
    async with listening(_answer()) as upstream:
        for number in range(ROUNDS):
            if number % ROUNDS_PER_FILE == 0:
                path = tmp_path / f"{number}.yaml"
                kept.clear()
            arguments = ["record", "--upstream", upstream.url, "--cassette", str(path), "--mode", "new_episodes"]
            before = len(names)
            killed = await _round(arguments, names, ended, dice)

            found = load(path) if path.exists() else None
            torn += bool(found and found.notices)
            recorded = {
                exchange.request.body.decode().split('"name": "')[1].rstrip('"}')
                for exchange in (found.exchanges if found else ())
                if fits(exchange.response) and exchange.response.body == b"".join(PIECES)
            }
            settled = {name for name in names[before:] if ended.get(name, killed) < killed - SETTLED}
            assert found is None or len(recorded) == len(found.exchanges)
            assert settled | kept <= recorded, f"round {number}"
            kept |= recorded
    tell(f"recorder killed {ROUNDS} times: {len(names):,} requests, {torn} times a torn last item")
    assert len(names) > ROUNDS * CLIENTS
    assert torn <= ROUNDS
