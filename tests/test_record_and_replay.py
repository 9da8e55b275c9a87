"""Over real sockets: an upstream of raw bytes, the proxy that records it, the server that plays the recording."""

import asyncio
import gzip
import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest

from mockllm.cassette.file import load
from mockllm.cassette.replay import Tempo
from mockllm.cassette.source import CassetteSource, Library, TranslatedSource
from mockllm.proxy.client import Settings
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Keeping, Recorder, Statuses
from mockllm.server.run import Running
from tests.proxy.upstream import Step, chunk, listening, stream, whole
from tests.server.live import serving

TEXT = "data: été\n\ndata: two\n\ndata: [DONE]\n\n".encode()
ASKED = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def asking(body: bytes = b'{"model":"m"}', headers: bytes = b"") -> bytes:
    """A request whose connection ends with its answer."""
    return ASKED + headers + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def talk(running: Running, sent: bytes) -> tuple[bytes, list[float], bool]:
    """All that comes back, when each piece came, and whether the connection was reset.

    A busy machine reads several pieces at once: head, chunks and end count as one each, by the blank line behind them.
    """
    reader, writer = await asyncio.open_connection(running.host, running.port, limit=1 << 26)
    loop = asyncio.get_running_loop()
    writer.write(sent)
    found, times = b"", []
    try:
        async with asyncio.timeout(20):
            while piece := await reader.read(1 << 20):
                found += piece
                times += [loop.time()] * max(1, piece.count(b"\n\r\n"))
    except ConnectionResetError:
        return found, times, True
    finally:
        writer.close()
    return found, times, False


async def record(
    path: Path, answer: Sequence[Step], sent: bytes, settings: Settings | None = None
) -> tuple[bytes, list[float], bool]:
    """What a client of the recording proxy gets."""
    async with listening(answer) as upstream:
        recorder = Recorder(path, Keeping(statuses=Statuses("4xx,5xx")))
        source = UpstreamSource(Targets(every=upstream.url), recorder, settings)
        async with serving([source]) as (running, _):
            found = await talk(running, sent)
            await source.close()
            await recorder.close()
    return found


async def replay(path: Path, sent: bytes, tempo: Tempo) -> tuple[bytes, list[float], bool]:
    """What a client of the replaying server gets."""
    source = CassetteSource(Library(load(path).exchanges, tempo=tempo))
    async with serving([source, TranslatedSource(source)]) as (running, _):
        return await talk(running, sent)


def same(upstream: bytes) -> bytes:
    """What an upstream sends, less what concerns its own connection."""
    return upstream.replace(b"Connection: keep-alive\r\n", b"")


ODD = stream(
    TEXT[:8],
    TEXT[8:9],
    TEXT[9:30],
    TEXT[30:],
    headers=(
        b"X-B: 1\r\nset-cookie: REDACTED\r\nx-a: 2\r\nSet-Cookie: REDACTED\r\nDate: then\r\nConnection: keep-alive\r\n"
    ),
)
GZIP = gzip.compress(TEXT, mtime=0)
LATE = b"HTTP/1.1 429 Slow Down\r\nretry-after: 7\r\nContent-Length: 2\r\nX-Ratelimit: 0\r\n\r\n{}"


