import pytest

from tests.cli.recordings import Run
from tests.cli.running import run


@pytest.fixture
def mockllm(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line: its exit code, stdout and stderr."""
    monkeypatch.delenv("CI", raising=False)
    return lambda *arguments: run(capsys, monkeypatch, *map(str, arguments))
