import asyncio
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import load, rewrite
from tests.cassette.samples import answered, streamed
from tests.cassette.test_flavours import VCRPY
from tests.cassette.test_shapes import CHAT, CHAT_ANSWER, said
from tests.cli.running import run
from tests.proxy.upstream import listening, whole

Run = Callable[..., tuple[int, str, str]]
CALL = {
    **CHAT_ANSWER,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c", "type": "function", "function": {"name": "clock", "arguments": "{}"}}],
            },
            "finish_reason": "tool_calls",
        }
    ],
}
ASKED = json.loads(CHAT.request.body)


@pytest.fixture
def mockllm(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line."""
    monkeypatch.delenv("CI", raising=False)
    return lambda *arguments: run(capsys, monkeypatch, *map(str, arguments))


def _file(path: Path, *exchanges: Exchange) -> Path:
    rewrite(path, list(exchanges))
    return path


def test_show_tells_the_conversation(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", CHAT, said("chat/completions", ASKED, CALL))

    code, out, _ = mockllm("cassette", "show", file)

    assert code == 0
    assert out == (
        "1. POST https://h/v1/chat/completions\n"
        "  200, OK\n  stop: end; 1 tokens in, 1 out\n"
        "  user: hi\n  assistant: hello\n\n"
        "2. POST https://h/v1/chat/completions\n"
        "  200, OK\n  stop: tool; 1 tokens in, 1 out\n"
        "  user: hi\n  assistant call: clock {}\n\n"
    )


def test_show_writes_markdown_and_names_files(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", CHAT)

    _, out, _ = mockllm("cassette", "show", "--format", "markdown", file, file)

    assert out.count(f"# {file}\n") == 2
    assert "**user:** hi" in out


def test_verify_is_silent_about_what_is_right(mockllm: Run, tmp_path: Path) -> None:
    code, out, _ = mockllm("cassette", "verify", _file(tmp_path / "a.yaml", CHAT))

    assert (code, out) == (0, "1 exchange(s) in 1 file(s), 0 finding(s).\n")


def test_verify_finds_what_was_edited_by_hand_and_what_is_old(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", streamed())
    file.write_text(file.read_text().replace('"n":1', '"n":7'))

    code, out, _ = mockllm("cassette", "verify", "--max-age", "1", file)

    assert code == 1
    assert "its body is not the recorded one" in out
    assert "a secret is in the response headers" in out
    assert "days ago" in out
    assert f"{file}#1: as a stream of chat: " in out


def test_a_cassette_that_is_none_is_one_line(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [\n")

    code, out, err = mockllm("cassette", "verify", tmp_path / "a.yaml")

    assert (code, out) == (2, "")
    assert err.startswith(f"mockllm: {tmp_path}/a.yaml:2: not a cassette: ")
    assert err.count("\n") == 1


def test_diff_of_two_cassettes_has_tiers(mockllm: Run, tmp_path: Path) -> None:
    other = json.loads(json.dumps(CHAT_ANSWER).replace("hello", "hey"))
    old = _file(tmp_path / "old.yaml", CHAT)

    assert mockllm("cassette", "diff", old, old) == (0, "No differences.\n", "")
    code, out, _ = mockllm(
        "cassette", "diff", old, _file(tmp_path / "wording.yaml", said("chat/completions", ASKED, other))
    )
    assert (code, out) == (0, f"wording: 1\n  {old}#1: the text differs\n")
    code, out, _ = mockllm(
        "cassette", "diff", old, _file(tmp_path / "tool.yaml", said("chat/completions", ASKED, CALL))
    )
    assert code == 1
    assert "behaviour: 2" in out
    assert "calls nothing became clock" in out


def test_diff_takes_the_rules_of_matching(mockllm: Run, tmp_path: Path) -> None:
    old = _file(tmp_path / "a.yaml", answered({"a": 1, "at": 1}))
    new = _file(tmp_path / "b.yaml", answered({"a": 1, "at": 2}))

    assert mockllm("cassette", "diff", old, new)[0] == 1
    assert mockllm("cassette", "diff", "--volatile", "/at", old, new)[0] == 0


def test_diff_against_git_head(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", CHAT)

    assert "git does not know it at HEAD" in mockllm("cassette", "diff", file)[2]
    for command in (
        ["init", "-q"],
        ["add", "a.yaml"],
        ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "One"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)  # noqa: S603, S607
    assert mockllm("cassette", "diff", file) == (0, "No differences.\n", "")
    _file(file, replace(CHAT, response=replace(CHAT.response, status=500)))
    code, out, _ = mockllm("cassette", "diff", file)
    assert (code, out) == (1, f"wire: 1\n  HEAD:{file}#1: status 200 became 500\n")


async def test_diff_against_a_live_upstream(mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = replace(CHAT, request=replace(CHAT.request, headers=(("Authorization", "REDACTED"), ("X-A", "b"))))
    file = _file(tmp_path / "a.yaml", exchange, exchange)
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
    file = _file(tmp_path / "a.yaml", replace(CHAT, request=request))
    monkeypatch.setenv("OPENAI_API_KEY", "the-real-key")
    async with listening([whole(CHAT.response.body, headers=b"Content-Type: application/json\r\n")]) as upstream:
        done = await asyncio.to_thread(mockllm, "cassette", "diff", file, "--upstream", f"openai={upstream.url}/v1")

    assert done == (0, "No differences.\n", "")
    assert b"Authorization: Bearer the-real-key\r\n" in upstream.heads[0]


def test_an_upstream_that_fails_stops_a_diff(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", CHAT)

    code, _, err = mockllm("cassette", "diff", file, "--upstream", "http://127.0.0.1:1")

    assert code == 2
    assert f"{file}#1: The upstream http://127.0.0.1:1 failed: it cannot be reached" in err


def test_redact_takes_secrets_out_in_place(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", answered({"key": "sk-proj-abc123DEF456ghi789", "name": "Ada"}))

    code, out, _ = mockllm("cassette", "redact", file, "--redact", "Ada")

    assert (code, out) == (0, f"{file}: redacted request body (1).\n")
    assert json.loads(load(file).exchanges[0].request.body) == {"key": "REDACTED" + "x" * 18, "name": "xxx"}
    assert mockllm("cassette", "redact", file)[1] == f"{file}: nothing to redact.\n"


def test_redact_leaves_a_cassette_with_a_torn_end_alone(mockllm: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "a.yaml", streamed(), streamed())
    file.write_text(content := file.read_text()[:-9])

    code, _, err = mockllm("cassette", "redact", file)

    assert code == 2
    assert "was not written to its end" in err
    assert file.read_text() == content


def test_import_brings_recordings_of_others_into_our_layout(mockllm: Run, tmp_path: Path) -> None:
    har = tmp_path / "b.har"
    entry = {
        "request": {"method": "GET", "url": "https://h/x", "headers": [{"name": "Cookie", "value": "a=b"}]},
        "response": {"status": 200, "headers": [], "content": {"text": "hi"}},
    }
    har.write_text(json.dumps({"log": {"entries": [entry]}}))
    stock = tmp_path / "a.yaml"
    stock.write_text(VCRPY)

    code, out, _ = mockllm("cassette", "import", stock, har)

    assert code == 0
    assert out.splitlines()[1] == f"{tmp_path}/b.yaml: 1 exchange(s) from {har}."
    assert load(stock).ours
    assert load(tmp_path / "b.yaml").exchanges[0].request.headers == (("Cookie", "REDACTED"),)
    assert "it is there already" in mockllm("cassette", "import", har)[2]
    assert mockllm("cassette", "import", stock, har, "-o", tmp_path / "all.yaml")[0] == 0
    assert len(load(tmp_path / "all.yaml").exchanges) == 2


def test_a_hook_of_the_users_own_is_found(mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ourhook.py").write_text("def drop(exchange):\n    return None\n\nvalue = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    file = _file(tmp_path / "a.yaml", answered())

    assert mockllm("cassette", "redact", file, "--redact-hook", "ourhook:drop")[0] == 0
    assert load(file).exchanges == ()
    assert "it is not a function" in mockllm("cassette", "redact", file, "--redact-hook", "ourhook:value")[2]
    assert "give it as MODULE:FUNCTION" in mockllm("cassette", "redact", file, "--redact-hook", "nowhere")[2]


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--volatile", "user", "a JSON pointer starts with /"),
        ("--scrub", "(", "not a regular expression"),
        ("--scrub-result", "clock", "give a JSON pointer"),
        ("--header", "none", "give it as NAME:VALUE"),
    ],
)
def test_options_that_make_no_sense_say_so(mockllm: Run, tmp_path: Path, option: str, value: str, problem: str) -> None:
    file = _file(tmp_path / "a.yaml", CHAT)

    code, _, err = mockllm("cassette", "diff", file, option, value, "--upstream", "http://127.0.0.1:1")

    assert code == 2
    assert problem in err
