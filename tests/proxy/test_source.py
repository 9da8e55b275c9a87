import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.cassette.exchange import Exchange, chunks, fits
from mockllm.cassette.file import load
from mockllm.cassette.replay import Tempo, reply
from mockllm.errors import Miss
from mockllm.exchange import Answer, Pairs, Raw, Recording, Reply
from mockllm.proxy.client import Settings
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Keeping, Recorder, Statuses
from mockllm.session import Session
from tests.cassette.test_source import world
from tests.proxy.certificate import certified, needs_openssl
from tests.proxy.upstream import Step, Upstream, chunk, listening, stream, whole

EVENTS = ("data: été\n\n".encode(), b"data: two\n\n", b"data: [DONE]\n\n")
BODY = b"".join(EVENTS)
ODD = (BODY[:8], BODY[8:9], BODY[9:40])


class Proxy:
    """A source with its recorder, and what went through it."""

    def __init__(self, upstream: Upstream, path: Path, settings: Settings) -> None:
        self.recorder = Recorder(path, Keeping(statuses=Statuses("4xx,5xx")))
        self.source = UpstreamSource(Targets(every=upstream.url), self.recorder, settings)
        self.path = path

    async def ask(self, method: str = "POST", target: str = "/v1/x", body: bytes = b"{}", **options: Any) -> Any:
        raw = Raw(method, target, target=target, body=body, **options)
        return await self.source.answer(raw, None, world(Session("s"), raw))

    async def recorded(self) -> tuple[Exchange, ...]:
        await self.source.close()
        await self.recorder.close()
        return load(self.path).exchanges if self.path.exists() else ()


@asynccontextmanager
async def proxying(
    tmp_path: Path, *answers: Sequence[Step], settings: Settings | None = None
) -> AsyncIterator[tuple[Proxy, Upstream]]:
    """A proxy before an upstream that gives these answers."""
    async with listening(*answers) as upstream:
        proxy = Proxy(upstream, tmp_path / "a.yaml", settings or Settings())
        try:
            yield proxy, upstream
        finally:
            await proxy.source.close()


async def read(found: Any) -> list[bytes]:
    """The frames of a live reply."""
    assert isinstance(found, Recording)
    if found.reply.live is None:
        return [frame.data for frame in found.reply.frames or ()]
    frames = [frame.data async for frame in found.reply.live]
    await found.reply.live.aclose()
    return frames


def said_again(exchange: Exchange) -> Reply:
    """The replay of a recorded exchange in no time, without the last wait."""
    said = reply(exchange, Tempo(1_000_000.0))
    return replace(said, frames=tuple(frame for frame in said.frames or () if frame.data))


async def test_chunk_boundaries_pass_and_are_kept(tmp_path: Path) -> None:
    async with proxying(tmp_path, [stream(*ODD)]) as (proxy, _):
        frames = await read(await proxy.ask())
        exchange = (await proxy.recorded())[0]

    assert frames == list(ODD)
    assert [part.data for part in chunks(exchange.response)] == list(ODD)
    assert fits(exchange.response)
    assert tuple(frame.data for frame in said_again(exchange).frames or ()) == ODD


async def test_a_chunk_in_two_segments_passes_at_once_and_is_one_chunk_again(tmp_path: Path) -> None:
    head, rest = stream(BODY)[:-30], stream(BODY)[-30:]
    async with proxying(tmp_path, [head, 0.05, rest]) as (proxy, _):
        frames = await read(await proxy.ask())
        exchange = (await proxy.recorded())[0]

    assert len(frames) == 2
    assert [part.whole for part in chunks(exchange.response)] == [False, True]
    assert [frame.data for frame in said_again(exchange).frames or ()] == [BODY]


async def test_each_chunk_leaves_before_the_next_has_come(tmp_path: Path) -> None:
    gate = 0.2
    async with proxying(tmp_path, [stream(b"one")[:-5], gate, chunk(b"two") + chunk(b"")]) as (proxy, _):
        found = await proxy.ask()
        loop = asyncio.get_running_loop()
        times = []
        async for _ in found.reply.live:
            times.append(loop.time())  # noqa: PERF401 -- the time of each frame
        exchange = (await proxy.recorded())[0]

    assert times[1] - times[0] > gate * 0.9
    first, second = chunks(exchange.response)
    assert (second.at - first.at) / 1000 == pytest.approx(times[1] - times[0], abs=0.02)
    assert exchange.response.trace is not None
    assert exchange.response.trace.headers_ms <= first.at


