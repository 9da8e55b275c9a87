"""Recordings and real services as sources of `mockllm serve`."""

from pathlib import Path
from typing import Any

import pytest

from mockllm.cli.options import MATCHING
from mockllm.cli.recorded import recorded_sources
from mockllm.errors import MockLLMError

CASSETTE = str(Path(__file__).parents[2] / "cassettes" / "chat.yaml")
NOTHING: dict[str, Any] = {
    "cassettes": (), "upstreams": (), "scenarios": (), "on_miss": None, "in_ci": True, **dict.fromkeys(MATCHING, ())
}  # fmt: skip


def names(**given: Any) -> list[str]:
    return [source.name for source in recorded_sources(NOTHING | given)]


def test_a_cassette_is_asked_before_its_translation() -> None:
    raw, translated = recorded_sources(NOTHING | {"cassettes": (CASSETTE,)})

    assert (raw.raw, translated.raw) == (True, False)


def test_an_upstream_answers_misses_where_it_is_all_there_is_or_asked_for() -> None:
    assert names(upstreams=("http://127.0.0.1:1",)) == ["upstream"]
    assert "upstream" not in names(upstreams=("http://127.0.0.1:1",), cassettes=(CASSETTE,))
    assert names(upstreams=("http://127.0.0.1:1",), cassettes=(CASSETTE,), on_miss="upstream")[-1] == "upstream"


def test_misses_cannot_go_nowhere() -> None:
    with pytest.raises(MockLLMError, match="needs an --upstream"):
        recorded_sources(NOTHING | {"on_miss": "upstream"})


def test_a_build_machine_asks_nobody_unless_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(MockLLMError, match="--in-ci"):
        recorded_sources(NOTHING | {"upstreams": ("http://127.0.0.1:1",), "in_ci": False})
