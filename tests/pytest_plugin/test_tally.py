from pathlib import Path

import pytest

from mockllm import MockLLM
from mockllm.pytest_plugin.tally import Tally, counts
from tests.asking import ask


def test_answers_are_counted_by_who_gave_them() -> None:
    with MockLLM(check=False) as mock:
        mock.script("one")
        ask(mock.openai_url)
        ask(mock.openai_url)

        found = counts(mock)

    assert found["scripted"] == found["missed"] == 1
    assert found["tokens"] > 0


def test_sums_and_notes_make_the_summary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tally = Tally()
    for _ in range(2):
        tally.add({"counts": {"replayed": 1, "tokens": 5}, "notes": ["kept"]})
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    tally.to_ci()

    assert tally.lines() == ["Model requests: 2 replayed; 10 tokens not paid for.", "kept", "kept"]
    assert list(tmp_path.iterdir()) == []


def test_a_summary_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    tally = Tally(notes=["kept"])

    assert tally.to_ci() == [f"GITHUB_STEP_SUMMARY: {tmp_path}: not written: Is a directory"]
