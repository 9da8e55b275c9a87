import pytest

from mockllm.pytest_plugin.chaos import KINDS, Disorder, Toll, disorders
from tests.pytest_plugin.runs import run, run_apart

TESTS = """
def test_careless(mockllm):
    mockllm.script("one", "two")
    for question in "ab":
        try:
            ask(question, stream=True)
        except Exception:
            pass

def test_careful(mockllm):
    mockllm.script("one")
    assert ask(stream=True) == "one"

def test_tries_again(mockllm):
    mockllm.script("one", "two")
    for question in ("one", "two"):
        for _ in range(3):
            try:
                said = ask(question, stream=True)
            except Exception:
                continue
            if "error" not in said:
                break
        assert said == question
"""


@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_tests_that_pass_with_another_answer_are_listed(pytester: pytest.Pytester, args: tuple[str, ...]) -> None:
    result = run_apart(pytester, TESTS, "--mockllm-chaos=1", *args)

    for kind in KINDS:
        line = f"*::test_careless passed with a different answer after {kind} at request *"
        result.stdout.fnmatch_lines([line])
    result.stdout.no_fnmatch_line("*::test_careful passed with*")
    result.stdout.no_fnmatch_line("*::test_tries_again passed with*")
    result.stdout.fnmatch_lines(["Chaos with seed 1: 9 runs, 3 as before, 3 failed, 3 passed with a different answer."])


def test_subtests_that_fail_under_chaos_fail_nothing_else(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_it(mockllm, subtests):
    mockllm.script("one")
    with subtests.test("inner"):
        assert ask(stream=True) == "one"
""",
        "--mockllm-chaos=1",
    )

    assert result.ret == 0
    result.stdout.fnmatch_lines(["Chaos with seed 1: 3 runs, 3 failed."])


def test_the_seed_decides_where_failures_strike() -> None:
    first = [each.at for each in disorders("1", "test", 100)]

    assert first == [each.at for each in disorders("1", "test", 100)]
    assert first != [each.at for each in disorders("2", "test", 100)]
    assert [each.kind for each in disorders("1", "test", 1)] == list(KINDS)
    assert disorders("1", "test", 0) == []


def test_the_same_answers_in_any_order_are_as_before() -> None:
    toll, cut = Toll(), Disorder("a cut", 0)

    toll.note("one", cut, ["a", "b"], ["b", "a"], passed=True)
    toll.note("two", cut, ["a", "a"], ["a"], passed=True)
    toll.note("three", cut, ["a"], [], passed=False)

    assert toll.lines("7") == [
        "Chaos with seed 7: 3 runs, 1 as before, 1 failed, 1 passed with a different answer.",
        "two passed with a different answer after a cut at request 1",
    ]


def test_what_workers_have_shown_is_added_up() -> None:
    toll = Toll()

    for _ in range(2):
        toll.add({"runs": {"failed": 1}, "unmoved": []})

    assert toll.lines("7") == ["Chaos with seed 7: 2 runs, 2 failed."]
    assert Toll().lines("7") == []
