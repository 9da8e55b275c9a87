from pathlib import Path

import pytest

from tests.pytest_plugin.runs import run, run_apart

TESTS = """
def test_one(mockllm):
    mockllm.script("one")
    assert ask() == "one"
@pytest.mark.mockllm(fake=True)
def test_two():
    assert ask()
def test_three(mockllm):
    ask()
"""


@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_the_summary_counts_how_requests_were_answered(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: tuple[str, ...]
) -> None:
    step = tmp_path / "step.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step))

    result = run_apart(pytester, TESTS, *args)

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["Model requests: 1 scripted, 1 faked, 1 missed; * tokens not paid for."])
    assert step.read_text().startswith("### mockllm\n\n- Model requests: 1 scripted, 1 faked, 1 missed;")


def test_a_run_that_asks_no_model_has_no_summary(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_it():\n    pass\n")

    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*mockllm*")


def test_what_comes_out_of_turn_in_a_worker_fails_the_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
def pytest_sessionstart(session):
    import os, urllib.request, urllib.error
    if hasattr(session.config, "workerinput"):
        try:
            urllib.request.urlopen(os.environ["OPENAI_BASE_URL"] + "/models", timeout=10)
        except urllib.error.HTTPError:
            pass
"""
    )
    result = run_apart(pytester, "def test_it():\n    pass\n", "-n", "1")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED: a request came while no test was running*"])
