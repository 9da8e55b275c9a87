"""What a response repeats of its request."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.wire.responses.echo import asked_tier, echoed, final_tier, reasoning, tool_usage
from tests.asks import ask


def card(*traits: str) -> Model:
    return Model("gpt-5", reasoning=True, traits=frozenset(traits))


def test_defaults_stand_for_what_was_not_asked() -> None:
    got = echoed(ask())

    assert (got["temperature"], got["top_p"], got["tool_choice"], got["truncation"]) == (1.0, 1.0, "auto", "disabled")
    assert (got["text"], got["metadata"], got["tools"]) == ({"format": {"type": "text"}, "verbosity": "medium"}, {}, [])
    assert not {"conversation", "prompt"} & set(got)


@pytest.mark.parametrize(
    ("trait", "field", "value", "usual"),
    [("top_p_98", "top_p", 0.98, 1.0), ("retention_24h", "prompt_cache_retention", "24h", "in_memory")],
)
def test_newer_models_have_other_defaults(trait: str, field: str, value: Any, usual: Any) -> None:
    assert echoed(ask(card=card(trait)))[field] == value
    assert echoed(ask(card=card()))[field] == usual


def test_reasoning_in_force() -> None:
    assert reasoning(ask(card=Model("gpt-4o"))) == {"context": None, "effort": None, "summary": None}
    assert reasoning(ask(card=card()))["effort"] == "medium"
    newest = ask(card=card("context_all_turns", "effort_none_default"), body={"reasoning": {"summary": "auto"}})
    assert reasoning(newest) == {"context": "all_turns", "effort": "none", "mode": "standard", "summary": "detailed"}


def test_a_conversation_and_a_prompt_are_named_where_there_are_some() -> None:
    assert echoed(ask(body={"conversation": "conv_1"}))["conversation"] == {"id": "conv_1"}
    got = echoed(ask(body={"conversation": {"id": "conv_1"}, "prompt": {"id": "p"}}))
    assert (got["conversation"], got["prompt"]) == ({"id": "conv_1"}, {"id": "p", "variables": None, "version": None})


def test_a_chosen_tool_stands_with_its_type_first() -> None:
    chosen = {"tools": [{"name": "f", "type": "function"}], "mode": "auto", "type": "allowed_tools"}

    assert str(echoed(ask(body={"tool_choice": chosen}))["tool_choice"]) == str(
        {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]}
    )


def test_the_variables_of_a_prompt_are_content_parts() -> None:
    picture = {"image_url": "https://a.example/a.png", "type": "input_image"}
    given = {"question": "Why?", "picture": picture, "letter": {"type": "input_file", "file_url": "https://b.example"}}
    body = {"prompt": {"version": "2", "variables": given, "id": "pmpt_1"}}
    seen = {**body, "include": ["message.input_image.image_url"]}

    got, shown = (echoed(ask(body=each))["prompt"] for each in (body, seen))

    assert list(got) == ["id", "variables", "version"]
    assert list(got["variables"].values()) == [
        {"type": "input_text", "text": "Why?"},
        {"type": "input_image", "detail": "auto", "file_id": None, "image_url": None},
        {"type": "input_file", "file_id": None, "file_url": "https://b.example"},
    ]
    assert shown["variables"]["picture"]["image_url"] == "https://a.example/a.png"


@pytest.mark.parametrize(
    ("asked", "during", "final"), [(None, "auto", "default"), ("flex", "flex", "flex"), ("fast", "fast", "priority")]
)
def test_tiers(asked: str | None, during: str, final: str) -> None:
    told = ask(body={"service_tier": asked})

    assert (asked_tier(told), final_tier(told)) == (during, final)


def test_searches_are_counted() -> None:
    assert tool_usage()["web_search"] == {"num_requests": 0}
    assert tool_usage(2)["web_search"] == {"num_requests": 2}


def test_a_wanted_schema_is_laid_out_whole() -> None:
    wanted = {"format": {"type": "json_schema", "schema": {}, "name": "n"}, "verbosity": "low"}

    assert echoed(ask(body={"text": wanted}))["text"] == {
        "format": {"type": "json_schema", "description": None, "name": "n", "schema": {}, "strict": False},
        "verbosity": "low",
    }
