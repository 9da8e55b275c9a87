"""Turns written as responses."""

from typing import Any

import pytest

from mockllm.ask import Model, Thinking
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage
from mockllm.wire.responses import body
from mockllm.wire.responses.body import ORDER, outline
from tests.asks import ask
from tests.stamps import stamp_of

THOUGHT = Reasoning("hm", ("Hm.",))


def whole(*parts: Part, card: Model | None = None, **fields: Any) -> Any:
    stop = fields.pop("stop", None)
    told = ask(shape="responses", card=card or Model("gpt-4o"), **fields)
    return body(told, [Turn(parts, stop=stop, usage=Usage(3, 4, 1))], stamp_of())


def items(*parts: Part, **fields: Any) -> list[Any]:
    return list(whole(*parts, **fields)["output"])


def test_keys_come_in_the_services_order() -> None:
    keys = list(whole(Text("a")))

    assert keys == [key for key in ORDER if key in keys]
    assert keys[0] == "id"


def test_texts_that_follow_each_other_share_a_message() -> None:
    groups = [item.parts for item in outline(Turn((Text("a"), Json("{}"), ToolCall("f"), Text("b"), Refusal("no"))))]

    assert groups == [(Text("a"), Json("{}")), (ToolCall("f"),), (Text("b"), Refusal("no"))]


def test_parts_of_other_shapes_are_left_out() -> None:
    raw = Other("responses", {"type": "web_search_call"})

    assert [item.parts for item in outline(Turn((Other("chat", {}), raw)))] == [(raw,)]
    assert items(raw)[0]["id"].startswith("item_")
    assert items(Other("responses", {"id": "mine"})) == [{"id": "mine"}]


def test_each_kind_of_item() -> None:
    thought, message, call, custom = items(THOUGHT, Text("a"), ToolCall("f", id="c"), ToolCall("g", "x", custom=True))

    assert (thought["type"], thought["summary"]) == ("reasoning", [])
    assert (message["type"], message["status"], message["content"][0]["text"]) == ("message", "completed", "a")
    assert (call["type"], call["call_id"], call["arguments"]) == ("function_call", "c", "{}")
    assert (custom["type"], custom["input"], custom["call_id"][:5]) == ("custom_tool_call", "x", "call_")


@pytest.mark.parametrize(
    ("stop", "reason"), [("length", "max_output_tokens"), ("context", "max_output_tokens"), ("content_filter",) * 2]
)
def test_a_turn_that_was_cut_is_incomplete_in_its_last_item(stop: str, reason: str) -> None:
    got = whole(ToolCall("f"), Text("a"), stop=stop)

    assert (got["status"], got["incomplete_details"], got["completed_at"]) == ("incomplete", {"reason": reason}, None)
    assert [item["status"] for item in got["output"]] == ["completed", "incomplete"]


@pytest.mark.parametrize(
    ("part", "summary"),
    [(THOUGHT, ["Hm."]), (Reasoning("hm"), ["hm"]), (Reasoning(), []), (Reasoning("hm", redacted=True), [])],
)
def test_a_summary_is_shown_where_it_was_asked_for(part: Reasoning, summary: list[str]) -> None:
    shown = items(part, thinking=Thinking("low", summary="auto"))[0]["summary"]

    assert [each["text"] for each in shown] == summary


def test_opaque_reasoning_is_included_where_it_was_asked_for() -> None:
    assert items(THOUGHT, thinking=Thinking("low", encrypted=True))[0]["encrypted_content"].startswith("gAAAAA")
    assert "encrypted_content" not in items(THOUGHT, thinking=Thinking("low"))[0]


def test_newer_models_say_which_phase_a_message_is_of() -> None:
    assert items(Text("a"), card=Model("m", traits=frozenset({"phase"})))[0]["phase"] == "final_answer"
    assert "phase" not in items(Text("a"))[0]


def test_content_parts() -> None:
    text, refusal = items(Text("ab", (Citation("u", "T", 0, 1),)), Refusal("no"), logprobs=1)[0]["content"]

    assert text["annotations"][0]["url"] == "u"
    assert [each["token"] for each in text["logprobs"]] == ["ab"]
    assert refusal == {"type": "refusal", "refusal": "no"}


def test_usage_and_times() -> None:
    got = whole(Text("a"))

    assert (got["usage"]["input_tokens"], got["usage"]["output_tokens"], got["usage"]["total_tokens"]) == (3, 4, 7)
    assert got["completed_at"] == got["created_at"] + 1


def test_ids_tell_whether_the_answer_is_stored() -> None:
    assert whole(Text("a"), store=True)["id"][21:23] == "00"
    assert whole(Text("a"))["id"][21:23] == "01"