@pytest.mark.parametrize(
    ("answer", "settings"),
    [
        pytest.param(ODD, None, id="odd boundaries"),
        pytest.param(LATE, None, id="error with headers"),
        pytest.param(stream(GZIP[:7], GZIP[7:], headers=b"Content-Encoding: gzip\r\n"), Settings(raw=True), id="gzip"),
        pytest.param(whole(GZIP, headers=b"Content-Encoding: gzip\r\n"), Settings(raw=True), id="gzip with length"),
        pytest.param(b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n", None, id="no content"),
        pytest.param(whole(b""), None, id="empty"),
        pytest.param(whole(b"x", headers=b"X-Big: " + b"v" * 16_384 + b"\r\n"), None, id="large header"),
        pytest.param(whole(b"x" * 300_000), None, id="large body"),
        pytest.param(whole(b"x", headers="X-A: é\r\n".encode() + b"X-B: \xe9\xff\r\n"), None, id="header bytes"),
        pytest.param(stream(b"x" * 300_000), None, id="large chunk"),
    ],
)
async def test_every_byte_of_a_response_is_recorded_and_replayed(
    tmp_path: Path, answer: bytes, settings: Settings | None
) -> None:
    path = tmp_path / "a.yaml"

    recorded, _, _ = await record(path, [answer], asking(), settings)
    replayed, _, _ = await replay(path, asking(), Tempo(None))

    assert replayed == same(answer)
    assert recorded == same(answer) or len(answer) > 200_000


@pytest.mark.parametrize("sent", [b"HEAD", b"GET"])
async def test_head_is_recorded_and_replayed(tmp_path: Path, sent: bytes) -> None:
    path = tmp_path / "a.yaml"
    asked = sent + b" /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\nX-A: b\r\n\r\n" + (b"x" * 30 if sent == b"GET" else b"")

    recorded, _, _ = await record(path, [answer], asked)

    assert recorded == answer
    assert (await replay(path, asked, Tempo(None)))[0] == answer


@pytest.mark.parametrize("how", ["fin", "reset"])
async def test_a_connection_that_breaks_off_within_a_chunk_does_so_again(tmp_path: Path, how: Step) -> None:
    path = tmp_path / "a.yaml"
    head = stream(TEXT[:8])[:-5]
    answer: list[Step] = [head, 0.02, b"ff\r\ncut off", 0.05, how]

    recorded, _, reset = await record(path, answer, asking())
    replayed, _, again = await replay(path, asking(), Tempo())

    # The piece that was cut becomes a chunk of its own: no chunk announces more than comes.
    assert recorded == replayed == head + chunk(b"cut off")
    assert reset == again == (how == "reset")


async def test_a_body_that_is_too_short_is_too_short_again(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    answer = whole(b"x" * 100)[:-40]

    recorded, _, _ = await record(path, [answer, 0.02, "fin"], asking())

    assert recorded == answer
    assert (await replay(path, asking(), Tempo(None)))[0] == answer


async def test_a_large_request_passes_and_matches(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    asked = asking(b'{"model":"m","x":"' + b"y" * (30 << 20) + b'"}')

    recorded, _, _ = await record(path, [whole(b"{}")], asked)

    assert recorded == whole(b"{}")
    assert (await replay(path, asked, Tempo(None)))[0] == whole(b"{}")


async def test_a_compressed_request_matches_whether_compressed_or_not(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    packed = asking(gzip.compress(b'{"model":"m"}'), b"Content-Encoding: gzip\r\n")

    await record(path, [whole(b"{}")], packed)

    assert (await replay(path, packed, Tempo(None)))[0] == whole(b"{}")
    assert (await replay(path, asking(), Tempo(None)))[0] == whole(b"{}")


async def test_an_old_client_gets_a_body_without_chunks(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    asked = asking().replace(b"HTTP/1.1", b"HTTP/1.0").replace(b"Connection: close\r\n", b"Connection: keep-alive\r\n")

    recorded, _, _ = await record(path, [stream(TEXT[:8], TEXT[8:])], asked)
    replayed, _, _ = await replay(path, asked, Tempo(None))

    for found in (recorded, replayed):
        assert found.startswith(b"HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n")
        assert found.endswith(b"\r\n\r\n" + TEXT)
        assert b"chunked" not in found


async def test_a_client_that_waits_for_a_word_gets_it() -> None:
    async with listening([whole(b"{}")]) as upstream:
        source = UpstreamSource(Targets(every=upstream.url))
        async with serving([source]) as (running, _):
            found, _, _ = await talk(running, asking(headers=b"Expect: 100-continue\r\n"))
            await source.close()

    assert found == b"HTTP/1.1 100 Continue\r\n\r\n" + whole(b"{}")
    assert b"Expect" not in upstream.heads[0]


async def test_escapes_in_paths_and_queries_pass_as_they_are() -> None:
    sent = asking().replace(b"/v1/chat/completions", b"/v1/models/a%2Fb%20c?x=%2F&y=a+b")
    async with listening([whole(b"{}")]) as upstream:
        source = UpstreamSource(Targets({"openai": f"{upstream.url}/v1"}))
        async with serving([source]) as (running, _):
            await talk(running, sent)
            await talk(running, sent.replace(b" /v1", b" /s/one/openai/v1"))
            await source.close()

    assert [head.split(b"\r\n")[0] for head in upstream.heads] == [
        b"POST /v1/models/a%2Fb%20c?x=%2F&y=a+b HTTP/1.1"
    ] * 2


async def test_many_requests_share_a_connection() -> None:
    asked = asking().replace(b"Connection: close\r\n", b"")
    async with listening([ODD]) as upstream:
        source = UpstreamSource(Targets(every=upstream.url))
        async with serving([source]) as (running, _):
            found, _, _ = await talk(running, asked + asked + asking())
            await source.close()

    assert found == same(ODD) * 3
    assert len(upstream.heads) == 3


async def test_replay_keeps_the_recorded_times(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    pieces = [b"data: %d\n\n" % number for number in range(20)]
    steps: list[Step] = [stream()[:-5]]
    for piece in pieces:
        steps += [0.015, chunk(piece)]

    _, recorded, _ = await record(path, [*steps, chunk(b"")], asking())
    plays = [await replay(path, asking(), Tempo()) for _ in range(3)]
    _, fast, _ = await replay(path, asking(), Tempo(10.0))

    assert [replayed for replayed, _, _ in plays] == [stream(*pieces)] * 3
    trace = load(path).exchanges[0].response.trace
    assert trace is not None
    wanted = [float(at) / 1000 for at in trace.chunk_ms.split()]
    # The best of three, each from the earliest schedule on which nothing came early: the machine may be busy.
    shifts = [[times[1 + n] - at for n, at in enumerate(wanted)] for _, times, _ in plays]
    assert min(statistics.median(each - min(came) for each in came) for came in shifts) < 0.005
    assert all(times[-1] - times[0] > 0.28 for _, times, _ in plays)
    assert fast[-1] - fast[0] < 0.15
    assert recorded


async def test_a_body_edited_by_hand_is_played_by_the_event(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    await record(path, [stream(TEXT[:8], TEXT[8:])], asking())
    path.write_text(path.read_text().replace("data: two", "data: three"))

    replayed, _, _ = await replay(path, asking(), Tempo(None))

    assert replayed == stream("data: été\n\n".encode(), b"data: three\n\n", b"data: [DONE]\n\n")


async def test_an_upstream_that_is_not_there_is_told_in_the_vendors_words() -> None:
    source = UpstreamSource(Targets(every="http://127.0.0.1:1"))
    async with serving([source]) as (running, _):
        found, _, _ = await talk(running, asking())
        await source.close()

    assert found.startswith(b"HTTP/1.1 502 ")
    assert b"The upstream http://127.0.0.1:1 failed: it cannot be reached" in found
    assert b'"error"' in found


async def test_a_miss_is_refused_without_a_retry_and_says_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    await record(path, [whole(b"{}")], asking())
    sent = asking(b'{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}')

    found, _, _ = await replay(path, sent, Tempo(None))

    assert found.startswith(b"HTTP/1.1 422 ")
    assert b"x-should-retry: false" in found
    assert b"mockllm_miss" in found
    assert b"/messages/0/content: not recorded" in found


async def test_a_client_that_leaves_costs_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([stream(b"one")[:-5], 0.1, chunk(b"two"), 0.1, chunk(b"three") + chunk(b"")]) as upstream:
        recorder = Recorder(path)
        source = UpstreamSource(Targets(every=upstream.url), recorder)
        async with serving([source]) as (running, _):
            reader, writer = await asyncio.open_connection(running.host, running.port)
            writer.write(asking())
            await reader.readuntil(b"one\r\n")
            writer.close()
            await asyncio.sleep(0.4)
            await source.close()
            await recorder.close()

    assert load(path).exchanges[0].response.body == b"onetwothree"
