import pytest

from tests.pytest_plugin.runs import run


def test_a_scripted_test_passes(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_script(mockllm):
    mockllm.script("Hello")
    assert ask() == "Hello"
    assert mockllm.asks[0].user == "hi"
""",
    )

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["Model requests: 1 scripted; * tokens not paid for."])


def test_a_miss_fails_the_test_once_though_the_error_was_swallowed(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_miss(mockllm):
    ask()
def test_next(mockllm):
    mockllm.script("fine")
    assert ask() == "fine"
""",
    )

    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["mockllm: request 1, POST /v1/chat/completions: miss: nothing was scripted*"])
    result.stdout.fnmatch_lines(["*mockllm: what was asked*", "1. POST /v1/chat/completions gpt-4o: hi -> 422 miss"])


def test_leftovers_fail_the_test_as_failed(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_left(mockllm):
    mockllm.script("a", "b")
    ask()
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["mockllm: left over: turn 2 of lane default was not asked for (*.py:*)"])


def test_the_first_failure_is_the_tests_own(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_own(mockllm):
    mockllm.script("a", "b")
    assert ask() == "c"
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert 'a' == 'c'*", "1. POST /v1/chat/completions gpt-4o: hi -> 200 script a"])
    result.stdout.no_fnmatch_line("*left over*")


def test_a_tool_that_was_not_offered_fails_the_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_tool(mockllm):
    mockllm.script(call("get_time", {}))
    ask()
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["mockllm: *calls the tool get_time, which the request does not offer*"])


def test_a_test_without_the_fixture_fails_at_a_request_nobody_foresaw(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_plain():\n    ask()\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*does not use the mockllm fixture*"])


def test_classes_of_unittest_have_the_session(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import unittest
class TestIt(unittest.TestCase):
    def test_script(self):
        self.mockllm.script("U")
        self.assertEqual(ask(), "U")
    def test_left(self):
        self.mockllm.script("U")
    def test_own(self):
        self.mockllm.script("U")
        self.fail("mine")
""",
    )

    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*left over*", "*AssertionError: mine*"])


def test_what_a_fixture_asks_for_belongs_to_its_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.fixture
def greeted(mockllm):
    mockllm.script("in setup", "in teardown")
    yield ask()
    assert ask() == "in teardown"
def test_it(mockllm, greeted):
    assert greeted == "in setup"
    ask()
    mockllm.script("more")
    ask()
""",
    )

    assert result.parseoutcomes()["errors"] == 1
    assert result.parseoutcomes()["passed"] == 1


def test_streams_that_are_still_held_go_on_when_their_test_ends(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import threading, time
said = []
reading = threading.Thread(target=lambda: said.append(ask(stream=True)))
def test_holds(mockllm):
    mockllm.script(text("one two", hold_after="one"))
    reading.start()
    while not mockllm.asks:
        time.sleep(0.01)
    time.sleep(0.05)
def test_next():
    reading.join(5)
    assert said == ["one two"]
""",
    )

    result.assert_outcomes(passed=2)


def test_an_expected_failure_may_be_a_miss(pytester: pytest.Pytester) -> None:
    result = run(pytester, "@pytest.mark.xfail(strict=True)\ndef test_it(mockllm):\n    ask()\n")

    result.assert_outcomes(xfailed=1)


CUTS = """
def test_careful(mockllm):
    for world in mockllm.cuts("one two three"):
        with world:
            assert ask(stream=True) == "one two three"
def test_careless(mockllm):
    for world in mockllm.cuts("one two three", how="reset"):
        with world:
            try:
                ask(stream=True)
            except OSError:
                pass
            except Exception:
                pass
def test_chunkings(mockllm):
    for world in mockllm.chunkings("one two three \u00e9"):
        with world:
            assert ask(stream=True) == "one two three \u00e9"
def test_bad_chunkings(mockllm):
    for world in mockllm.chunkings("one"):
        with world:
            assert ask(stream=True) == "two"
"""


def test_cuts_and_chunkings_are_subtests(pytester: pytest.Pytester) -> None:
    result = run(pytester, CUTS, "-rA")

    found = result.parseoutcomes()
    assert found["passed"] == 2
    assert found["failed"] >= 2 + 7
    result.stdout.fnmatch_lines_random(
        [
            "_* test_careless [[]answer 1 cut after event 1 of 6[]] _*",
            "the body returned as if all were well",
            "_* test_bad_chunkings [[]chunks of 7 bytes[]] _*",
            "E *assert 'one' == 'two'",
            "SUBFAILED[[]answer 1 cut after event 1 of 6[]] *::test_careless*",
            "SUBFAILED[[]chunks of 7 bytes[]] *::test_bad_chunkings*",
            "FAILED *::test_careless - contains 5 *",
        ]
    )
    result.stdout.no_fnmatch_line("SUBFAILED*::test_careful*")


def test_without_subtests_what_went_wrong_is_listed_in_the_end(pytester: pytest.Pytester) -> None:
    result = run(pytester, CUTS, "-p", "no:subtests")

    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*returned as if all were well after:", "*answer 1 cut after event 1 of *"])
    result.stdout.fnmatch_lines(["*The body failed at:", "*chunks of 7 bytes: AssertionError*"])


def test_a_whole_stream_that_is_not_what_was_scripted_fails_the_test_at_once(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_left_over(mockllm):
    for world in mockllm.cuts("one", "two"):
        with world:
            ask(stream=True)
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*left over: turn 2 of lane default was not asked for*"])
