"""Turns, blocks and cache breakpoints of a request."""

from typing import Any

from mockllm.vendors.anthropic.turns import blocks, cached, merged

MARK = {"type": "ephemeral"}
A: Any = {"type": "text", "text": "a"}
B: Any = {"type": "text", "text": "b", "cache_control": MARK}


def _body(*messages: tuple[str, Any], **other: Any) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": content} for role, content in messages], **other}


def test_a_string_is_one_text_block() -> None:
    assert list(blocks(_body(("user", "a"), ("user", [A, B])))) == [(0, 0, A), (1, 0, A), (1, 1, B)]


def test_messages_of_one_role_are_one_turn() -> None:
    turns = merged(_body(("user", "a"), ("user", [B]), ("assistant", "a"), ("user", "a")))
    assert [(turn.role, turn.last) for turn in turns] == [("user", 1), ("assistant", 2), ("user", 3)]
    assert turns[0].blocks == ((0, 0, A), (1, 0, B))


def test_breakpoints_come_in_the_order_of_the_prompt() -> None:
    result = {"type": "tool_result", "content": [A, B], "cache_control": MARK}
    body = _body(("user", [A, result]), tools=[{"name": "f"}, {"name": "g", "cache_control": MARK}], system=[B])
    assert [place for place, _ in cached(body)] == [
        ("tools", 1),
        ("system", 0),
        ("messages", 0, "content", 1, "content", 1),
        ("messages", 0, "content", 1),
    ]
    assert list(cached(_body(("user", "a"), system="s"))) == []
