"""The code of README.md runs as it stands, but for the port."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import started
from tests.pytest_plugin.runs import ARGS

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)
PROGRAMS = [code for code in BLOCKS if "def test_" not in code]
SAID = ('"city":"Paris"', "response.completed", "tides")


async def test_each_sdk_gets_its_answer() -> None:
    assert len(PROGRAMS) == len(SAID)
    async with started("serve") as server:
        for code, said in zip(PROGRAMS, SAID, strict=True):
            program = code.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
            done = subprocess.run(  # noqa: ASYNC221, S603 - the server is another process
                [sys.executable, "-c", program], capture_output=True, text=True, timeout=50, check=False
            )
            assert done.returncode == 0, done.stderr
            assert said in done.stdout


def test_the_test_passes(pytester: pytest.Pytester) -> None:
    (test,) = [code for code in BLOCKS if "def test_" in code]
    pytester.makepyfile(test)
    pytester._monkeypatch.setenv("PYTHONPATH", str(ROOT))  # noqa: SLF001 - put back with all else that it sets

    assert pytester.runpytest_subprocess(*ARGS).parseoutcomes() == {"passed": 1}
