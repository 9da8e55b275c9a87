"""The tools on offer, those that were loaded on demand among them."""

from typing import Any

import pytest

from mockllm.ask import Ask, Model
from mockllm.turn import ToolCall, Turn
from mockllm.wire.responses import body
from mockllm.wire.responses.offered import namespace, tools
from tests.asks import ask
from tests.stamps import stamp_of

SEARCH: dict[str, Any] = {"type": "tool_search"}
OLDER = Model("gpt-5.4", reasoning=True)
NEWER = Model("gpt-5.6-sol", reasoning=True, traits=frozenset({"tools_join"}))


def test_a_function_is_strict_unless_told_otherwise_and_then_closed() -> None:
    schema = {"type": "object", "properties": {}}
    offered = [
        {"type": "function", "name": "f", "parameters": schema},
        {"type": "function", "name": "g", "parameters": schema, "strict": False},
        {"type": "function", "name": "h", "parameters": schema, "strict": None},
    ]

    first, second, third = tools(ask(body={"tools": offered}))

    assert list(first) == ["type", "description", "name", "output_schema", "parameters", "strict"]
    assert (first["strict"], first["parameters"]["additionalProperties"]) == (True, False)
    assert (second["strict"], second["parameters"]) == (False, schema)
    assert third == {**first, "name": "h"}


def test_other_tools() -> None:
    custom, search, other = tools(
        ask(body={"tools": [{"type": "web_search"}, {"type": "custom", "name": "c"}, {"z": 1, "a": 2, "type": "new"}]})
    )

    assert custom == {"type": "custom", "description": None, "format": {"type": "text"}, "name": "c"}
    assert search["search_context_size"] == "medium"
    assert list(other.items()) == [("type", "new"), ("a", 2), ("z", 1)]


def test_a_grammar_stands_with_its_type_first() -> None:
    grammar = {"syntax": "lark", "type": "grammar", "definition": "start: A"}

    (found,) = tools(ask(body={"tools": [{"type": "custom", "name": "c", "format": grammar}]}))

    assert list(found["format"]) == ["type", "definition", "syntax"]


def test_a_namespace_holds_tools_with_their_defaults() -> None:
    within = [{"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}}]
    offered = [{"tools": within, "name": "n", "description": "d", "type": "namespace"}]

    (found,) = tools(ask(body={"tools": offered}))

    assert list(found) == ["type", "description", "name", "tools"]
    assert list(found["tools"][0]) == ["type", "description", "name", "output_schema", "parameters", "strict"]
    assert list(found["tools"][0]["parameters"]) == ["type", "properties", "additionalProperties"]


def function(name: str, **fields: Any) -> dict[str, Any]:
    return {"type": "function", "name": name, "parameters": {"type": "object"}, "strict": False, **fields}


def loaded(kind: str, *names: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "tools": [function(name, defer_loading=True) for name in names], **fields}


def asked(card: Model, *given: dict[str, Any]) -> Ask:
    offered = [SEARCH, function("now"), function("late", defer_loading=True)]
    return ask(shape="responses", card=card, body={"tools": offered, "input": list(given)})


def names(found: Ask) -> list[str]:
    return [
        f"{tool['type']} {tool.get('name', '')}{' later' if tool.get('defer_loading') else ''}".strip()
        for tool in tools(found)
    ]


def test_the_search_stands_after_the_functions() -> None:
    found = asked(OLDER)

    assert names(found) == ["function now", "function late later", "tool_search"]
    assert list(tools(found)[1])[:3] == ["type", "defer_loading", "description"]
    assert tools(found)[2] == {"type": "tool_search", "description": None, "parameters": None}
    assert list(tools(ask(body={"tools": [{**SEARCH, "execution": "client"}]}))[0]) == [
        "type",
        "description",
        "execution",
        "parameters",
    ]


BESIDE = ["function now", "function late", "tool_search"]
APART = ["function now", "tool_search", "namespace late"]


@pytest.mark.parametrize(
    ("card", "given", "wanted"),
    [
        (OLDER, loaded("tool_search_output", "late", execution="client"), APART),
        (OLDER, loaded("tool_search_output", "late", execution="server"), APART),
        (OLDER, loaded("additional_tools", "late"), APART),
        (NEWER, loaded("tool_search_output", "late", execution="server"), APART),
        (NEWER, loaded("tool_search_output", "late", execution="client"), BESIDE),
        (NEWER, loaded("additional_tools", "late"), BESIDE),
        (
            NEWER,
            loaded("additional_tools", "more"),
            ["function now", "function late later", "function more", "tool_search"],
        ),
        (
            OLDER,
            loaded("additional_tools", "more"),
            ["function now", "function late later", "tool_search", "namespace more"],
        ),
    ],
)
def test_what_was_loaded_stands_apart_unless_the_client_added_it_for_a_newer_model(
    card: Model, given: dict[str, Any], wanted: list[str]
) -> None:
    found = asked(card, given)

    assert names(found) == wanted
    assert "defer_loading" not in str([tool for tool in tools(found) if tool["type"] == "namespace"])


@pytest.mark.parametrize(
    ("card", "given", "wanted"),
    [
        (OLDER, (), {"now": None, "late": "late"}),
        (OLDER, (loaded("additional_tools", "more"),), {"more": "more"}),
        (NEWER, (loaded("additional_tools", "more", "late"),), {"more": None, "late": None}),
    ],
)
def test_a_call_names_the_namespace_of_what_was_found(
    card: Model, given: tuple[dict[str, Any], ...], wanted: dict[str, str | None]
) -> None:
    found = asked(card, *given)
    shown = [body(found, [Turn((ToolCall(name),))], stamp_of())["output"][0] for name in wanted]

    assert {name: namespace(found, name) for name in wanted} == wanted
    assert [item.get("namespace") for item in shown] == list(wanted.values())


def test_input_of_any_kind_loads_nothing() -> None:
    odd: dict[str, Any] = {"type": {}, "tools": [{"type": []}]}

    assert names(asked(NEWER, odd)) == ["function now", "function late later", "tool_search"]
