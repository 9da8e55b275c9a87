import asyncio
import http.client
import threading
import time
from typing import Any

import pytest
from pydantic import BaseModel

import mockllm
from mockllm import MockLLM, MockLLMError, Pace, call, cut, fail, refuse, results, text, think, turn
from mockllm.engine.settings import Settings
from mockllm.vendors.table import VENDORS
from tests.asking import ask, chat, post

TOOL = {"name": "get_time", "parameters": {"type": "object", "properties": {"tz": {"type": "string"}}}}
TOOLS = [{"type": "function", "function": TOOL}]


class City(BaseModel):
    name: str


def test_turns_are_said_in_order() -> None:
    with MockLLM() as mock:
        mock.script("one", {"a": 1}, City(name="Rome"), ["four", think("hm")], refuse("no"))

        said = [ask(mock.openai_url) for _ in range(4)]

        assert ask(mock.openai_url) == "None"
    assert said == ["one", '{"a":1}', '{"name":"Rome"}', "four"]


def test_a_failure_is_a_turn() -> None:
    with MockLLM() as mock:
        mock.script(fail("rate_limit", "slow down"), "two")

        assert ask(mock.openai_url) == "slow down"
        assert ask(mock.openai_url) == "two"


def test_tool_calls_and_results_are_seen() -> None:
    with MockLLM() as mock:
        mock.script(["Let me look.", call("get_time", {"tz": "CET"})], turn("Noon.", expect=results(get_time="12:00")))
        ask(mock.openai_url, "What time?", tools=TOOLS)
        called = {"id": "c1", "type": "function", "function": {"name": "get_time", "arguments": '{"tz":"CET"}'}}
        history = [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": "What time?"},
            {"role": "assistant", "content": "Let me look.", "tool_calls": [called]},
            {"role": "tool", "tool_call_id": "c1", "content": "12:00"},
        ]
        post(f"{mock.openai_url}/chat/completions", {"model": "gpt-4o", "messages": history, "tools": TOOLS})

        last = mock.asks[-1]

    assert last.model == "gpt-4o"
    assert last.messages[:2] == [("system", "Be short."), ("user", "What time?")]
    assert list(last.tools) == ["get_time"]
    assert last.tool_results["get_time"].text == "12:00"
    assert (last.system, last.user, last.vendor, last.shape) == ("Be short.", "What time?", "openai", "chat")
    assert last.images == ()
    assert last.body["model"] == "gpt-4o"
    assert last.headers["content-type"] == "application/json"
    assert not last.stream
    assert repr(last) == "<request 2 to gpt-4o: 'What time?'>"


def test_a_lane_has_turns_of_its_own() -> None:
    with MockLLM() as mock:
        mock.lane("planner", user="plan").script("a plan")
        mock.script("something else")

        assert ask(mock.openai_url, "do") == "something else"
        assert ask(mock.openai_url, "make a plan") == "a plan"


def test_a_rule_answers_what_matches() -> None:
    with MockLLM() as mock:
        mock.when(user="refund").reply("Done.", times=2)

        assert [ask(mock.openai_url, "a refund") for _ in range(2)] == ["Done.", "Done."]


def test_fakes_answer_when_they_are_asked_for() -> None:
    with MockLLM() as mock:
        mock.fake()
        first = ask(mock.openai_url)
    with MockLLM(on_miss="fake", seed=1) as other:
        second = ask(other.openai_url)
        other.allow(seed=0)
        third = ask(other.openai_url)

    assert first == third != second


def test_a_miss_fails_even_if_nobody_looks() -> None:
    with pytest.raises(AssertionError, match="nothing was scripted"), MockLLM() as mock:
        ask(mock.openai_url)


def test_after_a_miss_all_is_a_miss() -> None:
    with MockLLM(check=False) as mock:
        ask(mock.openai_url)
        mock.script("too late")

        assert "an earlier request of this session (request 1) was a miss" in ask(mock.openai_url)
        assert len(mock.complaints()) == 3


def test_what_is_left_over_fails_and_names_the_line() -> None:
    with pytest.raises(AssertionError, match=r"left over: turn 2 .*test_mock.py:\d+"), MockLLM() as mock:  # noqa: PT012
        mock.script("one", "two")
        ask(mock.openai_url)


def test_an_exception_is_not_masked_by_what_is_left_over() -> None:
    with pytest.raises(ZeroDivisionError), MockLLM() as mock:  # noqa: PT012
        mock.script("one")
        raise ZeroDivisionError


def test_what_is_no_turn_is_refused_at_once() -> None:
    with MockLLM() as mock, pytest.raises(MockLLMError, match=r"test_mock\.py:"):
        mock.script(turn("a", colour="red"))


def test_every_variable_points_to_the_session() -> None:
    with MockLLM() as mock:
        found = mock.session("other").env()

    assert set(found) == {name for vendor in VENDORS for name in (*vendor.env, *vendor.quiet)}
    assert found["OPENAI_BASE_URL"].endswith("/s/other/v1")
    assert found["ANTHROPIC_BASE_URL"].endswith("/s/other")


def test_the_other_names_that_frameworks_read_say_the_same() -> None:
    with MockLLM() as mock:
        env = mock.env()

    assert env["OPENAI_API_BASE"] == env["OPENAI_BASE_URL"]
    assert env["ANTHROPIC_API_BASE"] == env["ANTHROPIC_API_URL"] == env["ANTHROPIC_BASE_URL"]
    assert env["OPENROUTER_API_BASE"] == env["OPENROUTER_BASE_URL"]


