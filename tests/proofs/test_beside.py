"""Other plugins beside ours, in an environment in which all of them are installed."""

import subprocess
from pathlib import Path

import pytest

from tests.proofs.test_new_user import python

__all__ = ["python"]

# ruff: noqa: S603 - we run what we have installed

PLUGINS = (
    "anyio",
    "pytest-asyncio",
    "pytest-httpserver",
    "pytest-randomly",
    "pytest-recording",
    "pytest-rerunfailures",
    "pytest-socket",
    "respx",
    "time-machine",
)
INI = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
TESTS = """
import datetime
import pathlib

import httpx
import openai
import pytest
import time_machine

from mockllm import Pace

client = openai.OpenAI()
QUESTION = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
runs = []


def ask():
    return client.chat.completions.create(**QUESTION).choices[0].message.content


async def ask_later():
    return (await openai.AsyncOpenAI().chat.completions.create(**QUESTION)).choices[0].message.content


@time_machine.travel(datetime.datetime(2030, 1, 1), tick=False)
def test_the_server_goes_on_where_time_stands_still(mockllm):
    mockllm.script("one")
    mockllm.allow(pace=Pace(ttft=0.05))
    assert ask() == "one"


@pytest.mark.vcr
def test_our_traffic_is_in_no_cassette_of_others(mockllm):
    mockllm.script("one")
    assert ask() == "one"
    assert not list(pathlib.Path(__file__).parent.glob("cassettes/**/*.yaml"))


def test_another_server(mockllm, httpserver):
    httpserver.expect_request("/x").respond_with_data("x")
    mockllm.script("one")
    assert ask() == "one"
    assert httpx.get(httpserver.url_for("/x")).text == "x"


def test_respx(mockllm, respx_mock):
    respx_mock.get("https://example.org/").respond(text="x")
    respx_mock.route(host="127.0.0.1").pass_through()
    mockllm.script("one")
    assert httpx.get("https://example.org/").text == "x"
    assert ask() == "one"


async def test_asyncio(mockllm):
    mockllm.script("one")
    assert await ask_later() == "one"


@pytest.mark.anyio
async def test_anyio(mockllm):
    mockllm.script("one")
    assert await ask_later() == "one"


@pytest.mark.flaky(reruns=1)
def test_a_rerun_has_a_session_of_its_own(mockllm):
    runs.append(1)
    mockllm.script("one")
    if len(runs) > 1:
        assert ask() == "one"
"""


@pytest.mark.proof
def test_other_plugins_run_beside_ours(python: Path, tmp_path: Path) -> None:
    subprocess.run([python, "-m", "pip", "install", "-q", *PLUGINS], check=True)
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text(INI)

    result = subprocess.run(
        [python, "-m", "pytest", "-q", "--allow-hosts=127.0.0.1", "--record-mode=once"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "7 passed, 1 rerun" in result.stdout