async def test_headers_keep_their_order_case_and_repetition_both_ways(tmp_path: Path) -> None:
    answer = stream(
        b"x", headers=b"X-B: 1\r\nset-cookie: a=1; Path=/\r\nx-a: 2\r\nSet-Cookie: b\r\nConnection: keep-alive\r\n"
    )
    pairs = (
        ("Host", "localhost:1"),
        ("User-agent", "me"),
        ("X-Twice", "1"),
        ("accept-Encoding", "gzip, br"),
        ("Connection", "keep-alive, X-Hop"),
        ("X-Hop", "no"),
        ("X-TWICE", "2"),
        ("x-mockllm-session", "s"),
        ("Authorization", "Bearer secret-secret"),
        ("Content-Length", "2"),
        ("Expect", "100-continue"),
    )
    async with proxying(tmp_path, [answer]) as (proxy, upstream):
        found = await proxy.ask(pairs=pairs)
        await read(found)
        exchange = (await proxy.recorded())[0]

    names = [line.partition(b":")[0].decode() for line in upstream.heads[0].split(b"\r\n")[1:] if line]
    assert names == ["Host", "User-agent", "X-Twice", "accept-Encoding", "X-TWICE", "Authorization", "Content-Length"]
    assert b"accept-Encoding: identity\r\n" in upstream.heads[0]
    assert b"Bearer secret-secret" in upstream.heads[0]
    assert found.reply.headers == (
        ("content-type", "text/event-stream"),
        ("X-B", "1"),
        ("set-cookie", "a=1; Path=/"),
        ("x-a", "2"),
        ("Set-Cookie", "b"),
        ("Transfer-Encoding", "chunked"),
    )
    assert "secret-secret" not in proxy.path.read_text()
    assert [name for name, _ in said_again(exchange).headers] == [name for name, _ in found.reply.headers]


async def test_raw_mode_leaves_the_encodings_to_the_client(tmp_path: Path) -> None:
    packed = gzip.compress(BODY)
    async with proxying(
        tmp_path, [stream(packed[:9], packed[9:], headers=b"Content-Encoding: gzip\r\n")], settings=Settings(raw=True)
    ) as (proxy, upstream):
        frames = await read(await proxy.ask(pairs=(("Accept-Encoding", "gzip"),)))
        exchange = (await proxy.recorded())[0]

    assert b"Accept-Encoding: gzip\r\n" in upstream.heads[0]
    assert frames == [packed[:9], packed[9:]]
    assert ("Content-Encoding", "gzip") in said_again(exchange).headers
    assert [frame.data for frame in said_again(exchange).frames or ()] == [packed[:9], packed[9:]]


async def test_a_compressed_request_passes_as_it_is(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"a":1}')
    async with proxying(tmp_path, [whole(b"{}")]) as (proxy, upstream):
        await read(await proxy.ask(body=packed, pairs=(("Content-Encoding", "gzip"),)))
        exchange = (await proxy.recorded())[0]

    assert upstream.bodies == [packed]
    assert exchange.request.body == packed


async def test_an_error_passes_with_all_its_headers(tmp_path: Path) -> None:
    answer = whole(b'{"error":{}}', b"429 Slow Down", b"retry-after: 7\r\nx-ratelimit-remaining: 0\r\n")
    async with proxying(tmp_path, [answer]) as (proxy, _):
        found = await proxy.ask()
        frames = await read(found)
        exchange = (await proxy.recorded())[0]

    assert (found.reply.status, found.reply.reason, found.reply.length) == (429, "Slow Down", 12)
    assert found.reply.headers == (("retry-after", "7"), ("x-ratelimit-remaining", "0"), ("Content-Length", "12"))
    assert frames == [b'{"error":{}}']
    again = said_again(exchange)
    assert (again.status, again.reason, again.headers, again.length) == (429, "Slow Down", found.reply.headers, 12)


