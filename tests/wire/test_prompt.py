"""How many tokens a prompt has."""

import pytest

from mockllm.ask import File, Image, InputPart, Message, Tool, ToolResult
from mockllm.tokens import count
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall
from mockllm.wire.prompt import (
    PER_IMAGE,
    PER_MESSAGE,
    PER_REQUEST,
    document_tokens,
    message_tokens,
    prompt_tokens,
    tool_tokens,
)
from tests.stamps import user


@pytest.mark.parametrize(
    ("part", "tokens"),
    [
        (Text("one two"), 2),
        (Refusal("no"), 1),
        (Json("{}"), count("{}")),
        (Reasoning("hm"), 1),
        (ToolCall("f", "{}"), 1 + count("{}")),
        (ToolResult("id", "a b", images=(Image("u"),)), 2 + PER_IMAGE),
        (Image("u"), PER_IMAGE),
        (File(text="one two"), 2),
        (File(data="x" * 160), 10 + PER_IMAGE),
        (File(url="u"), PER_IMAGE),
        (Other("chat", {"a": 1}), count('{"a":1}')),
    ],
)
def test_each_part_has_its_tokens(part: InputPart, tokens: int) -> None:
    assert message_tokens(Message("user", (part,))) == PER_MESSAGE + tokens


def test_a_prompt_is_its_messages_its_tools_and_the_wanted_schema() -> None:
    tool = Tool("f", "does it", {"type": "object"})

    whole = prompt_tokens([user("a"), user("b")], [tool], {"type": "string"})

    assert tool_tokens([tool]) == PER_MESSAGE + 1 + 2 + count('{"type":"object"}')
    assert whole == PER_REQUEST + 2 * (PER_MESSAGE + 1) + tool_tokens([tool]) + count('{"type":"string"}')


def test_no_document_has_no_tokens() -> None:
    assert document_tokens(None) == 0
    assert prompt_tokens([], []) == PER_REQUEST
