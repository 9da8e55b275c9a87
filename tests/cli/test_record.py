import asyncio
from pathlib import Path

import pytest

from mockllm.cassette.file import load
from tests.cli.running import run, started
from tests.proxy.upstream import chunk, listening, stream, whole
from tests.test_record_and_replay import TEXT, asking


async def _talk(port: int, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    found = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return found


async def test_record_keeps_what_passes_and_sums_up(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.yaml"
    sent = asking(headers=b"Authorization: Bearer my-very-own-key\r\n")
    async with (
        listening([stream(TEXT[:8], TEXT[8:])], [whole(b"{}", b"429 Slow Down")]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path)) as server,
    ):
        first, second = await _talk(server.port, sent), await _talk(server.port, sent)
        await server.stop()

    assert first == stream(TEXT[:8], TEXT[8:])
    assert second == whole(b"{}", b"429 Slow Down")
    assert server.code == 0
    assert "Prompts, answers and tool results are stored" in server.said
    assert "mockllm: 1 exchange(s) kept.\nmockllm: 1 not kept: status 429 (see --record-errors).\n" in server.said
    assert "Redacted: request header authorization (1)" in server.said
    assert len(load(path).exchanges) == 1
    assert "my-very-own-key" not in path.read_text()


async def test_record_in_mode_new_episodes_plays_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([whole(b"one")], [whole(b"two")]) as upstream:
        arguments = ("record", "--upstream", upstream.url, "--cassette", str(path), "--mode", "new_episodes")
        async with started(*arguments) as server:
            await _talk(server.port, asking())
            await server.stop()
        async with started(*arguments) as server:
            again = await _talk(server.port, asking())
            other = await _talk(server.port, asking(b'{"model":"other"}'))
            await server.stop()

    assert (again, other) == (whole(b"one"), whole(b"two"))
    assert len(upstream.heads) == 2
    assert len(load(path).exchanges) == 2


async def test_record_once_into_a_file_that_is_there_only_replays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([whole(b"one")]) as upstream:
        arguments = ("record", "--upstream", upstream.url, "--cassette", str(path))
        async with started(*arguments) as server:
            await _talk(server.port, asking())
            await server.stop()
        async with started(*arguments) as server:
            assert await _talk(server.port, asking()) == whole(b"one")
            assert (await _talk(server.port, asking(b'{"model":"other"}'))).startswith(b"HTTP/1.1 4")
            await server.stop()

    assert len(upstream.heads) == 1


async def test_a_secret_that_cannot_be_taken_out_fails_the_command(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    answer = whole(b"\x8b\x02\xff", headers=b"Content-Encoding: br\r\n")
    async with (
        listening([answer]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path), "--raw") as server,
    ):
        assert await _talk(server.port, asking()) == answer
        await server.stop()

    assert server.code == 1
    assert "not kept, a secret would remain in the response body, whose encoding cannot be looked into" in server.said
    assert not path.exists()


async def test_an_exchange_under_way_is_recorded_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with (
        listening([stream(b"one")[:-5], 0.5, chunk(b"two") + chunk(b"")]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path)) as server,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(asking())
        await reader.readuntil(b"one\r\n")
        await server.stop()
        writer.close()

    assert load(path).exchanges[0].response.body == b"onetwo"
    assert "Waiting up to 30 s for 1 exchange(s) to end." in server.said


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--upstream", "nonsense"], "'nonsense' is not an http or https address"),
        (["--record-errors", "x"], "'x' is neither a status nor 4xx or 5xx"),
        (["--redact", "("], "--redact (: not a regular expression"),
        (["--ca", "/none.pem"], "--ca /none.pem: cannot read certificates"),
    ],
)
def test_options_that_make_no_sense_stop_it(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    problem: str,
) -> None:
    monkeypatch.delenv("CI", raising=False)

    code, _, err = run(capsys, monkeypatch, "record", "--cassette", str(tmp_path / "a.yaml"), *arguments)

    assert code == 2
    assert problem in err


def test_recording_is_refused_on_a_build_machine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CI", "true")

    code, _, err = run(capsys, monkeypatch, "record", "--cassette", str(tmp_path / "a.yaml"))

    assert code == 2
    assert err.startswith("mockllm: The environment variable CI is set: requests would go to the real services; ")


def test_a_cassette_that_is_none_stops_the_recording_and_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "a.yaml").write_text("interactions: [\n")

    code, _, err = run(capsys, monkeypatch, "record", "--cassette", str(tmp_path / "a.yaml"), "--mode", "all")

    assert code == 2
    assert f"{tmp_path}/a.yaml:2: not a cassette" in err
    assert (tmp_path / "a.yaml").read_text() == "interactions: [\n"
