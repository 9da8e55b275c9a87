import tempfile
from pathlib import Path

import pytest

from mockllm import MockLLM
from tests.pytest_plugin.runs import ARGS, HEAD, run

TESTS = """
@pytest.mark.mockllm_cassette
def test_it():
    assert ask("one", stream=True) and ask("two")
"""
REAL = "sk-proj-Abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(autouse=True)
def on_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def cassette(pytester: pytest.Pytester) -> Path:
    """The one cassette of a run."""
    (found,) = pytester.path.glob("cassettes/*/*.yaml")
    return found


def recorded(pytester: pytest.Pytester, tests: str = TESTS, *args: str) -> tuple[pytest.RunResult, MockLLM]:
    """A run that records from a service of ours, and the service as it was."""
    with MockLLM(on_miss="fake") as service:
        upstream = f"--mockllm-upstream=openai={service.url}"
        return run(pytester, tests, "--mockllm-record=once", upstream, *args), service


def test_a_recording_is_made_once_and_replayed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)

    first, service = recorded(pytester)
    second = run(pytester, TESTS)

    first.assert_outcomes(passed=1)
    first.stdout.fnmatch_lines(["Model requests: 2 recorded*", "*2 exchanges kept.", "*Redacted: *authorization (2)*"])
    second.assert_outcomes(passed=1)
    second.stdout.fnmatch_lines(["Model requests: 2 replayed; * tokens not paid for."])
    assert cassette(pytester).parent.name == Path(str(next(pytester.path.glob("test_*.py")))).stem
    assert cassette(pytester).name == "test_it.yaml"
    assert [each.headers["authorization"] for each in service.asks] == [f"Bearer {REAL}"] * 2
    assert REAL not in cassette(pytester).read_text()


def test_a_recording_of_a_test_that_fails_is_not_kept(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)

    result, _ = recorded(pytester, TESTS + "    assert 0\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*2 exchanges not kept: the test did not pass."])
    assert not list(pytester.path.glob("cassettes/**/*.yaml"))


def test_a_service_that_cannot_be_reached_is_not_told_as_recorded(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)

    upstream = "--mockllm-upstream=openai=http://127.0.0.1:1"
    result = run(pytester, TESTS + "    assert 0\n", "--mockllm-record=once", upstream)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["Model requests: * asked of the real services; 0 *", "*not kept: The upstream * failed*"]
    )
    result.stdout.no_fnmatch_line("*0 exchanges not kept*")
    result.stdout.no_fnmatch_line("*[0-9] recorded*")


def test_a_key_that_is_not_there_is_said(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    result, _ = recorded(pytester)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*OPENAI_API_KEY was not set when pytest started*"])


def test_a_cassette_that_is_missing_is_an_error_never_a_fake(pytester: pytest.Pytester) -> None:
    result = run(pytester, TESTS)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*.py:*test_it.yaml: there is no such cassette; record it with --mockllm-record=once."]
    )


def test_a_recording_that_is_not_asked_for_fails_the_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    recorded(pytester)

    result = run(pytester, TESTS.replace(' and ask("two")', ""))

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["mockllm: left over: *was not asked for"])


def test_a_changed_prompt_is_accepted_without_asking_anybody(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    recorded(pytester)
    changed = TESTS.replace('"two"', '"three"')

    missed = run(pytester, changed)
    accepted = run(pytester, changed, "--mockllm-accept")
    after = run(pytester, changed)

    missed.assert_outcomes(failed=1)
    accepted.assert_outcomes(passed=1)
    accepted.stdout.fnmatch_lines(['-*"content": "two"', '+*"content": "three"'])
    after.assert_outcomes(passed=1)


def test_accepting_is_refused_in_ci(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    result = run(pytester, TESTS, "--mockllm-accept")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--mockllm-accept rewrites cassettes: not in CI*"])


@pytest.mark.parametrize("given", ["option", "ini"])
@pytest.mark.parametrize("mode", ["once", "new_episodes", "all"])
def test_recording_is_refused_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, given: str, mode: str
) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makeini(f"[pytest]\nmockllm_record = {mode}\n" if given == "ini" else "[pytest]\n")

    result = run(pytester, TESTS, *([] if given == "ini" else [f"--mockllm-record={mode}"]))

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [f"ERROR: mockllm_record = {mode} asks the real services: not where CI is set; --mockllm-record=none replays*"]
    )


