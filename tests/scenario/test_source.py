from typing import Any

import pytest

from mockllm.ask import Ask
from mockllm.errors import Miss
from mockllm.exchange import Answer
from mockllm.scenario.places import ScenarioError
from mockllm.scenario.source import SCRIPT, put, scenario_source, script_source
from mockllm.session import Session
from mockllm.turn import calls
from tests.asks import ask, tool
from tests.scenario.plays import heard, of, once, world


def answered(asked: Ask, session: Session) -> Answer:
    found = once(script_source(), asked, world(session))
    assert isinstance(found, Answer)
    return found


def test_what_is_put_into_a_session_is_played_there_only() -> None:
    first, second, source = Session("a"), Session("b"), script_source()
    put(first, {"turns": ["one"]})

    assert source.active(first)
    assert not source.active(second)
    assert heard(once(source, ask(), world(first))) == "one"


def test_more_can_be_put_in_later() -> None:
    session, source = Session("a"), script_source()
    put(session, {"lanes": {"planner": {"system": "planner"}}})
    put(session, {"turns": {"planner": ["one"]}})
    put(session, {"turns": {"planner": ["two"], "default": ["other"]}})
    asks = [ask(system="planner"), ask(), ask(system="planner")]

    assert [heard(once(source, each, world(session))) for each in asks] == ["one", "other", "two"]


def test_a_bad_document_changes_nothing() -> None:
    session = Session("a")
    put(session, {"turns": ["one"]})
    before = session.slot(SCRIPT).script

    with pytest.raises(ScenarioError) as caught:
        put(session, {"turns": ["two", {"sya": "three"}]})

    assert session.slot(SCRIPT).script is before
    assert caught.value.pointer == "/turns/1/sya"
    assert caught.value.reason == "unknown key 'sya'; did you mean 'say'?"


def test_a_changed_scenario_starts_anew() -> None:
    session = Session("a")
    scripts = [of("turns: [one, two]")]
    source = scenario_source(lambda: scripts[-1])
    heards = [heard(once(source, ask(), world(session)))]
    scripts.append(of("turns: [new]"))
    heards += [heard(once(source, ask(), world(session))) for _ in range(2)]

    assert heards == ["one", "new", "miss"]


def test_without_an_ask_there_is_a_miss() -> None:
    source = scenario_source(lambda: of("turns: [one]"))
    asked: Any = None

    assert isinstance(once(source, asked, world(Session("a"))), Miss)


def test_turns_of_an_unused_scenario_are_left_over() -> None:
    source = scenario_source(lambda: of("turns: [one]"))

    assert source.leftovers(Session("a")) == ["turn 1 of lane default was not asked for (s.yaml:1:9)"]


def test_an_answer_names_its_source() -> None:
    session = Session("a")
    put(session, {"turns": ["one"]})
    found = once(script_source(), ask(), world(session))

    assert isinstance(found, Answer)
    assert found.source == "script"
    assert list(found.why) == ["script: turn 1 of lane default (/turns/0)"]


@pytest.mark.parametrize("per", ["session", "conversation"])
def test_a_turn_that_cannot_be_said_is_not_taken(per: str) -> None:
    session = Session("a")
    put(session, {"lanes": {"l": {"per": per}}, "turns": {"l": [{"call": "get_weather"}, "Sunny."]}})
    source = script_source()

    assert answered(ask(), session).problems
    assert source.leftovers(session) == [
        "turn 1 of lane l could not be said, and waits (/turns/l/0)",
        "turn 2 of lane l was not asked for (/turns/l/1)",
    ]
    offered = ask(tools=(tool("get_weather"),))
    assert [part.name for part in calls(answered(offered, session).turns[0])] == ["get_weather"]
    assert heard(once(source, offered, world(session))) == "Sunny."
    assert source.leftovers(session) == []


def test_a_rule_that_cannot_answer_is_not_used() -> None:
    session = Session("a")
    put(session, {"rules": [{"call": "get_weather", "times": 1}]})

    assert answered(ask(), session).problems
    assert calls(answered(ask(tools=(tool("get_weather"),)), session).turns[0])
