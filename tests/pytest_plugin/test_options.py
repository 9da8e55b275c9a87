from pathlib import Path

import pytest

from mockllm.pytest_plugin.markers import MARKERS
from mockllm.pytest_plugin.options import OPTIONS, Option
from tests.pytest_plugin.runs import run

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "pytest.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.flag)
def test_an_option_is_documented_with_its_ini(option: Option) -> None:
    assert f"`{option.flag}" in PAGE
    assert f"`mockllm_{option.name}`" in PAGE


@pytest.mark.parametrize("name", [*MARKERS, "mockllm_server", "mockllm_url"])
def test_a_marker_or_fixture_is_documented(name: str) -> None:
    assert f"`{name}" in PAGE


def test_fixtures_and_options_say_what_they_are(pytester: pytest.Pytester) -> None:
    helped = run(pytester, "", "--help")
    fixtures = run(pytester, "", "--fixtures")
    markers = run(pytester, "", "--markers")

    helped.stdout.fnmatch_lines([f"*{option.flag}*" for option in OPTIONS])
    fixtures.stdout.fnmatch_lines(["mockllm -- *", "mockllm_server *", "mockllm_url *"])
    markers.stdout.fnmatch_lines([f"@pytest.mark.{name}(*" for name in MARKERS])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("mockllm_record = sometimes", "*mockllm_record is one of none, once, new_episodes, all, not 'sometimes'*"),
        ("mockllm_egress = some", "*mockllm_egress is one of vendors, all, off, not 'some'*"),
        (
            "mockllm_upstream = nobody=http://x",
            "ERROR: --mockllm-upstream nobody=http://x: no vendor is called nobody;*",
        ),
        ("mockllm_seed = --1", "*mockllm_seed is a number, not '--1'*"),
        ("mockllm_seed = x", "*mockllm_seed is a number, not 'x'*"),
    ],
)
def test_a_wrong_ini_value_is_one_clear_line(pytester: pytest.Pytester, line: str, reason: str) -> None:
    pytester.makeini(f"[pytest]\n{line}\n")

    result = run(pytester, "def test_it():\n    pass\n")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([reason])


def test_the_ini_file_decides_and_the_command_line_overrides(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmockllm_seed = 5\n")
    tests = "@pytest.mark.mockllm(fake=True)\ndef test_it():\n    print('said', ask())\n"

    first, second, third = (
        run(pytester, tests, "-s", *args) for args in ((), ("--mockllm-seed=5",), ("--mockllm-seed=6",))
    )
    said = [[line for line in each.outlines if "said" in line] for each in (first, second, third)]

    assert said[0] == said[1] != said[2]
