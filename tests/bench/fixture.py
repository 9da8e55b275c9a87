"""What the pytest fixture costs a test: a run of many tests with it, against the same run without."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["cost"]

ROOT = Path(__file__).parent.parent.parent
TESTS = {
    "without": "import pytest\n@pytest.mark.parametrize('n', range({n}))\ndef test_it(n):\n    pass\n",
    "with": "import pytest\n@pytest.mark.parametrize('n', range({n}))\ndef test_it(mockllm, n):\n    pass\n",
    "scripted": (
        "import pytest\n@pytest.mark.parametrize('n', range({n}))\ndef test_it(mockllm, n):\n"
        "    mockllm.when(user='x').reply('y')\n"
    ),
}


def cost(tests: int = 2_000) -> dict[str, float]:
    """Milliseconds a test, by the kind of run, less what the first test costs in all of them."""
    found = {
        kind: _seconds(text.format(n=tests), kind) - _seconds(text.format(n=1), kind) for kind, text in TESTS.items()
    }
    return {kind: seconds / (tests - 1) * 1_000 for kind, seconds in found.items()}


def _seconds(text: str, kind: str) -> float:
    plugin = ["-p", "no:mockllm-server"] if kind == "without" else ["-p", "mockllm.pytest_plugin"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pytest.ini").write_text("[pytest]\n")
        (Path(folder) / "test_it.py").write_text(text)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", *plugin]
        result = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
        )
    match = re.search(r"in ([\d.]+)s", result.stdout)
    assert match is not None, result.stdout
    return float(match[1])


if __name__ == "__main__":
    for name, milliseconds in cost().items():
        print(f"{name}: {milliseconds:.2f} ms a test")
