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