@pytest.mark.parametrize("given", ["option", "ini"])
def test_recording_in_ci_may_be_allowed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    pytester.makeini("[pytest]\nmockllm_in_ci = true\n" if given == "ini" else "[pytest]\n")

    result, _ = recorded(pytester, TESTS, *([] if given == "ini" else ["--mockllm-in-ci"]))

    result.assert_outcomes(passed=1)


def test_a_change_in_a_test_that_fails_is_not_accepted(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    recorded(pytester)
    before = cassette(pytester).read_bytes()

    result = run(pytester, TESTS.replace('"two"', '"three"') + "    assert 0\n", "--mockllm-accept")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*test_it.yaml: 1 changed request not accepted: the test did not pass."])
    assert cassette(pytester).read_bytes() == before


def test_a_miss_beside_a_recording_says_how_to_take_a_change(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    recorded(pytester)

    result = run(pytester, TESTS.replace('"two"', '"three"'))

    result.stdout.fnmatch_lines(['*recorded "two", asked "three"', "(*--mockllm-accept takes the new *)"])


def test_a_recording_that_cannot_be_put_in_place_is_said(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    pytester.makefile("", cassettes="in the way of the folder")

    result, _ = recorded(pytester)

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*test_it.yaml: not written: *"])


def test_a_run_that_is_interrupted_leaves_nothing_behind(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with MockLLM(on_miss="fake", check=False) as service:
        upstream = f"--mockllm-upstream=openai={service.url}"
        tests = TESTS + "    raise KeyboardInterrupt\n"
        pytester.makepyfile(HEAD + tests)
        result = pytester.runpytest_inprocess(*ARGS, "--mockllm-record=once", upstream, no_reraise_ctrlc=True)

    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert list(tmp_path.glob("mockllm-*")) == []
    assert not list(pytester.path.glob("cassettes/**/*.yaml"))


def test_a_long_name_is_cut_short_but_not_confused(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)
    tests = """
@pytest.mark.mockllm_cassette
@pytest.mark.parametrize("end", "ab")
@pytest.mark.parametrize("long", ["x" * 300])
def test_it(long, end):
    assert ask(end)
"""

    result, _ = recorded(pytester, tests)

    result.assert_outcomes(passed=2)
    assert len(list(pytester.path.glob("cassettes/*/*.yaml"))) == 2


PASSED_ON = """
@pytest.mark.mockllm(on_miss="upstream")
def test_it(mockllm):
    mockllm.when(user="mine").reply("scripted")
    assert ask("mine") == "scripted"
    assert ask("theirs") == "real"
"""


def passed_on(pytester: pytest.Pytester, *args: str) -> pytest.RunResult:
    with MockLLM(check=False) as service:
        service.when(user="theirs").reply("real")
        return run(pytester, PASSED_ON, f"--mockllm-upstream=openai={service.url}", *args)


def test_what_nothing_answers_may_go_to_the_real_service(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", REAL)

    result = passed_on(pytester)

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["Model requests: 1 scripted, 1 asked of the real services; * tokens not paid for."])


def test_in_ci_nothing_goes_to_the_real_service(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    refused, allowed = passed_on(pytester), passed_on(pytester, "--mockllm-in-ci")

    refused.assert_outcomes(errors=1)
    refused.stdout.fnmatch_lines(
        ["*.py:*: on_miss='upstream' asks the real services: not where CI is set; allow it with --mockllm-in-ci."]
    )
    assert "real services: not" not in allowed.stdout.str()
