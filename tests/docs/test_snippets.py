"""The blocks of the other pages: Python runs, YAML is what a scenario may hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockllm.scenario.lint import check

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [code for name, code in BLOCK.findall(text) if name == language]


def run(program: str) -> str:
    """What a program says, run where the package is."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_on_python_runs() -> None:
    (code,) = blocks("python.md", "python")

    assert run(f"{code}\nimport asyncio\n\nasyncio.run(on_the_running_loop())\n") == "Hello.\n"


def test_vcrpy_reads_a_cassette_as_the_page_on_recording_says() -> None:
    (code,) = blocks("recording.md", "python")
    with_it = "with recorder.use_cassette('cassettes/chat.yaml') as cassette:\n    print(len(cassette))\n"

    assert int(run(f"{code}\n{with_it}")) > 0


@pytest.mark.parametrize("text", blocks("scenarios.md", "yaml"))
def test_a_scenario_is_valid(tmp_path: Path, text: str) -> None:
    (tmp_path / "weather.tools.json").write_bytes((ROOT / "scenarios" / "weather.tools.json").read_bytes())
    for number, line in enumerate([text] if "mockllm: 1" in text else text.splitlines()):
        path = tmp_path / f"{number}.yaml"
        path.write_text(_whole(line), encoding="utf-8")
        assert check(path) == []


def _whole(text: str) -> str:
    """A scenario around a line that shows one key of a rule or a turn; what its groups need stands beside."""
    if text.startswith("mockllm: 1") or "\nmockllm: 1" in text:
        return text
    if text.startswith("when:"):
        return f"mockllm: 1\nrules:\n  - {text}\n    say: Yes.\n"
    beside = "say: '{{ count }} failed'" if text.startswith("expect:") else "expect: {user: '/in (?P<city>.+)/'}"
    return f"mockllm: 1\nturns:\n  - {text}\n    {beside}\n"
