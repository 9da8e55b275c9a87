import os
import threading

import pytest

from mockllm.pytest_plugin.shared import Shared
from tests.asking import ask
from tests.pytest_plugin.runs import run_apart


def test_the_first_connection_starts_the_server() -> None:
    shared = Shared()
    try:
        assert not shared.running
        shared.sessions.begin("t", "a test")
        assert "nothing was scripted" in ask(f"{shared.url}/v1")
        assert shared.running
    finally:
        shared.stop()


def test_a_server_that_nobody_needs_costs_one_thread_and_leaves_nothing() -> None:
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    shared = Shared()
    assert threading.active_count() == threads + 1
    shared.stop()

    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) == files  # noqa: PTH208


def test_a_thousand_tests_leak_nothing(pytester: pytest.Pytester) -> None:
    result = run_apart(
        pytester,
        """
import gc, threading
seen = []
@pytest.mark.parametrize("n", range(1000))
def test_it(mockllm, mockllm_server, mockllm_url, n):
    mockllm.script("x")
    assert ask() == "x"
    assert mockllm_server == mockllm_url
    if n in {10, 999}:
        gc.collect()
        seen.append((threading.active_count(), len(os.listdir("/proc/self/fd"))))
def test_no_more_than_before():
    assert seen[1][0] <= seen[0][0]
    assert seen[1][1] <= seen[0][1] + 2
""",
        "-q",
    )

    result.assert_outcomes(passed=1001)
