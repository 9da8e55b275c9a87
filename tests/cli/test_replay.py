import asyncio
from pathlib import Path

import pytest

from mockllm.cassette.file import load, rewrite
from tests.cassette.samples import EVENTS, STREAM, streamed
from tests.cli.running import run, started
from tests.cli.test_recording import talk_to
from tests.proxy.upstream import Step, listening, stream
from tests.test_record_and_replay import asking

SENT = asking(streamed().request.body)


async def test_replay_serves_a_cassette(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    rewrite(path, [streamed()])
    async with started(
        "replay", str(path), "--speed", "max", "--chunks", "event", "--repeats", "loop", CI="true"
    ) as server:
        found = [await talk_to(server.port, SENT) for _ in range(2)]
        await server.stop()

    assert found[0] == found[1]
    assert found[0].partition(b"\r\n\r\n")[2] == stream(*EVENTS).partition(b"\r\n\r\n")[2]
    assert (server.code, server.said) == (0, "")


async def test_replay_listens_beyond_loopback_for_names_that_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    rewrite(path, [streamed()])
    arguments = ("replay", str(path), "--host", "0.0.0.0", "--allow-host", "mockllm", "--token", "mine")  # noqa: S104
    async with started(*arguments) as server:
        found = await talk_to(server.port, SENT.replace(b"Host: localhost", b"Host: mockllm"))
        control = b"GET /_mockllm/verdict HTTP/1.1\r\nHost: mockllm\r\nConnection: close\r\n"
        refused = await talk_to(server.port, control + b"\r\n")
        told = await talk_to(server.port, control + b"Authorization: Bearer mine\r\n\r\n")
        await server.stop()

    assert STREAM[:20] in found
    assert refused.startswith(b"HTTP/1.1 401")
    assert told.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("command", [("replay",), ("serve", "--cassette")])
async def test_replay_and_serve_let_fields_differ(tmp_path: Path, command: tuple[str, ...]) -> None:
    rewrite(tmp_path / "a.yaml", [streamed()])
    async with started(*command, str(tmp_path), "--volatile", "/seed") as server:
        found = await talk_to(server.port, asking(b'{"model":"m","stream":true,"seed":7}'))
        missed = await talk_to(server.port, asking(b'{"model":"m","stream":true,"top_p":1}'))
        await server.stop()

    assert STREAM[:20] in found
    assert missed.startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("speed", ["0", "fast", "-1", "inf", "nan"])
def test_a_speed_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, speed: str
) -> None:
    code, _, err = run(capsys, monkeypatch, "replay", "a.yaml", "--speed", speed)

    assert code == 2
    assert f"{speed!r} is neither a factor nor max." in err


def test_a_cassette_that_is_not_there_stops_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, _, err = run(capsys, monkeypatch, "replay", str(tmp_path / "none.yaml"))

    assert (code, err) == (2, f"mockllm: {tmp_path}/none.yaml: cannot read the cassette: No such file or directory.\n")


@pytest.mark.parametrize("end", ["truncated", "reset"])
async def test_a_connection_that_broke_off_is_recorded_and_breaks_off_again(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.yaml"
    how: Step = "reset" if end == "reset" else "fin"
    async with (
        listening([stream(b"data: x\n\n")[:-5], 0.05, how]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path)) as server,
    ):
        reset = await _was_reset(server.port)
        await server.stop()

    trace = load(path).exchanges[0].response.trace
    assert trace is not None
    assert trace.end == end
    assert reset == (end == "reset")
    async with started("replay", str(path)) as server:
        assert await _was_reset(server.port) == (end == "reset")
        await server.stop()


async def _was_reset(port: int) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(SENT)
    try:
        found = await asyncio.wait_for(reader.read(), 10)
    except ConnectionResetError:
        return True
    finally:
        writer.close()
    assert found.endswith(b"9\r\ndata: x\n\n\r\n")
    return False
