import pytest

from tests.pytest_plugin.runs import run


def test_a_client_of_a_finished_test_fails_the_running_one(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
kept = {}
def test_one(mockllm):
    kept["base"] = mockllm.openai_url
def test_two(mockllm):
    assert "from a client of the finished test" in ask(base=kept["base"])
""",
    )

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["mockllm: a request came from a client of the finished test *::test_one"])


def test_a_request_while_no_test_runs_fails_the_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
def pytest_collection_finish(session):
    import os, urllib.request, urllib.error
    try:
        urllib.request.urlopen(os.environ["OPENAI_BASE_URL"] + "/models", timeout=10)
    except urllib.error.HTTPError:
        pass
"""
    )
    result = run(pytester, "def test_it():\n    pass\n")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED: a request came while no test was running (before the first test)*"])


def test_a_module_fixture_asks_in_the_session_of_the_test_that_needs_it(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.fixture(scope="module")
def greeted():
    return ask()
@pytest.mark.mockllm(fake=True)
def test_it(greeted):
    assert greeted
""",
    )

    result.assert_outcomes(passed=1)
