"""From outside: whatever carries a secret, none is in a cassette, the journal, the verdict, a miss or a report."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mockllm.api.report import journal_lines, transcript
from mockllm.cassette.file import load
from mockllm.cassette.source import CassetteSource, Library
from mockllm.engine.settings import Source
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Keeping, Recorder
from mockllm.server.app import Server
from mockllm.server.run import Running
from tests.proxy.upstream import listening, whole
from tests.pytest_plugin.runs import run_apart
from tests.server.live import serving
from tests.test_record_and_replay import talk

PLAIN = {
    "authorization": "v3ry-own-bearer",
    "x-api-key": "an0ther-own-key",
    "cookie": "sess10n-of-mine",
    "query": "k3y-in-the-query",
}
LOOKS = "sk-proj-abc123DEF456ghi789"
SECRETS = (*PLAIN.values(), LOOKS)
WORDS = "x" * 110 + " the keys are " + ", ".join(SECRETS)


def asking(text: str = WORDS, path: str = "/v1/chat/completions") -> bytes:
    """A request that carries secrets in every place, and tells them all."""
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": text}]}).encode()
    head = (
        f"POST {path}?key={PLAIN['query']}&a=b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {PLAIN['authorization']}\r\nx-api-key: {PLAIN['x-api-key']}\r\n"
        f"Cookie: sid={PLAIN['cookie']}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def echo() -> bytes:
    """An upstream's answer that repeats the secrets."""
    message = {"role": "assistant", "content": WORDS}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "usage": None}
    body["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return whole(json.dumps(body).encode(), headers=b"Content-Type: application/json\r\n")


async def told(running: Running, server: Server) -> str:
    """All that the server tells about what happened."""
    session = server.sessions.get("default")
    found = [*journal_lines(session), transcript(session), *session.journal.lost]
    for path in ("journal", "journal?format=ndjson", "verdict", "metrics"):
        asked = f"GET /_mockllm/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        found.append((await talk(running, asked))[0].decode())
    return "\n".join(found)


def leaked(text: str) -> list[str]:
    """The secrets in a text, and long parts of them."""
    return [secret for secret in SECRETS if secret[:10] in text or secret[-10:] in text]


@asynccontextmanager
async def through(chain: Sequence[Source] | None) -> AsyncIterator[tuple[Running, Server]]:
    async with serving(chain) as (running, server):
        yield running, server


async def test_serving_tells_none() -> None:
    async with through(None) as (running, server):
        await talk(running, asking())
        await talk(running, asking(path="/v1/nothing"))

        assert leaked(await told(running, server)) == []


async def test_recording_tells_none(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([echo()]) as upstream:
        recorder = Recorder(path, Keeping())
        source = UpstreamSource(Targets(every=upstream.url), recorder)
        async with through([source]) as (running, server):
            await talk(running, asking())
            text = await told(running, server)
            await source.close()
        summary = await recorder.close()

    assert summary.kept == 1
    assert leaked(text) == []
    assert leaked(path.read_text()) == []
    assert leaked("\n".join(summary.lines())) == []


@pytest.mark.parametrize("most", [1_000, 1])
async def test_replaying_tells_none(tmp_path: Path, most: int) -> None:
    path = tmp_path / "a.yaml"
    async with listening([echo()]) as upstream:
        recorder = Recorder(path, Keeping())
        source = UpstreamSource(Targets(every=upstream.url), recorder)
        async with through([source]) as (running, _):
            await talk(running, asking())
            await source.close()
        await recorder.close()
    async with through([CassetteSource(Library(load(path).exchanges))]) as (running, server):
        server.sessions.get("default").journal.most = most
        answered, _, _ = await talk(running, asking())
        again, _, _ = await talk(running, asking())
        other, _, _ = await talk(running, asking(WORDS + "!" + WORDS))
        astray, _, _ = await talk(running, asking(path=f"/v1/{LOOKS}"))

        text = await told(running, server)

    assert answered.startswith(b"HTTP/1.1 200")
    assert [each.split()[1] for each in (again, other, astray)] == [b"422"] * 3
    assert leaked(text) == []
    # What the client's library says of a miss stands in the report of the test that fails for it.
    assert leaked((again + other + astray).decode()) == []


def test_a_report_of_pytest_tells_none(pytester: pytest.Pytester) -> None:
    result = run_apart(
        pytester,
        f"""
def test_it(mockllm):
    body = {{"model": "gpt-4o", "messages": [{{"role": "user", "content": {WORDS!r}}}]}}
    headers = {{"content-type": "application/json", "authorization": "Bearer {PLAIN["authorization"]}",
               "x-api-key": "{PLAIN["x-api-key"]}", "cookie": "sid={PLAIN["cookie"]}"}}
    url = BASE + "/chat/completions?key={PLAIN["query"]}"
    try:
        urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers))
    except urllib.error.HTTPError as error:
        print(error.read().decode())
""",
        "-rA",
        "--tb=line",
    )

    result.assert_outcomes(failed=1)
    assert leaked(result.stdout.str() + result.stderr.str()) == []