def test_the_base_urls_are_those_of_the_environment() -> None:
    with MockLLM() as mock:
        env = mock.env()

        assert mock.openai_url == env["OPENAI_BASE_URL"]
        assert mock.anthropic_url == env["ANTHROPIC_BASE_URL"]
        assert mock.openrouter_url == env["OPENROUTER_BASE_URL"]
        assert mock.aiandgpu_url == f"{mock.url}/aiandgpu/v1"
        assert mock.predictionguard_url == f"{mock.url}/predictionguard"


def test_sessions_know_nothing_of_each_other() -> None:
    with MockLLM() as mock:
        other = mock.session("other")
        other.script("yours")
        mock.script("mine")

        assert ask(other.openai_url) == "yours"
        assert ask(mock.openai_url) == "mine"
        assert len(mock.asks) == len(other.asks) == 1


def test_a_held_stream_waits_for_its_release() -> None:
    with MockLLM() as mock:
        mock.script(text("one two three", hold_after="two"))
        thread = threading.Thread(target=post, args=(f"{mock.openai_url}/chat/completions", chat("x", stream=True)))
        thread.start()
        while mock.release() == 0:
            time.sleep(0.005)
        thread.join(5)

        assert not thread.is_alive()


def test_assertions_say_what_differs() -> None:
    with MockLLM() as mock:
        mock.script("one two three")
        ask(mock.openai_url, "Paris")

        mock.assert_called(times=1, model="gpt-*", user="Paris")
        mock.assert_usage(requests=1, output_tokens__gt=0, input_tokens__lt=1_000)
        with pytest.raises(AssertionError, match='user: wanted "Rome", got "Paris"'):
            mock.assert_called(user="Rome")
        with pytest.raises(AssertionError, match="requests should be < 1, but is 1"):
            mock.assert_usage(requests__lt=1)


async def test_a_server_runs_on_the_running_loop() -> None:
    async with MockLLM(pace=Pace(ttft=0.01)) as mock:
        mock.script("hello")

        assert await asyncio.to_thread(ask, mock.openai_url) == "hello"


@pytest.mark.parametrize("pace", [500, Pace(tps=500), {"tps": 500}])
def test_a_pace_is_said_alike_everywhere(pace: Any) -> None:
    with MockLLM(pace=pace) as mock:
        mock.script("one two three", turn("four five six", pace=pace))
        mock.allow(pace=pace)

        assert ask(mock.openai_url) == "one two three"
        assert ask(mock.openai_url) == "four five six"


def test_the_pace_of_the_settings_holds_where_none_is_said() -> None:
    settings = Settings(pace=Pace(ttft=0.05))

    with MockLLM(settings=settings) as slow, MockLLM(settings=settings, pace=0) as fast:
        for mock in (slow, fast):
            mock.script("hello")
            ask(mock.openai_url)

    waits = [(mock.entries[0].first_byte or 0.0) - mock.entries[0].arrived for mock in (slow, fast)]
    assert waits[0] > 0.05 > waits[1]


@pytest.mark.parametrize("pace", [-5, "fast", True, {"tsp": 5}])
def test_what_is_no_pace_is_refused_before_anything_starts(pace: Any) -> None:
    with pytest.raises(MockLLMError, match=r"^pace is tokens a second, a mockllm\.Pace, or a dict"):
        MockLLM(pace=pace)
    with MockLLM() as mock, pytest.raises(MockLLMError, match=r"^pace is tokens a second"):
        mock.allow(pace=pace)


async def test_leaving_the_loop_tells_what_is_left_over() -> None:
    with pytest.raises(AssertionError, match="left over"):
        async with MockLLM() as mock:
            mock.script("hello")


def test_a_reset_session_is_as_new() -> None:
    with MockLLM() as mock:
        mock.script("one")
        ask(mock.openai_url)
        mock.reset()

        assert mock.asks == []
        assert mock.transcript() == ""


def test_a_server_that_is_not_running_has_no_address() -> None:
    with pytest.raises(MockLLMError, match="with statement"):
        _ = MockLLM().url


def test_a_cut_stream_ends_early() -> None:
    with MockLLM() as mock:
        mock.script(["one two three", cut(after_events=2)])
        with pytest.raises(http.client.IncompleteRead):
            post(f"{mock.openai_url}/chat/completions", chat("x", stream=True))


def test_the_surface_is_there_and_sorted() -> None:
    assert sorted(mockllm.__all__) == mockllm.__all__
    found: list[Any] = [getattr(mockllm, name) for name in mockllm.__all__]
    assert all(callable(each) for each in found)
    assert set(mockllm.__all__) <= set(dir(mockllm))
    with pytest.raises(AttributeError, match="nonsense"):
        mockllm.nonsense  # noqa: B018


@pytest.mark.parametrize(
    "mistake",
    [
        lambda mock: mock.script(turn("x", pase=1)),
        lambda mock: mock.lane("coder", modle="x"),
        lambda mock: mock.when(usr="x").reply("y"),
    ],
)
def test_a_mistake_in_a_script_is_shown_where_it_was_made(mistake: Any) -> None:
    with MockLLM() as mock, pytest.raises(MockLLMError, match=r"test_mock\.py:\d+ at /.*: unknown key") as raised:
        mistake(mock)

    assert {str(entry.path) for entry in raised.traceback.filter(raised)} == {__file__}


def test_a_session_is_shown_by_its_name() -> None:
    with MockLLM() as mock:
        assert repr(mock.session("mine")) == "<MockLLM session 'mine', 0 requests>"
