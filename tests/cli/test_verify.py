import asyncio
import json
import os
from pathlib import Path

import aiohttp
import pytest

from tests.cli.recordings import Run
from tests.cli.running import started

TWO = "{mockllm: 1, rules: [{when: {user: one}, say: a}]}"
CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "two"}]}


async def ask(url: str, path: str = "/v1/chat/completions", body: object = CHAT) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.post(url + path, json=body) as response:
        return response.status, await response.text()


async def verdict(mockllm: Run, *arguments: str) -> tuple[int, str, str]:
    return await asyncio.to_thread(mockllm, "verify", *arguments)


async def test_the_verdict_is_the_exit_code(mockllm: Run) -> None:
    async with started("serve") as server:
        url = f"http://127.0.0.1:{server.port}"
        await ask(url)
        assert await verdict(mockllm, "--url", url) == (0, "ok: 1 requests, nothing missed, nothing left over\n", "")
        await ask(url, "/s/mine/_mockllm/script", {"turns": ["never asked for"]})
        code, out, _ = await verdict(mockllm, "--url", url, "--session", "mine")
        assert (code, out) == (1, "left over: turn 1 of lane default was not asked for (/turns/0)\n")
        code, _, err = await verdict(mockllm, "--url", url, "--session", "typo")
        assert code == 2
        assert "There is no session 'typo'" in err


async def test_a_script_turns_fakes_into_misses_for_its_session_only() -> None:
    async with started("serve") as server:
        url = f"http://127.0.0.1:{server.port}"
        await ask(url, "/s/mine/_mockllm/script", {"rules": [{"when": {"user": "one"}, "say": "a"}]})
        status, text = await ask(url, "/s/mine/v1/chat/completions")
        assert status == 422
        assert 'wanted \\"one\\", got \\"two\\"' in text
        assert (await ask(url))[0] == 200


async def test_a_served_scenario_is_watched(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(TWO)
    async with started("serve", "--scenario", str(path), "--watch") as server:
        url = f"http://127.0.0.1:{server.port}"
        assert (await ask(url))[0] == 422
        path.write_text(TWO.replace("one", "tow"))
        path.write_text("{mockllm: 1, rules: [{whn: 1}]}")
        os.utime(path, ns=(1, 1))
        assert (await ask(url))[0] == 422
        path.write_text(TWO.replace("one", "two"))
        os.utime(path, ns=(2, 2))
        status, text = await ask(url)
        assert status == 200
        assert json.loads(text)["choices"][0]["message"]["content"] == "a"
        await server.stop()
        assert f"{path}:1:23: unknown key 'whn'" in server.said
        assert "the old rules stay" in server.said


async def test_fakes_stand_behind_a_scenario_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TWO)
    async with started("serve", "--scenario", str(tmp_path), "--on-miss", "fake") as server:
        assert (await ask(f"http://127.0.0.1:{server.port}"))[0] == 200


def test_a_broken_scenario_stops_the_start_with_one_line(mockllm: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mockllm: 1\nrules:\n  - {sya: 1}\n")

    assert mockllm("serve", "--scenario", path, "--port", "0") == (
        2,
        "",
        f"mockllm: {path}:3:6: unknown key 'sya'; did you mean 'say'?\n",
    )


@pytest.mark.parametrize(
    ("url", "reason"), [("http://127.0.0.1:9", "No server answers at"), ("ftp://x", "no http address")]
)
def test_without_a_server_there_is_one_line(mockllm: Run, url: str, reason: str) -> None:
    code, out, err = mockllm("verify", "--url", url)

    assert (code, out) == (2, "")
    assert reason in err


def test_an_address_that_is_none_is_told_as_it_was_given(mockllm: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mockllm("verify", "--url", "nonsense")[2].startswith("mockllm: --url nonsense is no http address;")
    monkeypatch.setenv("MOCKLLM_URL", "localhost:8000")
    assert mockllm("verify")[2].startswith("mockllm: MOCKLLM_URL localhost:8000 is no http address;")


async def test_beyond_loopback_the_token_may_come_from_the_environment(
    mockllm: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started("serve", "--host", "0.0.0.0", MOCKLLM_TOKEN="mine") as server:  # noqa: S104, S106
        url = f"http://127.0.0.1:{server.port}"
        code, _, err = await verdict(mockllm, "--url", url)
        assert code == 2
        assert "with the token of --token or MOCKLLM_TOKEN" in err
        monkeypatch.setenv("MOCKLLM_TOKEN", "mine")
        assert (await verdict(mockllm, "--url", url))[0] == 0
        await server.stop()
        assert server.told == ""


def test_the_address_may_come_from_the_environment(mockllm: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKLLM_URL", "http://127.0.0.1:9/")

    assert "http://127.0.0.1:9/_mockllm/verdict" in mockllm("verify")[2]
