"""Chunks put together."""

from typing import Any

from mockllm.wire.chat.assemble import assemble


def message(*deltas: dict[str, Any]) -> Any:
    whole = assemble({"choices": [{"index": 0, "delta": delta}]} for delta in deltas)
    return whole["choices"][0]["message"]


def test_texts_grow_and_names_do_not() -> None:
    assert message({"role": "assistant", "content": "a"}, {"role": "assistant", "content": "b"}) == {
        "role": "assistant",
        "content": "ab",
    }


def test_nulls_take_nothing_away() -> None:
    assert message({"content": "a", "refusal": None}, {"content": None}) == {"content": "a", "refusal": None}


def test_pieces_of_a_call_find_it_by_index() -> None:
    told = message(
        {"tool_calls": [{"index": 0, "id": "a", "type": "function", "function": {"name": "f", "arguments": ""}}]},
        {"tool_calls": [{"index": 1, "id": "b", "function": {"name": "g", "arguments": ""}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]},
    )

    assert [(call["id"], call["function"]) for call in told["tool_calls"]] == [
        ("a", {"name": "f", "arguments": "{}"}),
        ("b", {"name": "g", "arguments": ""}),
    ]


def test_another_id_is_another_call_whatever_its_index() -> None:
    told = message({"tool_calls": [{"index": 0, "id": "a"}]}, {"tool_calls": [{"index": 0, "id": "b"}]})

    assert [call["id"] for call in told["tool_calls"]] == ["a", "b"]


def test_details_of_different_types_stay_apart() -> None:
    first = {"type": "reasoning.summary", "summary": "x", "index": 0}
    second = {"type": "reasoning.encrypted", "data": "y", "index": 0}

    assert message({"reasoning_details": [first]}, {"reasoning_details": [second]})["reasoning_details"] == [
        first,
        second,
    ]


def test_text_may_go_on_as_a_list_and_back() -> None:
    part = {"type": "thinking", "thinking": []}

    assert message({"content": "a"}, {"content": [part]}, {"content": "b"})["content"] == [
        {"type": "text", "text": "a"},
        part,
        {"type": "text", "text": "b"},
    ]


def test_usage_is_the_last_one_told() -> None:
    chunks: list[dict[str, Any]] = [{"choices": [], "usage": {"a": 1}}, {"choices": [], "usage": None}]

    assert assemble(chunks) == {"usage": {"a": 1}, "choices": []}
    assert assemble([{"choices": [], "x_groq": {"usage": {"a": 2}}}])["usage"] == {"a": 2}


def test_without_choices_there_are_none() -> None:
    assert assemble([{"error": {}}]) == {}
