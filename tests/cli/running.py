"""The command line in a process of its own, and in this one."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mockllm.cli import main

__all__ = ["Started", "run", "started"]


@dataclass
class Started:
    """A server in a process: where it listens, and after it was stopped what it said on stderr, then told on stdout,
    and its exit code.
    """

    process: Process
    port: int
    said: str = ""
    told: str = ""
    code: int = 0

    async def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(self.process.communicate(), 20)
        self.told = out.decode()
        self.said, self.code = err.decode(), self.process.returncode or 0


@asynccontextmanager
async def started(*arguments: str, **environment: str) -> AsyncIterator[Started]:
    """`mockllm` with these arguments, once it says that it listens."""
    env = {key: value for key, value in os.environ.items() if key != "CI"} | environment
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mockllm", *arguments, "--port", "0", stdout=PIPE, stderr=PIPE, env=env,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    if not line.startswith("mockllm listens at "):
        _, err = await process.communicate()
        pytest.fail(f"it did not start: {line}{err.decode()}")
    server = Started(process, int(line.rpartition(":")[2]))
    try:
        yield server
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of `mockllm` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["mockllm", *arguments])
    with pytest.raises(SystemExit) as done:
        main()
    found = capsys.readouterr()
    return int(done.value.code or 0), found.out, found.err
