import asyncio
import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.cassette.samples import answered
from tests.cassette.test_shapes import CHAT, CHAT_ANSWER, said
from tests.cli.recordings import ASKED, CALL, Run, written
from tests.proxy.upstream import listening, whole


def test_diff_of_two_cassettes_has_tiers(mockllm: Run, tmp_path: Path) -> None:
    other = json.loads(json.dumps(CHAT_ANSWER).replace("hello", "hey"))
    old = written(tmp_path / "old.yaml", CHAT)

    assert mockllm("cassette", "diff", old, old) == (0, "No differences.\n", "")
    code, out, _ = mockllm(
        "cassette", "diff", old, written(tmp_path / "wording.yaml", said("chat/completions", ASKED, other))
    )
    assert (code, out) == (0, f"wording: 1\n  {old}#1: the text differs\n")
    code, out, _ = mockllm(
        "cassette", "diff", old, written(tmp_path / "tool.yaml", said("chat/completions", ASKED, CALL))
    )
    assert code == 1
    assert "behaviour: 2" in out
    assert "calls nothing became clock" in out


def test_diff_takes_the_rules_of_matching(mockllm: Run, tmp_path: Path) -> None:
    old = written(tmp_path / "a.yaml", answered({"a": 1, "at": 1}))
    new = written(tmp_path / "b.yaml", answered({"a": 1, "at": 2}))

    assert mockllm("cassette", "diff", old, new)[0] == 1
    assert mockllm("cassette", "diff", "--volatile", "/at", old, new)[0] == 0


def test_diff_against_git_head(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", CHAT)

    assert "git does not know it at HEAD" in mockllm("cassette", "diff", file)[2]
    for command in (
        ["init", "-q"],
        ["add", "a.yaml"],
        ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "One"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)  # noqa: S603, S607
    assert mockllm("cassette", "diff", file) == (0, "No differences.\n", "")
    written(file, replace(CHAT, response=replace(CHAT.response, status=500)))
    code, out, _ = mockllm("cassette", "diff", file)
    assert (code, out) == (1, f"wire: 1\n  HEAD:{file}#1: status 200 became 500\n")


async def test_diff_against_a_live_upstream(mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = replace(CHAT, request=replace(CHAT.request, headers=(("Authorization", "REDACTED"), ("X-A", "b"))))
    file = written(tmp_path / "a.yaml", exchange, exchange)
    answer = whole(json.dumps(CALL).encode(), headers=b"Content-Type: application/json\r\n")
    async with listening([answer]) as upstream:
        code, out, err = await asyncio.to_thread(
            mockllm, "cassette", "diff", file, "--upstream", upstream.url, "--header", "X-Key: k", "--max-requests", "1"
        )

    assert err == ""
    assert code == 1
    assert "calls nothing became clock" in out
    assert b"X-A: b\r\nX-Key: k\r\n" in upstream.heads[0]
    assert b"uthorization" not in upstream.heads[0]
    assert upstream.heads[0].startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert len(upstream.heads) == 1
    monkeypatch.setenv("CI", "true")
    assert "CI is set" in mockllm("cassette", "diff", file, "--upstream", upstream.url)[2]


async def test_diff_against_a_vendor_takes_its_key_from_the_environment(
    mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = replace(
        CHAT.request, uri="https://api.openai.com/v1/chat/completions", headers=(("Authorization", "REDACTED"),)
    )
    file = written(tmp_path / "a.yaml", replace(CHAT, request=request))
    monkeypatch.setenv("OPENAI_API_KEY", "the-real-key")
    async with listening([whole(CHAT.response.body, headers=b"Content-Type: application/json\r\n")]) as upstream:
        done = await asyncio.to_thread(mockllm, "cassette", "diff", file, "--upstream", f"openai={upstream.url}/v1")

    assert done == (0, "No differences.\n", "")
    assert b"Authorization: Bearer the-real-key\r\n" in upstream.heads[0]


def test_an_upstream_that_fails_stops_a_diff(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", CHAT)

    code, _, err = mockllm("cassette", "diff", file, "--upstream", "http://127.0.0.1:1")

    assert code == 2
    assert f"{file}#1: The upstream http://127.0.0.1:1 failed: it cannot be reached" in err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("b.yaml", "--upstream", "openai"), "b.yaml: with --upstream there is no second cassette"),
        (("--header", "a: b"), "--header is about a live service: name it with --upstream"),
        (("--max-requests", "0"), "--max-requests is about a live service"),
    ],
)
def test_diff_refuses_what_would_do_nothing(mockllm: Run, arguments: tuple[str, ...], problem: str) -> None:
    code, _, err = mockllm("cassette", "diff", "a.yaml", *arguments)

    assert code == 2
    assert problem in err
