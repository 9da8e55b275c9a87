"""Other plugins beside ours, in an environment in which all of them are installed."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.proofs.test_new_user import pip, python

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
    "vcrpy",
)
INI = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
TESTS = """
import datetime
import pathlib

import httpx
import openai
import pytest
import time_machine
import vcr

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


def test_vcrpy_by_itself(mockllm, tmp_path):
    mockllm.script("one")
    with vcr.use_cassette(str(tmp_path / "it.yaml"), ignore_localhost=True) as tape:
        assert ask() == "one"
    assert not tape.requests


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


@pytest.mark.parametrize("question", "abcdefgh")
def test_fakes_are_the_same_in_any_order(mockllm, question):
    mockllm.fake()
    said = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])
    print("fake", question, said.id, repr(said.choices[0].message.content))
"""

LEFTOVER = """
import socket
import threading

import openai
import pytest

client = openai.OpenAI(max_retries=0)
go = threading.Event()


def ask():
    go.wait(10)
    with pytest.raises(openai.APIConnectionError):
        client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "hi"}])


thread = threading.Thread(target=ask)


def test_one():
    thread.start()


def test_two():
    go.set()
    thread.join()


def test_three():
    with pytest.raises(OSError, match="mockllm: a connection to api.openai.com was refused"):
        socket.create_connection(("api.openai.com", 443))
"""


@pytest.fixture(scope="module")
def equipped(python: Path) -> Path:
    """The interpreter of an environment in which the other plugins are installed too."""
    pip(python, "install", *PLUGINS)
    return python


def run(python: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text(INI)
    command = [str(python), "-m", "pytest", "-q", "--allow-hosts=127.0.0.1", "--record-mode=once", *args]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.proof
@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_other_plugins_run_beside_ours(equipped: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)

    result = run(equipped, tmp_path, *args)

    assert result.returncode == 0, result.stdout + result.stderr
    assert "16 passed, 1 rerun" in result.stdout


@pytest.mark.proof
def test_a_random_order_changes_no_fake(equipped: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)

    runs = [run(equipped, tmp_path, "-s", f"--randomly-seed={seed}") for seed in (1, 12_345)]
    first, second = (re.findall("fake .*", each.stdout) for each in runs)

    assert len(first) == 8
    assert first != second
    assert sorted(first) == sorted(second)


@pytest.mark.proof
def test_what_is_refused_is_refused_beside_plugins_that_replace_sockets(equipped: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(LEFTOVER)

    result = run(equipped, tmp_path, "-p", "no:randomly")

    assert "a request came from a client of the finished test test_it.py::test_one, from " in result.stdout
    assert "a connection to api.openai.com was refused (mockllm_egress = vendors), from " in result.stdout
    assert "2 failed, 1 passed" in result.stdout
