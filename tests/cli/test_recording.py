import asyncio
from pathlib import Path

import pytest

from mockllm.cassette.file import load
from tests.cli.recordings import Run
from tests.cli.running import started
from tests.proxy.upstream import chunk, listening, stream, whole
from tests.test_record_and_replay import TEXT, asking


async def talk_to(port: int, sent: bytes) -> bytes:
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
        first, second = await talk_to(server.port, sent), await talk_to(server.port, sent)
        await server.stop()

    assert first == stream(TEXT[:8], TEXT[8:])
    assert second == whole(b"{}", b"429 Slow Down")
    assert server.code == 0
    assert "Prompts, answers and tool results are stored" in server.said
    assert "mockllm: 1 exchange kept.\nmockllm: 1 not kept: status 429 (see --record-errors).\n" in server.said
    assert "Redacted: request header authorization (1)" in server.said
    assert len(load(path).exchanges) == 1
    assert "my-very-own-key" not in path.read_text()


async def test_record_in_mode_new_episodes_plays_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([whole(b"one")], [whole(b"two")]) as upstream:
        arguments = ("record", "--upstream", upstream.url, "--cassette", str(path), "--mode", "new_episodes")
        async with started(*arguments) as server:
            await talk_to(server.port, asking())
            await server.stop()
        async with started(*arguments) as server:
            again = await talk_to(server.port, asking())
            other = await talk_to(server.port, asking(b'{"model":"other"}'))
            await server.stop()

    assert (again, other) == (whole(b"one"), whole(b"two"))
    assert len(upstream.heads) == 2
    assert len(load(path).exchanges) == 2


async def test_record_once_into_a_file_that_is_there_only_replays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with listening([whole(b"one")]) as upstream:
        arguments = ("record", "--upstream", upstream.url, "--cassette", str(path))
        async with started(*arguments) as server:
            await talk_to(server.port, asking())
            await server.stop()
        async with started(*arguments) as server:
            assert await talk_to(server.port, asking()) == whole(b"one")
            assert (await talk_to(server.port, asking(b'{"model":"other"}'))).startswith(b"HTTP/1.1 4")
            await server.stop()

    assert len(upstream.heads) == 1


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--mode", "none"), "there is no such cassette, and --mode none records nothing."),
        (("--proxy", "here"), "--proxy here: give an http address, or env for those of the environment."),
    ],
)
def test_a_recorder_that_could_not_work_does_not_start(
    mockllm: Run, tmp_path: Path, options: tuple[str, ...], problem: str
) -> None:
    code, out, err = mockllm("record", "--cassette", tmp_path / "a.yaml", "--port", "0", *options)

    assert (code, out) == (2, "")
    assert problem in err


def test_a_cassette_that_cannot_be_written_stops_the_start(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    path = tmp_path / "a.txt" / "new" / "a.yaml"
    code, out, err = mockllm("record", "--cassette", path, "--port", "0")

    assert (code, out) == (2, "")
    assert err == f"mockllm: {path}: cannot be written: {tmp_path}/a.txt is no folder.\n"


async def test_a_secret_that_cannot_be_taken_out_fails_the_command(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    answer = whole(b"\x8b\x02\xff", headers=b"Content-Encoding: br\r\n")
    async with (
        listening([answer]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path), "--raw") as server,
    ):
        assert await talk_to(server.port, asking()) == answer
        await server.stop()

    assert server.code == 1
    assert (
        "a secret would remain in the response body (which cannot be looked into: its content encoding" in server.said
    )
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
    assert "Waiting up to 30 s for 1 exchange to end." in server.said


async def test_a_recorder_beyond_loopback_wants_its_token_and_keeps_it_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    async with (
        listening([whole(b"one")]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(path), "--host", "0.0.0.0",  # noqa: S104
                MOCKLLM_TOKEN="my-own-token") as server,  # noqa: S106
    ):  # fmt: skip
        refused = await talk_to(server.port, asking())
        answered = await talk_to(server.port, asking(headers=b"X-Mockllm-Token: my-own-token\r\n"))
        await server.stop()

    assert refused.startswith(b"HTTP/1.1 403")
    assert b"needs the header x-mockllm-token" in refused
    assert answered == whole(b"one")
    assert b"token" not in upstream.heads[0].lower()
    assert "token" not in path.read_text()


async def test_a_recorder_answers_no_foreign_page(tmp_path: Path) -> None:
    async with (
        listening([whole(b"one")]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(tmp_path / "a.yaml")) as server,
    ):
        found = await talk_to(server.port, asking(headers=b"Origin: https://evil.example\r\n"))
        await server.stop()

    assert found.startswith(b"HTTP/1.1 403")
    assert upstream.heads == []


async def test_two_recorders_do_not_write_one_cassette(tmp_path: Path, mockllm: Run) -> None:
    path = tmp_path / "a.yaml"
    arguments = ("record", "--upstream", "http://127.0.0.1:1", "--cassette", str(path))
    async with started(*arguments) as server:
        code, _, err = await asyncio.to_thread(mockllm, *arguments, "--port", "0")
        await server.stop()

    assert (code, server.code) == (2, 0)
    assert "another recorder is writing this cassette" in err
    assert not path.exists()


async def test_a_hook_that_fails_makes_the_recorder_fail(tmp_path: Path) -> None:
    async with (
        listening([whole(b"one")]) as upstream,
        started("record", "--upstream", upstream.url, "--cassette", str(tmp_path / "a.yaml"),
                "--redact-hook", "json:loads") as server,
    ):  # fmt: skip
        assert await talk_to(server.port, asking()) == whole(b"one")
        await server.stop()

    assert server.code == 1
    assert "the redaction hook failed at __init__.py" in server.said
    assert "mockllm: 1 not kept: the redaction hook failed.\n" in server.said
    assert "Traceback" not in server.said


async def test_an_upstream_with_a_path_of_its_own_is_recorded_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    sent = asking().replace(b"POST /v1", b"POST /aiandgpu/v1")
    async with listening([whole(b"one")]) as upstream:
        arguments = ("record", "--upstream", f"aiandgpu={upstream.url}/gpu", "--cassette", str(path))
        for _ in range(2):
            async with started(*arguments, "--mode", "new_episodes") as server:
                assert await talk_to(server.port, sent) == whole(b"one")
                await server.stop()

    assert len(upstream.heads) == 1
    assert load(path).exchanges[0].request.uri.endswith("/gpu/v1/chat/completions")
