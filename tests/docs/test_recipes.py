"""docs/recipes.md: its tests pass, its scenarios are valid, its server for Vitest starts."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockllm import MockLLM
from mockllm.scenario.lint import check
from tests.pytest_plugin.runs import ARGS
from tests.test_typescript import node

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "recipes.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[str]:
    return [code for name, code in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if name == language]


def test_each_test_passes(pytester: pytest.Pytester) -> None:
    tests = blocks("python")
    recorded = [test for test in tests if "mockllm_cassette" in test]
    for number, test in enumerate(tests):
        if test not in recorded:
            pytester.path.joinpath(f"test_recipe_{number}.py").write_text(test, encoding="utf-8")
    pytester._monkeypatch.setenv("PYTHONPATH", str(ROOT))  # noqa: SLF001 - put back with all else that it sets

    result = pytester.runpytest_subprocess(*ARGS)

    assert result.parseoutcomes().keys() == {"passed"}
    assert result.parseoutcomes()["passed"] == sum(test.count("\ndef test_") for test in tests) - len(recorded)


def test_the_recorded_test_records_and_replays(pytester: pytest.Pytester) -> None:
    (test,) = [test for test in blocks("python") if "mockllm_cassette" in test]
    pytester.makepyfile(test_agent=test)
    pytester._monkeypatch.setenv("PYTHONPATH", str(ROOT))  # noqa: SLF001 - put back with all else that it sets
    pytester._monkeypatch.setenv("OPENAI_API_KEY", "sk-real")  # noqa: SLF001
    pytester._monkeypatch.delenv("CI", raising=False)  # noqa: SLF001

    with MockLLM() as service:
        service.script("Paris")
        upstream = f"--mockllm-upstream=openai={service.url}"
        recorded = pytester.runpytest_subprocess(*ARGS, "--mockllm-record=once", upstream, "test_agent.py")
    assert recorded.parseoutcomes() == {"passed": 1}
    assert (pytester.path / "cassettes" / "test_agent" / "test_the_capital.yaml").exists()
    assert pytester.runpytest_subprocess(*ARGS, "test_agent.py").parseoutcomes() == {"passed": 1}


@pytest.mark.parametrize("text", blocks("yaml"))
def test_each_scenario_is_valid(tmp_path: Path, text: str) -> None:
    document: dict[Any, Any] = yaml.safe_load(text)
    if "mockllm" in document:
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        assert check(tmp_path / "a.yaml") == []
    else:
        assert {"services", "jobs"} & set(document)


def test_the_server_of_vitest_starts_and_ends(tmp_path: Path) -> None:
    (code,) = blocks("js")
    (tmp_path / "mockllm.setup.mjs").write_text(code, encoding="utf-8")
    program = "const stop = await (await import('./mockllm.setup.mjs')).default();\n"
    program += "console.log((await fetch(process.env.MOCKLLM_URL + '/_mockllm/health')).status); stop();\n"
    (tmp_path / "run.mjs").write_text(program, encoding="utf-8")
    shim = tmp_path / "mockllm"
    shim.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m mockllm "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(  # noqa: S603
        [node(), "run.mjs"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=30, check=False
    )

    assert (done.stdout, done.stderr) == ("200\n", "")
