from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.scenario.compile import compile as compiled
from mockllm.scenario.places import Places, ScenarioError

SCHEMA = {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}


@pytest.mark.parametrize(
    ("document", "pointer", "reason"),
    [
        ({"turns": [{}]}, "/turns/0", "the reply says nothing; add one of"),
        ({"turns": [{"fail": "quota", "say": "x"}]}, "/turns/0/fail", "the reply both fails and answers"),
        ({"turns": [{"fail": {"kind": "quota", "after_events": 1}}]}, "/turns/0/fail", "needs something that is said"),
        (
            {"turns": [{"say": "x", "fail": {"kind": "quota", "after_events": 1, "after_tokens": 1}}]},
            "/turns/0/fail",
            "not both",
        ),
        ({"turns": [{"fail": {"kind": "quota", "rate": 0.5}}]}, "/turns/0/fail", "needs something to say"),
        ({"turns": [{"parts": ["a"], "say": "b"}]}, "/turns/0/say", "'say' stands beside 'parts'"),
        ({"turns": [{"choices": [{"say": "a"}], "call": "b"}]}, "/turns/0/call", "'call' stands beside 'choices'"),
        ({"turns": [{"parts": [{}]}]}, "/turns/0/parts/0", "a part needs one of"),
        ({"turns": [{"say": "one two", "hold_after": "oen"}]}, "/turns/0/hold_after", "'oen' does not stand in"),
        ({"turns": [{"parts": ["a", {"say": "b"}], "hold_after": "c"}]}, "/turns/0/hold_after", "'c' does not stand"),
        ({"turns": [{"say": "a", "parts": [{"say": "b"}]}]}, "/turns/0/say", "stands beside 'parts'"),
        ({"turns": [{"call": "a", "cite": []}]}, "/turns/0/cite", "'cite' needs a 'say'"),
        ({"turns": [{"call": ["a", "b"], "id": "c"}]}, "/turns/0/id", "'id' needs one 'call'"),
        ({"turns": [{"say": "{{"}]}, "/turns/0/say", "the template cannot be read"),
        ({"turns": [{"call": {"a": {"b": ["{{"]}}}]}, "/turns/0/call/a/b/0", "the template cannot be read"),
        ({"turns": [{"say": "x", "expect": {"user": "/(/"}}]}, "/turns/0/expect/user", "not a regular expression"),
        ({"rules": [{"say": "x", "when": {"body": {"$..": 1}}}]}, "/rules/0/when/body/$..", "not a JSON path"),
        ({"lanes": {"a": {"headers": {"h": "/(/"}}}}, "/lanes/a/headers/h", "not a regular expression"),
        ({"turns": {"plannr": []}, "lanes": {"planner": {}}}, "/turns/plannr", "did you mean 'planner'?"),
        ({"turns": {"planner": []}}, "/turns/planner", "declare it under 'lanes'"),
        ({"tools": "tools.json"}, "/tools", "only a file can name a file of tools"),
        ({"tools": [{"type": "function"}]}, "/tools", "a tool definition needs a name"),
        (
            {"tools": [{"name": "read", "input_schema": SCHEMA}], "turns": [{"call": "reed"}]},
            "/turns/0/call",
            "calls the tool reed, which 'tools' does not declare; did you mean 'read'?",
        ),
        (
            {"tools": [{"name": "read", "parameters": SCHEMA}], "turns": [{"call": {"read": {}}}]},
            "/turns/0/call/read",
            "/: lacks 'path'",
        ),
    ],
)
def test_a_mistake_is_refused_with_pointer_and_reason(document: Any, pointer: str, reason: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        compiled(document, Places())

    assert reason in caught.value.reason
    assert caught.value.pointer == pointer


def test_calls_fit_tools_that_were_declared_before() -> None:
    with pytest.raises(ScenarioError, match="does not declare"):
        compiled({"turns": [{"call": "b"}]}, Places(), tools={"a": Tool("a")})


@pytest.mark.parametrize(
    "turn",
    [
        {"call": {"read": {"path": "a"}}},
        {"call": {"read": {"path": "{{ user }}"}}},
        {"call": {"read": {}}, "check_tools": False},
    ],
)
def test_calls_that_fit_or_are_not_checked_are_taken(turn: dict[str, Any]) -> None:
    tools = [{"type": "function", "function": {"name": "read", "parameters": SCHEMA}}]

    assert compiled({"tools": tools, "turns": [turn]}, Places()).lanes["default"].steps


@pytest.mark.parametrize(
    "turn",
    [
        {"say": "one two", "hold_after": "e t"},
        {"parts": ["one ", {"say": "two"}], "hold_after": "e t"},
        {"say": "one {{ user }}", "hold_after": "two"},
        {"say": "one", "json": {"two": 2}, "hold_after": "two"},
        {"parts": ["one", {"think": "two"}], "hold_after": "two"},
        {"choices": [{"say": "one"}, {"say": "two"}], "hold_after": "two"},
    ],
)
def test_a_stream_may_be_held_after_what_is_or_may_be_said(turn: dict[str, Any]) -> None:
    (step,) = compiled({"turns": [turn]}, Places()).lanes["default"].steps

    assert step.reply.hold_after == turn["hold_after"]


def test_an_empty_document_is_an_empty_script() -> None:
    assert not compiled({}, Places())
    assert not compiled({"turns": []}, Places())


def test_lanes_known_before_need_no_declaration() -> None:
    assert compiled({"turns": {"planner": ["x"]}}, Places(), ["planner"]).lanes["planner"].steps


def test_failures_of_the_first_requests_are_steps() -> None:
    script = compiled({"turns": [{"fail": {"kind": "quota", "first": 2}}]}, Places())

    assert len(script.lanes["default"].steps) == 2
