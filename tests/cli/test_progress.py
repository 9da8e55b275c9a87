import io
import sys

import pytest

from mockllm.cli.progress import shown


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_where_someone_looks_and_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    assert list(shown(range(3), "Short")) == [0, 1, 2]
    assert terminal.getvalue() == ""
    assert list(shown(range(60), "Long")) == list(range(60))
    assert "Long" in terminal.getvalue()


def test_no_bar_is_shown_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(shown(range(60), "Long")) == list(range(60))
    assert capsys.readouterr().err == ""
