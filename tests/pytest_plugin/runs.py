"""Runs of pytest with the plugin, in this process or in one of their own."""

from pathlib import Path

import pytest

__all__ = ["ARGS", "HEAD", "run", "run_apart"]

HEAD = """
import json, os, urllib.error, urllib.request
import pytest
from mockllm import call, cut, fail, text

BASE = os.environ["OPENAI_BASE_URL"]  # read at import, as clients do

def ask(user="hi", base=None, tools=None, stream=False):
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": user}], "stream": stream}
    if tools:
        body["tools"] = tools
    key = "Bearer " + os.environ["OPENAI_API_KEY"]
    headers = {"content-type": "application/json", "authorization": key}
    request = urllib.request.Request((base or BASE) + "/chat/completions", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            data = response.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    if not stream:
        return json.loads(data)["choices"][0]["message"]["content"]
    chunks = [json.loads(line[6:]) for line in data.splitlines() if line.startswith("data: {")]
    return "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
"""
"""What the tests of a run begin with: a client of the standard library."""

_ROOT = Path(__file__).parent.parent.parent

_LEFT_OUT = (
    "mockllm-server",
    "cacheprovider",
    "asyncio",
    "aiohttp",
    "anyio",
    "faker",
    "hypothesispytest",
    "pytest_cov",
)
"""Plugins that have no part in these runs; to load them takes longer than most of the tests."""

ARGS = (*(word for name in _LEFT_OUT for word in ("-p", f"no:{name}")), "-p", "mockllm.pytest_plugin", "-W", "ignore")


def run(pytester: pytest.Pytester, tests: str, *args: str) -> pytest.RunResult:
    """The result of a run in this process."""
    pytester.makepyfile(HEAD + tests)
    return pytester.runpytest_inprocess(*ARGS, *args)


def run_apart(pytester: pytest.Pytester, tests: str, *args: str) -> pytest.RunResult:
    """The result of a run in a process of its own."""
    pytester.makepyfile(HEAD + tests)
    pytester._monkeypatch.setenv("PYTHONPATH", str(_ROOT))  # noqa: SLF001 - put back with all else that it sets
    return pytester.runpytest_subprocess(*ARGS, *args)
