"""The oldest dependencies that pyproject.toml allows, and the newest there are, on each Python: all tests pass on them.

The golden files are the same for all, so an answer has the same bytes whatever is installed.
"""

import re
from pathlib import Path

import pytest

from tests.proofs.conftest import Tell
from tests.proofs.environments import ROOT, Uv, interpreter, ran

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3_600)]

OLDEST = "3.11"
HARDLY_HTTP = "tests/refusals/test_hostile.py::test_what_is_hardly_http_is_refused_and_the_connection_closed"
BEYOND = (
    # The oldest vcrpy that we allow is older than the HTTP client that the newest SDKs come with, and cannot patch it.
    "tests/test_stock_vcrpy.py",
    # aiohttp before 3.14 answers heads that later ones refuse, and waits for more.
    *(f"{HARDLY_HTTP}[{frame}]" for frame in ("no host", "two hosts", "many headers")),
)
"""Tests that pass on newer dependencies only."""

RESULT = re.compile(r"(\d+) passed.* in [\d.]+s.*$", re.MULTILINE)

PYTESTS = ("pytest==7.0.0", "pytest==7.4.4", "pytest==8.0.0", "pytest")
HOSTED = """
import json
import urllib.request

import pytest


def ask(url):
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
    head = {"content-type": "application/json", "authorization": "Bearer k"}
    request = urllib.request.Request(url + "/chat/completions", json.dumps(body).encode(), head)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]


def test_a_script(mockllm):
    mockllm.script("one", "two")
    assert [ask(mockllm.openai_url) for _ in range(2)] == ["one", "two"]


@pytest.mark.mockllm(fake=True)
def test_fakes(mockllm):
    assert ask(mockllm.openai_url)


def test_what_is_left_over_fails(mockllm):
    mockllm.script("never asked for")
"""


def outcome(python: Path, folder: Path, *options: str) -> str:
    """How the tests of the project end."""
    parallel = ("-n", "2", "--timeout", "300", "-p", "no:cacheprovider", "--basetemp", str(folder / "tests"))
    said = ran(python, "-m", "pytest", "-q", *parallel, *options, seconds=3_000, PYTHONDONTWRITEBYTECODE="1")
    found = RESULT.search(said)
    assert found is not None, said[-3_000:]
    return found[0]


def test_the_oldest_dependencies_do(uv: Uv, tmp_path: Path, tell: Tell) -> None:
    oldest = interpreter(OLDEST)
    floors = tmp_path / "floors.txt"
    floors.write_text(uv.resolved(oldest, "lowest-direct", "speed", "sdks"))
    python = uv.environment(tmp_path / "env", oldest, "--constraint", floors, "--editable", f"{ROOT}[dev]")

    ended = outcome(python, tmp_path, *(f"--deselect={each}" for each in BEYOND))

    tell(f"Python {OLDEST}, oldest dependencies ({named(floors.read_text())}): {ended}")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_the_newest_dependencies_do(version: str, uv: Uv, tmp_path: Path, tell: Tell) -> None:
    base = interpreter(version)
    python = uv.environment(tmp_path / "env", base, "--editable", f"{ROOT}[dev]")

    ended = outcome(python, tmp_path)

    tell(f"Python {version}, newest dependencies: {ended}")


def named(requirements: str) -> str:
    """The versions of what pyproject.toml names."""
    asked = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL | re.MULTILINE)
    assert asked is not None
    ours = {name.lower().replace("_", "-") for name in re.findall(r'"([\w-]+)', asked[1])}
    pairs = [line.split("==") for line in requirements.splitlines() if "==" in line]
    return ", ".join(f"{name} {version}" for name, version in pairs if name in ours)


@pytest.mark.parametrize("host", PYTESTS)
def test_the_plugin_runs_under_old_and_new_pytest(host: str, uv: Uv, tmp_path: Path) -> None:
    python = uv.environment(tmp_path / "env", interpreter(OLDEST), host, ROOT)
    (tmp_path / "test_it.py").write_text(HOSTED)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    code = "import pytest, sys; sys.exit(pytest.main(['-q']) != pytest.ExitCode.TESTS_FAILED)"
    said = ran(python, "-c", code, cwd=tmp_path)

    assert "FAILED test_it.py::test_what_is_left_over_fails" in said
    assert "1 failed, 2 passed" in said
