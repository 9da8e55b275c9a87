import pytest

from tests.cli.recordings import Run


@pytest.mark.parametrize("command", ["show", "verify", "diff", "redact", "import"])
def test_every_command_explains_itself(mockllm: Run, command: str) -> None:
    code, out, _ = mockllm("cassette", command, "--help")

    assert code == 0
    assert "FILE" in out


def test_a_command_without_files_is_refused(mockllm: Run) -> None:
    assert mockllm("cassette", "show")[0] == 2