@pytest.mark.parametrize(("how", "end"), [("fin", "truncated"), ("reset", "reset")])
async def test_a_connection_that_breaks_off_within_a_chunk(tmp_path: Path, how: Step, end: str) -> None:
    async with proxying(tmp_path, [stream(ODD[0])[:-5] + b"ff\r\n" + b"cut off", 0.05, how]) as (proxy, _):
        found = await proxy.ask()
        frames = await read(found)
        exchange = (await proxy.recorded())[0]

    assert frames == [ODD[0], b"cut off"]
    assert found.reply.live.end == end
    again = said_again(exchange)
    assert [frame.data for frame in again.frames or () if frame.data] == [ODD[0], b"cut off"]
    assert again.end == end


@pytest.mark.parametrize(("how", "end"), [("fin", "truncated"), ("reset", "reset")])
async def test_a_body_with_a_length_that_breaks_off(tmp_path: Path, how: Step, end: str) -> None:
    async with proxying(tmp_path, [whole(b"x" * 100)[:-40], 0.05, how]) as (proxy, _):
        found = await proxy.ask()
        frames = await read(found)
        exchange = (await proxy.recorded())[0]

    assert b"".join(frames) == b"x" * 60
    assert (found.reply.length, found.reply.live.end) == (100, end)
    assert (said_again(exchange).length, said_again(exchange).end) == (100, end)


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"),
        ("DELETE", b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n"),
        ("GET", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"),
    ],
)
async def test_responses_without_a_body_end_at_once_however_often(tmp_path: Path, method: str, answer: bytes) -> None:
    async with proxying(tmp_path, [answer]) as (proxy, upstream), asyncio.timeout(5):
        found = [await proxy.ask(method, body=b"") for _ in range(3)]
        frames = [await read(each) for each in found]
        recorded = await proxy.recorded()

    assert frames == [[], [], []]
    assert len(recorded) == 3
    assert b"Content-Type" not in upstream.heads[0]
    assert said_again(recorded[0]).headers == found[0].reply.headers


@pytest.mark.parametrize(("how", "end"), [("fin", "eof"), ("reset", "reset")])
async def test_a_body_that_ends_with_the_connection_is_chunked(tmp_path: Path, how: Step, end: str) -> None:
    """It is whole where the connection was closed, and cut off where it was reset."""
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nX: y\r\n\r\n" + BODY
    async with proxying(tmp_path, [answer, 0.05, how]) as (proxy, _):
        found = await proxy.ask()
        frames = await read(found)
        exchange = (await proxy.recorded())[0]

    assert b"".join(frames) == BODY
    assert (found.reply.chunked, found.reply.live.end) == (True, end)
    assert said_again(exchange).end == end


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST", "OPTIONS"])
@pytest.mark.parametrize("length", [(), (("content-LENGTH", "0"),)])
async def test_a_request_without_body_has_no_length_that_it_did_not_come_with(
    tmp_path: Path, method: str, length: Pairs
) -> None:
    async with proxying(tmp_path, [whole(b"{}")]) as (proxy, upstream):
        await read(await proxy.ask(method, body=b"", pairs=(("Host", "h"), ("X-A", "b"), *length, ("X-C", "d"))))

    sent = [line.partition(b":")[0].decode() for line in upstream.heads[0].split(b"\r\n")[1:] if line]
    assert sent == ["Host", "X-A", *(name for name, _ in length), "X-C"]


async def test_large_bodies_pass_both_ways(tmp_path: Path) -> None:
    body = bytes(range(256)) * (4 << 12)
    async with proxying(tmp_path, [whole(body)]) as (proxy, upstream):
        frames = await read(await proxy.ask(body=body))

    assert upstream.bodies == [body]
    assert b"".join(frames) == body


async def test_large_headers_pass_both_ways(tmp_path: Path) -> None:
    big = "v" * 16_384
    async with proxying(tmp_path, [whole(b"", headers=f"X-Big: {big}\r\n".encode())]) as (proxy, upstream):
        found = await proxy.ask(pairs=(("X-Large", big),))
        await read(found)

    assert dict(found.reply.headers)["X-Big"] == big
    assert f"X-Large: {big}\r\n".encode() in upstream.heads[0]


