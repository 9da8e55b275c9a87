"""Starting and stopping."""

import asyncio
import contextlib
import json
import signal
import socket

import pytest

from mockllm.engine.settings import Settings
from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.server.run import Running, listen, until_stopped
from tests.cli.running import started
from tests.server.live import exchange, serving


def test_a_port_in_use_says_which_and_what_to_do() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(MockLLMError) as told:
            listen("127.0.0.1", port)

    assert (
        str(told.value) == f"Port {port} of 127.0.0.1 is in use; take another with --port, or --port 0 for a free one."
    )


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(MockLLMError, match=r"Cannot listen at 192\.0\.2\.1 port 8123: "):
        listen("192.0.2.1", 8123)


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104
        ("::1", "http://[::1]:80"),
        ("localhost", "http://localhost:80"),
    ],
)
async def test_the_url_can_be_opened(host: str, url: str) -> None:
    async with serving() as (running, _):
        assert Running(running.runner, host, 80).url == url


async def test_a_signal_ends_the_wait() -> None:
    waiting = asyncio.create_task(until_stopped())
    await asyncio.sleep(0)

    signal.raise_signal(signal.SIGTERM)

    await asyncio.wait_for(waiting, 1)


async def test_stopping_does_not_wait_for_open_streams() -> None:
    async with serving(settings=Settings(pace=Pace(ttft=30))) as (running, _):
        reader, writer = await asyncio.open_connection(running.host, running.port)
        body = json.dumps({"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "Hi"}]})
        writer.write(
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await asyncio.sleep(0.05)

        await asyncio.wait_for(running.stop(), 1)

        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()


async def test_sigterm_ends_the_process_within_a_second_with_a_stream_open() -> None:
    async with started("serve", "--tps", "1") as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        body = json.dumps({"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "Hi"}]})
        writer.write(
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await asyncio.sleep(0.3)

        server.process.send_signal(signal.SIGTERM)

        assert await asyncio.wait_for(server.process.wait(), 1) == 0
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n",
        b"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: -3\r\n\r\n{}",
    ],
    ids=["a null byte", "a negative length"],
)
async def test_what_is_no_http_is_refused_without_a_traceback(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (running, _):
        got = await exchange(running, sent)

    assert got.split()[1] == b"400"
    assert caplog.text == ""


async def test_a_client_that_leaves_mid_body_leaves_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (running, server):
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(b"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
        await asyncio.sleep(0.05)
        writer.close()
        await asyncio.sleep(0.05)

        assert reader.at_eof() or not await reader.read()
        assert b" 200 " in await exchange(running, b"GET /v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert len(server.sessions.get("default").journal) == 1
    assert caplog.text == ""
