import pytest

from mockllm.pytest_plugin.chaos import KINDS, Disorder, disorders, verdict
from tests.pytest_plugin.runs import run


def test_tests_that_pass_with_another_answer_are_listed(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_careless(mockllm):
    mockllm.script("one")
    try:
        ask(stream=True)
    except Exception:
        pass
def test_careful(mockllm):
    mockllm.script("one")
    assert ask(stream=True) == "one"
""",
        "--mockllm-chaos=1",
    )

    result.stdout.fnmatch_lines(["*::test_careless passed with a different answer after a cut at request 1"])
    result.stdout.no_fnmatch_line("*::test_careful passed with*")
    result.stdout.fnmatch_lines(["Model requests: 2 scripted; *"])


def test_the_seed_decides_where_failures_strike() -> None:
    first = [each.at for each in disorders("1", "test", 100)]

    assert first == [each.at for each in disorders("1", "test", 100)]
    assert first != [each.at for each in disorders("2", "test", 100)]
    assert [each.kind for each in disorders("1", "test", 1)] == list(KINDS)
    assert disorders("1", "test", 0) == []


def test_the_same_answers_are_not_worth_a_word() -> None:
    assert verdict("test", Disorder("cut", 0), ["a"], ["a"]) == []
    assert verdict("test", Disorder("cut", 0), ["a"], []) == [
        "test passed with a different answer after a cut at request 1"
    ]
