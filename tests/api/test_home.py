import asyncio
import gc
import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import pytest

from mockllm import MockLLM, MockLLMError, turn
from mockllm.api import Config
from mockllm.api.home import Home
from tests.asking import ask, chat

JSON = {"content-type": "application/json"}


def test_a_server_starts_and_ends_with_its_thread() -> None:
    before = threading.active_count()
    home = Home(Config())

    home.start()
    said = ask(f"{home.url}/v1")
    home.stop()

    assert said
    assert threading.active_count() == before
    with pytest.raises(MockLLMError, match="not running"):
        _ = home.url


def test_a_port_that_is_taken_is_said_and_nothing_is_left() -> None:
    first = Home(Config())
    first.start()
    before = threading.active_count()
    second = Home(Config(), port=int(first.url.rpartition(":")[2]))
    try:
        with pytest.raises(MockLLMError, match="in use"):
            second.start()
        assert threading.active_count() == before
    finally:
        first.stop()


def test_a_function_runs_where_nothing_else_happens() -> None:
    home = Home(Config())
    home.start()
    try:
        assert home.call(lambda: threading.current_thread().name) == "mockllm-server"
        assert home.wait(asyncio.sleep(0, "done")) == "done"
    finally:
        home.stop()


def test_answers_under_way_end_with_the_server(caplog: pytest.LogCaptureFixture) -> None:
    with MockLLM() as mock:
        mock.script(turn("Too late.", pace={"ttft": 30}))
        parts = urlsplit(mock.openai_url)
        client = http.client.HTTPConnection(parts.netloc, timeout=0.3)
        client.request("POST", f"{parts.path}/chat/completions", json.dumps(chat("hi")), JSON)
        with pytest.raises(TimeoutError):
            client.getresponse()
        client.close()
        time.sleep(0.2)
    gc.collect()

    assert caplog.text == ""


def test_nobody_waits_for_a_server_without_a_thread() -> None:
    home = Home(Config())

    assert home.call(lambda: 1) == 1
    with pytest.raises(MockLLMError, match="thread of its own"):
        home.wait(asyncio.sleep(0))


def test_the_clock_of_the_loop_goes_on_where_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(Config())
    home.start()
    try:
        monkeypatch.setattr(time, "monotonic", lambda: 0.0)
        assert home.wait(asyncio.sleep(0.01, "awake")) == "awake"
    finally:
        monkeypatch.undo()
        home.stop()
