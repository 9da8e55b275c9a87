"""The test of docs/typescript.md, run by Node with the openai npm package against a server of its own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import started

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "typescript.md"
NODE = Path(__file__).parent / "node"
LEAST_NODE = 20
CODE = re.compile(r"^```js\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def node() -> str:
    """Node, new enough for its own test runner."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("there is no node on this machine")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    if int(version.removeprefix("v").split(".")[0]) < LEAST_NODE:
        pytest.skip(f"node {version.strip()} is older than {LEAST_NODE}")
    return found


def packages() -> Path:
    """The folder with the openai package, installed when first asked for."""
    if not (NODE / "node_modules" / "openai").exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("there is no npm on this machine, so no openai package")
        done = subprocess.run(  # noqa: S603
            [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"],
            cwd=NODE,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"npm could not install the openai package: {done.stderr.strip()[:200]}")
    return NODE / "node_modules"


async def test_the_page_runs_as_it_stands(tmp_path: Path) -> None:
    program, modules = node(), packages()
    (code,) = CODE.findall(PAGE.read_text(encoding="utf-8"))
    (tmp_path / "agent.test.mjs").write_text(code, encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(modules)
    async with started("serve") as server:
        env = {**os.environ, "MOCKLLM_URL": f"http://127.0.0.1:{server.port}"}
        done = subprocess.run(  # noqa: ASYNC221, S603 - the server is another process
            [program, "--test", "agent.test.mjs"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=50,
            check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 4" in done.stdout or "ℹ pass 4" in done.stdout
