"""Where answers come from that no script holds: scenarios, cassettes, and the real services."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mockllm import MockLLM, MockLLMError
from mockllm.cassette.file import rewrite
from tests.asking import ask


def test_a_scenario_is_played(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("mockllm: 1\nturns: [{say: hello}]\n")

    with MockLLM(scenario=file) as mock:
        assert ask(mock.openai_url) == "hello"


def test_a_bad_scenario_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("mockllm: 1\nturns: [{shout: hello}]\n")

    with pytest.raises(MockLLMError, match=r"a.yaml:2:"), MockLLM(scenario=file):
        pass


def test_a_cassette_is_replayed_and_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with MockLLM() as first:
        first.script("kept")
        ask(first.openai_url)
        rewrite(file, first.exchanges)

    with MockLLM(cassette=file) as second:
        assert ask(second.openai_url) == "kept"
        assert second.asks[0].user == "hi"
        assert "assistant: kept" in second.transcript()
        second.assert_usage(output_tokens__gt=0)


@pytest.mark.parametrize("load", [lambda mock: mock.scenario("no.yaml"), lambda mock: mock.cassette("no.yaml")])
def test_a_file_that_is_not_there_is_one_line(load: Any) -> None:
    with MockLLM() as mock, pytest.raises(MockLLMError, match=r"^no\.yaml: .*No such file or directory") as raised:
        load(mock)

    assert {str(entry.path) for entry in raised.traceback.filter(raised)} == {__file__}
    assert raised.value.__suppress_context__


def test_what_nothing_answers_may_go_to_the_real_service() -> None:
    with (
        MockLLM(on_miss="fake") as service,
        MockLLM(on_miss="upstream", upstream=[f"openai={service.url}"]) as mock,
    ):
        mock.when(user="mine").reply("scripted")

        said = [ask(mock.openai_url, user) for user in ("mine", "theirs")]

        assert [each.user for each in service.asks] == ["theirs"]
        assert said == ["scripted", ask(service.openai_url, "theirs")]
        assert [entry.source for entry in mock.entries] == ["script", "upstream"]


async def test_so_it_may_on_the_running_loop() -> None:
    async with MockLLM(on_miss="fake") as service, MockLLM(on_miss="upstream", upstream=[service.url]) as mock:
        assert await asyncio.to_thread(ask, mock.openai_url)
        assert len(service.asks) == 1


def test_a_session_may_be_stricter_than_its_server() -> None:
    with (
        MockLLM(on_miss="fake", check=False) as service,
        MockLLM(on_miss="upstream", upstream=[service.url], check=False) as mock,
    ):
        strict = mock.session("strict")
        strict.allow(on_miss="error")

        assert "nothing was scripted" in ask(strict.openai_url)
        assert service.asks == []


def test_a_server_without_a_way_to_the_real_services_says_so() -> None:
    with MockLLM() as mock, pytest.raises(MockLLMError, match="This server asks no real service"):
        mock.allow(on_miss="upstream")


def test_an_upstream_that_would_never_be_asked_is_a_mistake() -> None:
    with pytest.raises(MockLLMError, match="only with on_miss='upstream'"):
        MockLLM(upstream=["http://127.0.0.1:9"])
