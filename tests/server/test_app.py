"""The server over real sockets: framing, bad input, clients that leave."""

import asyncio
import io
import json
import socket

import aiohttp
import pytest

from mockllm.engine.settings import Settings
from mockllm.exchange import Answer, Frame, Pace, Recording, Reply
from mockllm.server.holds import HOLDS
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Options
from tests.engine.test_way import Answers
from tests.server.live import HELLO, exchange, serving
from tests.ways import Says

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}


def post(path: str, body: bytes, *headers: str, version: str = "1.1") -> bytes:
    lines = [
        f"POST {path} HTTP/{version}",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def test_each_event_is_its_own_chunk() -> None:
    """An unpaced stream leaves at once, and still every event is framed alone."""
    async with serving() as (running, _):
        got = await exchange(running, post("/v1/chat/completions", json.dumps(CHAT | {"stream": True}).encode()))

    head, _, body = got.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    sizes = []
    while body:
        line, _, body = body.partition(b"\r\n")
        size = int(line, 16)
        sizes.append(size)
        assert size == 0 or body[:size].endswith(b"\n\n")
        body = body[size + 2 :]
    assert len(sizes) > 5
    assert sizes[-1] == 0


async def test_paced_stream_has_the_same_bytes() -> None:
    """Pace changes when bytes leave, not which."""
    sent = post("/v1/chat/completions", json.dumps(CHAT | {"stream": True}).encode())
    async with serving() as (running, _):
        at_once = await exchange(running, sent)
    async with serving(settings=Settings(pace=Pace(ttft=0.02, tps=500))) as (running, server):
        paced = await exchange(running, sent)

    assert paced.partition(b"\r\n\r\n")[2] == at_once.partition(b"\r\n\r\n")[2]
    assert len(server.pacer.late) > 5


async def test_old_http_gets_the_body_to_the_end() -> None:
    """HTTP/1.0 knows no chunks: the stream ends with the connection."""
    async with serving() as (running, _):
        got = await exchange(
            running, post("/v1/chat/completions", json.dumps(CHAT | {"stream": True}).encode(), version="1.0")
        )

    assert got.endswith(b"data: [DONE]\n\n")
    assert b"chunked" not in got


async def test_client_that_leaves_costs_nothing() -> None:
    """The server notes it and goes on."""
    async with serving(settings=Settings(pace=Pace(tps=50))) as (running, server):
        await exchange(
            running, post("/v1/chat/completions", json.dumps(CHAT | {"stream": True}).encode()), until=b"role"
        )
        await asyncio.sleep(0.1)
        entry = next(iter(server.sessions.get("default").journal))

        assert entry.ended == "client left"
        assert (await exchange(running, b"GET /_mockllm/health HTTP/1.0\r\n\r\n")).endswith(b'{"status":"ok"}')


async def test_body_over_the_limit_is_refused() -> None:
    """With the vendor's own status and shape."""
    async with serving(settings=Settings(Options(body_limit=1_000))) as (running, _):
        got = await exchange(running, post("/v1/messages", b"x" * 2_000))

    assert got.startswith(b"HTTP/1.1 413 ")
    assert b"request_too_large" in got


async def test_vendor_has_a_limit_of_its_own() -> None:
    """OpenAI takes 25 MiB."""
    body = b'{"model": "gpt-4o", "messages": [{"role": "user", "content": "' + b"x" * (26 << 20) + b'"}]}'
    async with serving() as (running, _), aiohttp.ClientSession() as client:
        reply = await client.post(
            f"{running.url}/v1/chat/completions", data=io.BytesIO(body), headers={"content-type": "application/json"}
        )

        assert reply.status == 413
        assert "26214400" in await reply.text()


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:1", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("evil.example", 403), ("mine.example", 200)],
)
async def test_foreign_hosts_are_refused(host: str, status: int) -> None:
    """Only names of this machine, and those that were allowed; health answers all."""
    async with serving(allowed=["mine.example"]) as (running, _), aiohttp.ClientSession() as client:
        got = await client.post(f"{running.url}/v1/chat/completions", json=CHAT, headers={"host": host})
        health = await client.get(f"{running.url}/_mockllm/health", headers={"host": host})

        assert (got.status, health.status) == (status, 200)


