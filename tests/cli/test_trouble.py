import io
import json
import sys

import pytest

from mockllm.api import Config, build
from mockllm.cli.trouble import Trouble, tell_trouble
from mockllm.journal import Entry
from tests.server.live import exchange, serving
from tests.server.test_app import CHAT, post


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def entry(**words: object) -> Entry:
    """A request that was answered."""
    return Entry(**{"number": 1, "method": "POST", "path": "/v1/x", "vendor": "openai", "endpoint": "chat", **words})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            entry(source="miss", status=422, why=("none left\n  here",), problems=["miss: none left - here"]),
            "mockllm: POST /v1/x got 422\n  none left\n    here\n",
        ),
        (
            entry(source="error", status=404, endpoint="", why=("nothing is served at POST /v1/x",)),
            "mockllm: POST /v1/x got 404\n  nothing is served at POST /v1/x\n",
        ),
        (
            entry(source="script", status=422, why=("turn 1",), problems=["calls the tool f"]),
            "mockllm: POST /v1/x got 422\n  calls the tool f\n",
        ),
        (entry(source="error", status=404, why=("no such response",)), ""),
        (entry(source="script", status=429, why=("turn 1",)), ""),
        (entry(source="fake", status=200, why=("fake",)), ""),
    ],
)
def test_what_nobody_scripted_is_told_and_what_was_scripted_is_not(
    capsys: pytest.CaptureFixture[str], found: Entry, told: str
) -> None:
    Trouble()(found)

    assert capsys.readouterr() == ("", told)


def test_the_same_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    trouble = Trouble()
    for number, why in enumerate(("one", "one", "two")):
        trouble(entry(number=number, source="miss", status=422, why=(why,)))

    assert capsys.readouterr().err.splitlines()[1::2] == ["  one", "  two"]


def test_keys_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz"
    Trouble()(entry(source="miss", status=422, why=(f"asked {key}",), headers=(("authorization", f"Bearer {key}"),)))

    assert key not in capsys.readouterr().err


@pytest.mark.parametrize(("stream", "tells"), [(_Terminal(), True), (io.StringIO(), False)])
def test_it_is_told_where_someone_looks(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, tells: bool) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    server = build(Config())
    tell_trouble(server)

    assert bool(server.after) is tells


async def test_a_wrong_base_url_is_told_with_the_path_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    async with serving() as (running, server):
        tell_trouble(server)
        await exchange(running, post("/v1/v1/chat/completions", json.dumps(CHAT).encode()))

    assert terminal.getvalue() == (
        "mockllm: POST /v1/v1/chat/completions got 404\n"
        "  nothing is served at POST /v1/v1/chat/completions; did you mean /v1/chat/completions?\n"
    )
