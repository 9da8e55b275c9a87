"""From options to a configuration, and what is said when it listens."""

import sys
from pathlib import Path
from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.cli.running import announce, config_of, serve_with
from mockllm.cli.serve import serve
from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.ratelimit import Rate


def given(*arguments: str) -> dict[str, Any]:
    """The options of `mockllm serve` with these arguments."""
    return dict(serve.make_context("serve", list(arguments)).params)


def test_no_options_are_a_plain_server() -> None:
    config = config_of(given())

    assert (config.host, config.token, config.settings.pace, config.settings.seed) == ("127.0.0.1", None, None, 0)
    assert config.settings.options.keys is None
    assert config.settings.options.body_limit == 64 << 20


@pytest.mark.parametrize(
    ("arguments", "keys"), [((), None), (("--require-auth",), ()), (("--require-auth", "sk-1"), ("sk-1",))]
)
def test_keys_to_ask_for(arguments: tuple[str, ...], keys: tuple[str, ...] | None) -> None:
    assert config_of(given(*arguments)).settings.options.keys == keys


def test_options_reach_their_places() -> None:
    config = config_of(
        given("--seed", "7", "--tps", "50", "--lenient", "--clock", "real", "--allow-unknown", "model, param",
              "--allow-host", "ci", "--body-limit", "1")
    )  # fmt: skip

    assert (config.settings.seed, config.settings.clock, config.settings.pace) == (7, "real", Pace(0, 50))
    assert (config.settings.options.lenient, config.settings.options.allow) == (True, frozenset({"model", "param"}))
    assert (tuple(config.allow_hosts), config.settings.options.body_limit) == (("ci",), 1 << 20)


def test_limits_models_and_work_reach_their_places(tmp_path: Path) -> None:
    file = tmp_path / "models.yaml"
    file.write_text("mine: {context: 5}")
    options = config_of(given("--rate-limit", "60/4000", "--models", str(file), "--work", "0.5")).settings.options

    assert (options.rate, options.work) == (Rate(60, 4_000), 0.5)
    assert options.models == {"mine": Model("mine", context=5)}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--volatile", "/seed"), "--volatile is about recordings: give it a --cassette FILE."),
        (("--unordered-results",), "--unordered-results is about recordings"),
        (("--watch",), "--watch reads scenario files again: give it a --scenario FILE."),
        (("--upstream", "openai", "--on-miss", "fake"), "--upstream is asked only with --on-miss upstream"),
        (("--upstream", "openai", "--scenario", "a.yaml"), "--upstream is asked only with --on-miss upstream"),
        (("--upstream", "openai", "--cassette", "a.yaml"), "--upstream is asked only with --on-miss upstream"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(arguments: tuple[str, ...], problem: str) -> None:
    with pytest.raises(MockLLMError, match=problem):
        serve_with(given(*arguments))


def test_beyond_loopback_the_token_may_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config_of(given("--host", "10.1.2.3", "--token", "mine")).token == "mine"  # noqa: S105
    monkeypatch.setenv("MOCKLLM_TOKEN", "ours")
    assert config_of(given("--host", "10.1.2.3")).token == "ours"  # noqa: S105
    assert config_of(given("--token", "mine")).token is None


def test_beyond_loopback_there_is_a_token_of_its_own() -> None:
    one, two = config_of(given("--host", "10.1.2.3")).token, config_of(given("--host", "10.1.2.3")).token

    assert one
    assert one != two


def test_unknown_words_to_allow_are_named() -> None:
    with pytest.raises(MockLLMError, match="not zzz"):
        config_of(given("--allow-unknown", "zzz"))


def test_one_line_says_where_it_listens(capsys: pytest.CaptureFixture[str]) -> None:
    announce("http://127.0.0.1:8000")

    assert capsys.readouterr().out == "mockllm listens at http://127.0.0.1:8000\n"


def test_a_terminal_is_told_what_each_sdk_wants_to_know(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    announce("http://127.0.0.1:8000", "secret")

    out = capsys.readouterr().out
    assert "Authorization: Bearer secret" in out
    assert "export OPENAI_BASE_URL=http://127.0.0.1:8000/v1\n" in out
    assert "export ANTHROPIC_BASE_URL=http://127.0.0.1:8000\n" in out
