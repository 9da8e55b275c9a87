import json
from typing import Any

import pytest

from mockllm.cassette.texts import scrub

CHAT = {
    "messages": [
        {"role": "system", "content": "today"},
        {"role": "developer", "content": [{"type": "text", "text": "today"}]},
        {
            "role": "user",
            "content": [{"type": "image_url", "image_url": {"url": "today"}}, {"type": "text", "text": "today"}],
        },
        {"role": "assistant", "content": "today"},
        {"role": "tool", "tool_call_id": "a", "content": "today"},
    ]
}
MESSAGES = {
    "system": [{"type": "text", "text": "today"}],
    "messages": [
        {"role": "user", "content": "today"},
        {"role": "assistant", "content": [{"type": "text", "text": "today"}]},
    ],
}
RESPONSES = {
    "instructions": "today",
    "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "today"}]},
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "today"},
        {"type": "function_call_output", "call_id": "a", "output": "today"},
    ],
}


def _count(document: Any) -> int:
    return json.dumps(document).count("today")


@pytest.mark.parametrize(
    ("body", "left"),
    [(CHAT, 3), (MESSAGES, 1), (RESPONSES, 2), ({"input": "today", "model": "today"}, 1), ({"prompt": "today"}, 0)],
)
def test_patterns_reach_system_and_user_text_alone(body: dict[str, Any], left: int) -> None:
    document = json.loads(json.dumps(body))

    scrub(document, ("nothing", "to(day)"), [], unordered=False)

    assert _count(document) == left


def _asked(shape: str, first: tuple[str, str, Any], second: tuple[str, str, Any]) -> dict[str, Any]:
    """A request with two tool results: (id, tool, result)."""
    both = (first, second)
    if shape == "chat":
        calls = [{"id": key, "type": "function", "function": {"name": name}} for key, name, _ in sorted(both)]
        results = [{"role": "tool", "tool_call_id": key, "content": json.dumps(value)} for key, _, value in both]
        return {"messages": [{"role": "assistant", "tool_calls": calls}, *results, {"role": "user", "content": "on"}]}
    if shape == "messages":
        uses = [{"type": "tool_use", "id": key, "name": name} for key, name, _ in sorted(both)]
        given = [
            {"type": "tool_result", "tool_use_id": key, "content": [{"type": "text", "text": json.dumps(value)}]}
            for key, _, value in both
        ]
        return {"messages": [{"role": "assistant", "content": uses}, {"role": "user", "content": given}]}
    made = [{"type": "function_call", "call_id": key, "name": name} for key, name, _ in sorted(both)]
    outputs = [{"type": "function_call_output", "call_id": key, "output": json.dumps(value)} for key, _, value in both]
    return {"input": [*made, *outputs]}


@pytest.mark.parametrize("shape", ["chat", "messages", "responses"])
def test_results_come_in_any_order_where_they_may(shape: str) -> None:
    one = _asked(shape, ("a", "f", {"x": 1}), ("b", "g", {"y": 2}))
    other = _asked(shape, ("b", "g", {"y": 2}), ("a", "f", {"x": 1}))
    assert one != other

    scrub(one, (), [], unordered=True)
    scrub(other, (), [], unordered=True)

    assert one == other


@pytest.mark.parametrize("shape", ["chat", "messages", "responses"])
def test_a_field_of_one_tools_result_goes(shape: str) -> None:
    document = _asked(shape, ("a", "f", {"x": 1, "at": 1}), ("b", "g", {"y": 2, "at": 1}))
    wanted = _asked(shape, ("a", "f", {"x": 1}), ("b", "g", {"at": 1, "y": 2}))

    scrub(document, (), [("f", ("at",))], unordered=False)
    scrub(wanted, (), [("f", ("none",))], unordered=False)

    assert json.dumps(document).count("at\\\\") == json.dumps(wanted).count("at\\\\")
    assert json.dumps(document).count('\\"at\\"') == 1


def test_a_field_of_any_tools_result_goes_and_other_results_stay() -> None:
    document = _asked("chat", ("a", "f", {"at": 1}), ("b", "g", "words"))
    document["messages"].append({"role": "tool", "tool_call_id": "c", "content": "no json"})

    scrub(document, (), [("", ("at",))], unordered=False)

    assert [entry["content"] for entry in document["messages"] if entry["role"] == "tool"] == [
        "{}",
        '"words"',
        "no json",
    ]


def test_strange_bodies_do_not_stop_it() -> None:
    for body in ({"messages": 3}, {"messages": [1, {"role": "tool"}, {"content": 5}]}, {"input": [[]], "system": [1]}):
        scrub(body, ("x",), [("", ("a",))], unordered=True)
