"""Environments that a proof installs for itself, apart from the one that it runs in."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

__all__ = ["ROOT", "Uv", "interpreter", "ran"]

# ruff: noqa: S603 - what is run was installed here, or named by the person

ROOT = Path(__file__).parents[2]


def ran(*command: str | Path, cwd: Path = ROOT, seconds: float = 1_200, **environment: str) -> str:
    """What a command prints to stdout; the test fails with all of its words where it ends with another code than 0."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-9_000:]}\n{done.stderr[-3_000:]}"
    return done.stdout


@dataclass(frozen=True, slots=True)
class Uv:
    """The installer uv, in an environment of its own."""

    command: Path

    @classmethod
    def installed(cls, folder: Path) -> "Uv":
        """Fresh from the package index; the test is skipped where there is none."""
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv>=0.5"]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"uv cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
        return cls(folder / "bin" / "uv")

    def environment(self, folder: Path, python: Path, *wanted: str | Path) -> Path:
        """The interpreter of a new environment that holds what is wanted, said as to `pip install`."""
        ran(self.command, "venv", "--quiet", "--python", python, folder)
        found = folder / "bin" / "python"
        ran(self.command, "pip", "install", "--quiet", "--python", found, *wanted)
        return found

    def resolved(self, python: Path, resolution: str, *extras: str) -> str:
        """The versions that the project's dependencies come to: as lines for a file of requirements."""
        chosen = [word for extra in extras for word in ("--extra", extra)]
        options = ("--quiet", "--no-header", "--no-annotate", "--resolution", resolution, "--python", python)
        return ran(self.command, "pip", "compile", *options, *chosen, ROOT / "pyproject.toml")


@cache
def interpreter(version: str) -> Path:
    """An interpreter of that version ("3.12"), from PATH or pyenv; the test is skipped where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    known = shutil.which(f"python{version}")
    found = [Path(sys.executable), *([Path(known)] if known else []), *pyenv.glob(f"versions/{version}.*/bin/python")]
    for each in found:
        asked = [str(each), "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
        if subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == version:
            return each
    pytest.skip(f"there is no Python {version} here, neither on PATH nor of pyenv")
