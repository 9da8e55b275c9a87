import pytest

from mockllm import MockLLM
from tests.asking import ask
from tests.pytest_plugin.runs import run


def test_a_failed_tests_session_can_be_replayed(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_bad(mockllm):
    mockllm.script("first", "second")
    ask("a"), ask("b")
    assert 0
def test_good(mockllm):
    mockllm.script("first")
    ask("a")
""",
        "--mockllm-artifacts=sub/../kept",
    )

    (file,) = (pytester.path / "kept").iterdir()
    with MockLLM(cassette=file) as replayed:
        said = [ask(replayed.openai_url, user, stream=False) for user in "ab"]

    result.stdout.fnmatch_lines(["*::test_bad failed; its session: mockllm replay kept*.yaml"])
    assert said == ["first", "second"]


def test_a_folder_that_cannot_be_written_is_said(pytester: pytest.Pytester) -> None:
    pytester.makefile(".txt", taken="")

    result = run(pytester, "def test_it(mockllm):\n    ask()\n", "--mockllm-artifacts=taken.txt")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["taken.txt*: not written: *"])


def test_the_command_is_fit_for_a_shell(pytester: pytest.Pytester) -> None:
    tests = "@pytest.mark.parametrize('n', ['a b'])\ndef test_it(mockllm, n):\n    ask()\n"

    result = run(pytester, tests, "--mockllm-artifacts=out")

    result.stdout.fnmatch_lines(["*failed; its session: mockllm replay 'out/*test_it[[]a_b[]].yaml'"])