async def test_paths_and_queries_pass_as_they_are(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"")]) as (proxy, upstream):
        await read(await proxy.ask("GET", "/v1/a%2Fb%20c/d?x=%2F&y=a+b&z=%C3%A9", body=b""))

    assert upstream.heads[0].startswith(b"GET /v1/a%2Fb%20c/d?x=%2F&y=a+b&z=%C3%A9 HTTP/1.1\r\n")


async def test_cookies_of_one_client_do_not_go_out_with_another(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"", headers=b"Set-Cookie: sid=1\r\n")]) as (proxy, upstream):
        await read(await proxy.ask())
        await read(await proxy.ask())

    assert b"ookie" not in upstream.heads[1]


async def test_redirects_are_passed_on(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"", b"302 Found", b"Location: http://127.0.0.1:9/\r\n")]) as (proxy, _):
        found = await proxy.ask()
        await read(found)

    assert found.reply.status == 302


async def test_credentials_are_swapped_for_the_real_ones(tmp_path: Path) -> None:
    settings = Settings(keys={"fake": "really-real-key"})
    async with proxying(tmp_path, [whole(b'{"a":"really-real-key"}')], settings=settings) as (proxy, upstream):
        await read(await proxy.ask(pairs=(("Authorization", "Bearer fake"), ("x-api-key", "fake"), ("X", "fake"))))
        await proxy.recorded()

    assert b"Authorization: Bearer really-real-key\r\nx-api-key: really-real-key\r\nX: fake\r\n" in upstream.heads[0]
    assert "really-real-key" not in proxy.path.read_text()


async def test_a_client_that_leaves_spoils_no_recording(tmp_path: Path) -> None:
    async with proxying(tmp_path, [stream(b"one")[:-5], 0.05, chunk(b"two"), 0.05, chunk(b"three") + chunk(b"")]) as (
        proxy,
        _,
    ):
        found = await proxy.ask()
        await anext(aiter(found.reply.live))
        await found.reply.live.aclose()
        exchange = (await proxy.recorded())[0]

    assert exchange.response.body == b"onetwothree"
    assert exchange.response.trace is not None
    assert exchange.response.trace.end == "eof"


async def test_a_client_that_leaves_before_the_headers_spoils_no_recording(tmp_path: Path) -> None:
    async with proxying(tmp_path, [0.1, stream(b"one")]) as (proxy, _):
        asking = asyncio.create_task(proxy.ask())
        await asyncio.sleep(0.03)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        exchange = (await proxy.recorded())[0]

    assert exchange.response.body == b"one"


async def test_an_upstream_that_never_ends_is_left_in_time(tmp_path: Path) -> None:
    async with proxying(tmp_path, [stream(b"one")[:-5], 9.0], settings=Settings(drain=0.05)) as (proxy, _):
        found = await proxy.ask()
        await anext(aiter(found.reply.live))
        await found.reply.live.aclose()
        async with asyncio.timeout(3):
            assert await proxy.recorded() == ()

    assert proxy.recorder.summary.dropped == {"the client left and the upstream did not end in time": 1}


async def test_a_slow_client_slows_the_upstream(tmp_path: Path) -> None:
    async with proxying(tmp_path, [stream(*[b"x" * 65_536] * 200)]) as (proxy, _):
        found = await proxy.ask()
        await asyncio.sleep(0.3)
        waiting = len(found.reply.live._frames)  # noqa: SLF001
        frames = await read(found)

    assert waiting < 30
    assert sum(map(len, frames)) == 200 * 65_536


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([b"NOT HTTP AT ALL\r\n\r\n", "fin"], "what it sent is not HTTP"),
        (["fin"], "it closed the connection without a response"),
        ([b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "fin"], "its headers are too large (more than"),
        (["reset"], "connection"),
    ],
)
async def test_a_broken_upstream_is_a_bad_gateway_that_says_why(tmp_path: Path, answer: list[Step], words: str) -> None:
    async with proxying(tmp_path, answer) as (proxy, upstream):
        found = await proxy.ask(target="/v1/x?key=hidden-secret")
        recorded = await proxy.recorded()

    assert isinstance(found, Answer)
    assert found.failure is not None
    assert found.failure.kind == "bad_gateway"
    assert found.failure.message is not None
    assert words in found.failure.message
    assert f"The upstream {upstream.url} failed: " in found.failure.message
    assert "hidden-secret" not in found.failure.message
    assert recorded == ()
    assert sum(proxy.recorder.summary.dropped.values()) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1", "it cannot be reached"),
        ("http://no-such-host.invalid", "its name cannot be resolved"),
    ],
)
async def test_an_upstream_that_is_not_there_is_a_bad_gateway(url: str, words: str) -> None:
    source = UpstreamSource(Targets(every=url))
    raw = Raw("GET", "/")

    found = await source.answer(raw, None, world(Session("s"), raw))
    await source.close()

    assert isinstance(found, Answer)
    assert found.failure is not None
    assert words in (found.failure.message or "")