async def test_sessions_are_chosen_by_path_and_header() -> None:
    """The path's prefix wins; without either it is the current one."""
    async with serving() as (running, server), aiohttp.ClientSession() as client:
        await client.post(f"{running.url}/s/one/v1/chat/completions", json=CHAT, headers={"x-mockllm-session": "two"})
        await client.post(f"{running.url}/v1/chat/completions", json=CHAT, headers={"x-mockllm-session": "two"})
        await client.post(f"{running.url}/v1/chat/completions", json=CHAT)

        assert {name: len(server.sessions.get(name).journal) for name in server.sessions.names()} == {
            "one": 1,
            "two": 1,
            "default": 1,
        }


async def test_held_stream_goes_on_when_it_is_released() -> None:
    """A stream that stops after a given text needs no sleeps in the test."""
    turn = Turn((Text("one two three"),), extra={"hold_after": "two"})
    async with serving([Says(Answer((turn,)))]) as (running, server), aiohttp.ClientSession() as client:
        reply = await client.post(f"{running.url}/v1/chat/completions", json=CHAT | {"stream": True})
        before = b""
        while b"two" not in before:
            before += await reply.content.readany()
        holds = server.sessions.get("default").slot(HOLDS)
        while not holds.held():  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)

        assert b"three" not in before
        assert holds.release("two") == 1
        assert b"three" in await reply.read()


async def test_recording_has_its_own_headers_and_end() -> None:
    """Case, order and duplicates as recorded, none of ours; FIN where the recording was cut."""
    headers = (("X-One", "1"), ("x-two", "2"), ("X-One", "3"), ("Content-Type", "text/event-stream"))
    reply = Reply(200, headers, frames=(Frame(b"data: a\n\n"),), end="truncated", exact=True)
    async with serving([Answers("cassette", Recording(reply), raw=True)]) as (running, _):
        got = await exchange(running, post("/v1/chat/completions", b"{}"))

    head, _, body = got.partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[1:] == [
        b"X-One: 1",
        b"x-two: 2",
        b"X-One: 3",
        b"Content-Type: text/event-stream",
        b"Transfer-Encoding: chunked",
    ]
    assert body == b"9\r\ndata: a\n\n\r\n"


async def test_reset_is_a_reset() -> None:
    """The client sees RST, not FIN."""
    reply = Reply(200, (), frames=(Frame(b"data: a\n\n"),), end="reset", exact=True)
    async with serving([Answers("cassette", Recording(reply), raw=True)]) as (running, _):
        with pytest.raises(ConnectionResetError):
            await exchange(running, post("/v1/chat/completions", b"{}"))


async def test_mistake_of_ours_is_a_server_error_and_the_server_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """The client gets the vendor's error, the log the traceback."""

    class Broken(Answers):
        async def answer(self, *_: object) -> Answer:
            raise ZeroDivisionError

    broken = Broken("script", HELLO)
    async with serving([broken]) as (running, _), aiohttp.ClientSession() as client:
        reply = await client.post(f"{running.url}/v1/chat/completions", json=CHAT)

        assert reply.status == 500
        assert (await reply.json())["error"]["type"] == "server_error"
    assert "ZeroDivisionError" in caplog.text


async def test_stop_ends_open_streams_at_once() -> None:
    """Nobody waits for a slow stream."""
    async with serving(settings=Settings(pace=Pace(ttft=30))) as (running, _):
        with socket.create_connection((running.host, running.port)) as sock:
            sock.sendall(post("/v1/chat/completions", json.dumps(CHAT | {"stream": True}).encode()))
            await asyncio.sleep(0.05)
            async with asyncio.timeout(2):
                await running.stop()
