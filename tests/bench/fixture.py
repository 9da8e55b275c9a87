"""What the pytest fixture costs a test: runs of many tests with it, against the same run without the plugin."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["KINDS", "costs"]

ROOT = Path(__file__).parent.parent.parent
HEAD = """
import http.client
import os

import pytest

ask = '{"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}'
client = http.client.HTTPConnection(os.environ.get("OPENAI_BASE_URL", "http://x").split("/")[2])
every = pytest.mark.parametrize("n", range(NUMBER))
"""
KINDS = {
    "no plugin": "@every\ndef test_it(n):\n    pass\n",
    "plugin, fixture not used": "@every\ndef test_it(n):\n    pass\n",
    "fixture": "@every\ndef test_it(mockllm, n):\n    pass\n",
    "fixture and a script": "@every\ndef test_it(mockllm, n):\n    mockllm.when(user='x').reply('y')\n",
    "fixture, a script and its request": (
        "@every\ndef test_it(mockllm, n):\n    mockllm.script('y')\n"
        "    client.request('POST', '/v1/chat/completions', ask, {'content-type': 'application/json'})\n"
        "    assert b'y' in client.getresponse().read()\n"
    ),
}
"""What is run, the first without the plugin."""


def costs(tests: int, runs: int = 3) -> dict[str, float]:
    """Milliseconds a test, by the kind of run, less what the first test costs in all of them; the least of the runs."""
    rounds = [{(kind, number): _seconds(kind, number) for kind in KINDS for number in (1, tests)} for _ in range(runs)]
    least = {key: min(each[key] for each in rounds) for key in rounds[0]}
    return {kind: (least[kind, tests] - least[kind, 1]) / (tests - 1) * 1_000 for kind in KINDS}


def _seconds(kind: str, tests: int) -> float:
    plugin = [] if kind == "no plugin" else ["-p", "mockllm.pytest_plugin"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pytest.ini").write_text("[pytest]\n")
        (Path(folder) / "test_it.py").write_text(f"{HEAD.replace('NUMBER', str(tests))}\n{KINDS[kind]}")
        options = ["-q", "-W", "ignore", "-p", "no:cacheprovider", "-p", "no:mockllm-server", *plugin]
        result = subprocess.run(  # noqa: S603 - our own tests
            [sys.executable, "-m", "pytest", *options],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    match = re.search(r"in ([\d.]+)s", result.stdout)
    if result.returncode or match is None:
        raise RuntimeError(f"the run {kind!r} failed: {result.stdout}{result.stderr}")
    return float(match[1])
