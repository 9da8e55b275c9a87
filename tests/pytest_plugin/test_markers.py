import pytest

from tests.pytest_plugin.runs import run


def test_a_marker_alone_asks_for_fakes(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
said = []
@pytest.mark.mockllm(fake=True)
def test_one():
    said.append(ask())
@pytest.mark.mockllm(on_miss="fake", seed=7, pace=10_000)
def test_two():
    said.append(ask())
@pytest.mark.mockllm(fake=True)
def test_three():
    said.append(ask())
    assert said[0] == said[2] != said[1]
""",
    )

    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["Model requests: 3 faked; * tokens not paid for."])


@pytest.mark.parametrize(
    ("marker", "reason"),
    [
        ("mockllm(sed=1)", "the marker mockllm takes no 'sed'; it takes seed, on_miss, pace, fake."),
        ("mockllm('fake')", "the marker mockllm takes keywords only, not 'fake'."),
        ("mockllm(seed='x')", "the marker mockllm takes a number as seed, not 'x'."),
        ("mockllm(seed=True)", "the marker mockllm takes a number as seed, not True."),
        ("mockllm(fake='x')", "the marker mockllm takes fake as True or False, not 'x'."),
        (
            "mockllm(pace=-1)",
            "of ttft, tps and jitter (three numbers), not -1.",
        ),
        ("mockllm(on_miss='x')", "the marker mockllm takes on_miss as one of error, fake, upstream, not 'x'."),
        (
            "mockllm(pace='x')",
            "of ttft, tps and jitter (three numbers), not 'x'.",
        ),
        ("mockllm_scenario()", "the marker mockllm_scenario takes one or more files and no keywords."),
        ("mockllm_cassette('a', 'b')", "the marker mockllm_cassette takes at most one file and no keywords."),
    ],
)
def test_a_wrong_marker_is_one_clear_line_and_other_tests_go_on(
    pytester: pytest.Pytester, marker: str, reason: str
) -> None:
    tests = f"@pytest.mark.{marker}\ndef test_bad():\n    pass\ndef test_good():\n    pass\n"

    result = run(pytester, tests)

    result.assert_outcomes(errors=1, passed=1)
    assert any(line.endswith(reason) and ".py:" in line for line in result.outlines)


def test_a_scenario_is_found_beside_the_test(pytester: pytest.Pytester) -> None:
    pytester.makefile(".yaml", plan="mockllm: 1\nturns: [{say: hello}]\n", bad="mockllm: 1\nturns: [{shout: x}]\n")
    result = run(
        pytester,
        """
@pytest.mark.mockllm_scenario("plan.yaml")
def test_good():
    assert ask() == "hello"
@pytest.mark.mockllm_scenario("bad.yaml")
def test_bad():
    pass
""",
    )

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*.py:*bad.yaml:2:*"])
