import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvloop

from mockllm.proxy.address import origin
from mockllm.proxy.client import Settings
from mockllm.proxy.dial import Dialer
from mockllm.proxy.failure import UpstreamError
from mockllm.proxy.link import Route
from tests.proxy.certificate import certified, needs_openssl
from tests.proxy.test_link import Heard
from tests.proxy.upstream import Step, listening, whole


@asynccontextmanager
async def tunnelling(port: int, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A proxy that leads everybody to a port of this machine; where it listens, and what it was asked."""
    asked: list[bytes] = []
    tasks: list[asyncio.Task[None]] = []
    writers: list[asyncio.StreamWriter] = []

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            writer.write(data)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        up, down = await asyncio.open_connection("127.0.0.1", port)
        writers.extend((writer, down))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        tasks.extend(asyncio.create_task(each) for each in (copy(reader, down), copy(up, writer)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        for writer in writers:
            writer.transport.abort()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tunnelled(folder: Path, *, secure: bool) -> tuple[list[object], bytes]:
    """What came back by way of a proxy, and what that was asked."""
    certificate, context = certified(folder)
    async with (
        listening([whole(b"{}")], tls=context) as upstream,
        tunnelling(upstream.port, tls=context if secure else None) as (port, asked),
    ):
        proxy = f"{'https' if secure else 'http'}://me:p%20w@localhost:{port}"
        link = await Dialer(Settings(ca=str(certificate), proxy=proxy)).dial(origin("https://localhost:444"))
        assert not link.used
        heard = Heard()
        link.ask("GET", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", heard)
        async with asyncio.timeout(5):
            await heard.over.wait()
        link.drop()
        await asyncio.sleep(0.02)
    return heard.told, asked[0]


@needs_openssl
@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_a_proxy_leads_to_a_server_with_tls(
    tmp_path: Path, secure: bool, run: Callable[[Awaitable[tuple[list[object], bytes]]], tuple[list[object], bytes]]
) -> None:
    told, asked = run(_tunnelled(tmp_path, secure=secure))

    assert told == [200, b"{}", "eof"]
    assert asked == (
        b"CONNECT localhost:444 HTTP/1.1\r\nHost: localhost:444\r\nProxy-Authorization: Basic bWU6cCB3\r\n\r\n"
    )


async def test_a_server_without_tls_is_asked_through_the_proxy_as_it_is() -> None:
    async with listening([whole(b"")]) as proxy:
        dialer = Dialer(Settings(proxy=f"http://me:x@127.0.0.1:{proxy.port}"))
        link = await dialer.dial(origin("http://far.invalid"))
        link.drop()

    assert link.route == Route("http://far.invalid", "Proxy-Authorization: Basic bWU6eA==")


@pytest.mark.parametrize(
    ("url", "proxy", "words"),
    [
        ("http://127.0.0.1:1", None, "it cannot be reached ("),
        ("http://no-such-host.invalid", None, "its name cannot be resolved ("),
        (f"http://{'x' * 80}.invalid", None, "its name cannot be resolved ("),
        ("http://h", "http://127.0.0.1:1", "the proxy cannot be reached (it cannot be reached ("),
        ("http://h", "no-such-host.invalid:3128", "the proxy cannot be reached (its name cannot be resolved ("),
        ("http://h", "socks5://h", "the proxy is not one of HTTP"),
    ],
)
async def test_what_cannot_be_reached_says_why(url: str, proxy: str | None, words: str) -> None:
    with pytest.raises(UpstreamError) as caught:
        await Dialer(Settings(proxy=proxy)).dial(origin(url))

    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([whole(b"no", b"407 Proxy Authentication Required")], "the proxy refused (407 Proxy Authentication Required)"),
        (["fin"], "the proxy cannot be reached (it closed the connection without a response)"),
        ([b"SSH-2.0\r\n"], "the proxy cannot be reached (what it sent is not HTTP ("),
        ([whole(b"", b"200 OK"), 0.05, b"not TLS"], "TLS failed ("),
    ],
)
async def test_a_proxy_that_leads_nowhere_says_why(answer: list[Step], words: str) -> None:
    async with listening(answer) as proxy:
        with pytest.raises(UpstreamError) as caught:
            await Dialer(Settings(proxy=proxy.url)).dial(origin("https://far.invalid"))

    assert str(caught.value).startswith(words)


async def test_a_server_that_says_nothing_to_tls_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockllm.proxy.dial._SECONDS", 0.05)
    async with listening([whole(b"")]) as upstream:
        with pytest.raises(UpstreamError, match=r"TLS failed|did not answer in time"):
            await Dialer(Settings()).dial(origin(f"https://127.0.0.1:{upstream.port}"))
