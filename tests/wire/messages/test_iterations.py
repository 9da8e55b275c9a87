"""The usage of an answer by iterations: of compactions, of advisors, and of what was said between them."""

from typing import Any

from mockllm.turn import Other, Part, Text, Turn, Usage
from mockllm.wire.messages import body, events
from tests.asks import ask
from tests.stamps import stamp_of

ADVISOR = {"type": "advisor_20260301", "name": "advisor", "model": "claude-opus-4-8"}
ASKED = Other("messages", {"type": "server_tool_use", "id": "srvtoolu_1", "name": "advisor", "input": {}})
ADVISED = Other(
    "messages",
    {
        "type": "advisor_tool_result",
        "tool_use_id": "srvtoolu_1",
        "content": {"type": "advisor_result", "text": "Four. Ship it.", "stop_reason": "end_turn"},
    },
)
PARTS = (Text("Let me ask."), ASKED, ADVISED, Text("It is 4."))


def whole(*parts: Part, **fields: Any) -> Any:
    turn = Turn(parts, usage=Usage(101, 9, cached=10, written=5))
    asked = ask(shape="messages", **{"body": {"tools": [ADVISOR]}, **fields})
    last = next(event.data for event in events(asked, [turn], stamp_of()) if event.name == "message_delta")
    told = body(asked, [turn], stamp_of())["usage"]
    assert isinstance(last, dict)
    assert last["usage"].get("iterations") == told.get("iterations")
    assert list(last["usage"])[-1] == ("iterations" if "iterations" in told else list(last["usage"])[-1])
    return told


def test_advisor_is_an_iteration_between_two_of_messages() -> None:
    told = whole(*PARTS)["iterations"]

    assert [each["type"] for each in told] == ["message", "advisor_message", "message"]
    assert told[1]["model"] == "claude-opus-4-8"
    assert told[1]["output_tokens"] == 5


def test_iterations_of_messages_add_up_to_the_usage() -> None:
    usage = whole(*PARTS)
    said = [each for each in usage["iterations"] if each["type"] == "message"]

    names = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    assert [sum(each[name] for each in said) for name in names] == [usage[name] for name in names] == [86, 9, 10, 5]
    assert all(each["output_tokens"] for each in said)


def test_advice_that_is_hidden_counts_by_its_size() -> None:
    hidden = Other("messages", {"type": "advisor_tool_result", "content": {"encrypted_content": "E" * 400}})

    assert whole(ASKED, hidden, Text("4"))["iterations"][1]["output_tokens"] > 0


def test_answers_without_any_of_it_tell_no_iterations() -> None:
    assert "iterations" not in whole(Text("It is 4."))