async def test_an_http_proxy_is_asked_for_the_whole_address() -> None:
    async with listening([whole(b"{}")]) as proxy:
        source = UpstreamSource(Targets(every="http://far.invalid"), settings=Settings(proxy=proxy.url))
        raw = Raw("GET", "/v1/x", target="/v1/x?q=%2F")
        await read(await source.answer(raw, None, world(Session("s"), raw)))
        await source.close()

    assert proxy.heads[0].startswith(b"GET http://far.invalid/v1/x?q=%2F HTTP/1.1\r\nHost: far.invalid\r\n")


@needs_openssl
@pytest.mark.parametrize("trusted", [True, False])
async def test_tls_with_an_authority_of_ones_own(tmp_path: Path, trusted: bool) -> None:
    certificate, context = certified(tmp_path)
    async with listening([whole(b"{}")], tls=context) as upstream:
        settings = Settings(ca=str(certificate) if trusted else None)
        source = UpstreamSource(Targets(every=f"https://localhost:{upstream.port}"), settings=settings)
        raw = Raw("GET", "/")
        found = await source.answer(raw, None, world(Session("s"), raw))
        frames = await read(found) if trusted else []
        await source.close()

    if trusted:
        assert frames == [b"{}"]
    else:
        assert "its certificate is not trusted (give its authority with --ca)" in found.why[0]


async def test_tls_that_fails_is_a_bad_gateway() -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    source = UpstreamSource(Targets(every=f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
    raw = Raw("GET", "/")
    found = await source.answer(raw, None, world(Session("s"), raw))
    await source.close()
    server.close()

    assert isinstance(found, Answer)
    assert found.failure is not None
    assert "TLS failed" in (found.failure.message or "")


async def test_requests_may_be_counted(tmp_path: Path) -> None:
    async with proxying(tmp_path, [whole(b"{}")], settings=Settings(most=1)) as (proxy, upstream):
        await read(await proxy.ask("GET", body=b""))
        missed = await proxy.ask("GET", body=b"")
        await proxy.recorded()

    why = "o more than 1 request may be sent upstream (--max-requests)"
    assert dict(proxy.recorder.summary.dropped) == {f"n{why}": 1}

    assert missed == Miss((f"N{why}.",))
    assert len(upstream.heads) == 1


async def test_a_vendor_without_an_upstream_is_a_miss() -> None:
    raw = Raw("GET", "/")

    missed = await UpstreamSource(Targets({"other": "http://h"})).answer(raw, None, world(Session("s"), raw))

    assert missed == Miss(("No upstream is set for some; give one as some=URL.",))


async def test_statuses_are_kept_when_asked(tmp_path: Path) -> None:
    async with listening([whole(b"{}", b"529 Overloaded")], [whole(b"{}", b"500 Oh")]) as upstream:
        recorder = Recorder(tmp_path / "a.yaml", Keeping(statuses=Statuses("529")))
        source = UpstreamSource(Targets(every=upstream.url), recorder)
        raw = Raw("GET", "/")
        for _ in range(2):
            await read(await source.answer(raw, None, world(Session("s"), raw)))
        await source.close()
        await recorder.close()

    assert [each.response.status for each in load(tmp_path / "a.yaml").exchanges] == [529]
    assert recorder.summary.dropped == {"status 500 (see --record-errors)": 1}
