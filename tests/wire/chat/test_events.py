"""Turns written as chat completion chunks."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockllm.ask import Model, Tool
from mockllm.turn import Citation, Other, Refusal, Text, ToolCall, Turn, Usage
from mockllm.wire import JsonObject, layout
from mockllm.wire.chat import events
from mockllm.wire.chat.events import DONE, obfuscation, wants_obfuscation, wants_usage
from tests.asks import ask
from tests.stamps import stamp_of

PLAIN, THINKER = Model("gpt-4o"), Model("gpt-5", reasoning=True)
USAGE = {"stream_options": {"include_usage": True}}


def chunks(*turns: Turn, card: Model = PLAIN, **fields: Any) -> list[Any]:
    *found, last = events(ask(card=card, **fields), turns, stamp_of())
    assert last.data == DONE
    return [event.data for event in found]


def deltas(*parts: Any, **fields: Any) -> list[Any]:
    return [chunk["choices"][0]["delta"] for chunk in chunks(Turn(parts), **fields)]


def test_a_text_opens_with_its_role_and_ends_with_nothing() -> None:
    assert deltas(Text("It rains")) == [
        {"role": "assistant", "content": "", "refusal": None},
        {"content": "It"},
        {"content": " rains"},
        {},
    ]


def test_a_lone_call_stands_in_the_first_chunk() -> None:
    first, *rest = deltas(ToolCall("f", '{"a"', id="c"))

    assert first == {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}],
        "refusal": None,
    }
    assert rest[0] == {"tool_calls": [{"index": 0, "function": {"arguments": "{"}}]}


def test_calls_after_a_text_follow_it() -> None:
    opening, said, begun, *_ = deltas(Text("Hm"), ToolCall("f", "x", id="c", custom=True))

    assert (opening["content"], said) == ("", {"content": "Hm"})
    assert begun == {"tool_calls": [{"index": 0, "id": "c", "type": "custom", "custom": {"name": "f", "input": ""}}]}


def test_a_function_of_old_comes_in_pieces_of_its_own() -> None:
    got = deltas(ToolCall("f", "{}"), tools=(Tool("f", kind="legacy"),))

    assert got[0]["function_call"] == {"name": "f", "arguments": ""}
    assert "".join(each["function_call"]["arguments"] for each in got[1:-1]) == "{}"


def test_a_refusal_citations_and_raw_parts() -> None:
    assert deltas(Refusal("no"))[:2] == [{"role": "assistant", "content": None, "refusal": ""}, {"refusal": "no"}]
    assert deltas(Text("a", (Citation("u"),)), Other("chat", {"audio": 1}))[2:4] == [
        {"annotations": [{"type": "url_citation",
                          "url_citation": {"start_index": 0, "end_index": 0, "url": "u", "title": ""}}]},
        {"audio": 1},
    ]  # fmt: skip


def test_choices_take_turns() -> None:
    found = chunks(Turn((Text("a b"),)), Turn((Text("c"),)))

    assert [chunk["choices"][0]["index"] for chunk in found] == [0, 1, 0, 1, 0, 1, 0]


def test_the_usage_comes_last_and_is_null_before() -> None:
    *before, last = chunks(Turn((Text("a"),), usage=Usage(1, 2)), body=USAGE)

    assert {chunk["usage"] for chunk in before} == {None}
    assert (last["choices"], last["usage"]["total_tokens"]) == ([], 3)
    assert wants_usage(ask(body=USAGE))
    assert "usage" not in chunks(Turn((Text("a"),)))[0]


def test_with_calls_at_once_the_usage_stands_before_the_choices() -> None:
    several = chunks(Turn((ToolCall("f"), ToolCall("g"))), body=USAGE)[0]
    single = chunks(Turn((ToolCall("f"),)), body=USAGE)[0]

    assert list(several)[-2:] == ["usage", "choices"]
    assert list(single)[-2:] == ["choices", "usage"]


def test_logprobs_go_with_the_tokens_of_their_chunk() -> None:
    opening, one, two, end = (each["choices"][0]["logprobs"] for each in chunks(Turn((Text("a b"),)), logprobs=0))

    assert (opening, end) == ({"content": [], "refusal": None}, None)
    assert [[each["token"] for each in part["content"]] for part in (one, two)] == [["a"], [" b"]]


def test_logprobs_of_refusals_and_calls() -> None:
    refused = chunks(Turn((Refusal("no"),)), logprobs=0)[1]["choices"][0]["logprobs"]
    called = chunks(Turn((ToolCall("f", "{}"),)), logprobs=0)

    assert (refused["content"], refused["refusal"][0]["token"]) == (None, "no")
    assert called[1]["choices"][0]["logprobs"] is None


def test_only_models_that_do_not_reason_name_logprobs_unasked() -> None:
    assert chunks(Turn((Text("a"),)))[0]["choices"][0]["logprobs"] is None
    assert "logprobs" not in chunks(Turn((Text("a"),)), card=THINKER)[0]["choices"][0]


def test_each_event_knows_its_tokens_and_what_it_says_to_the_user() -> None:
    found = list(events(ask(card=PLAIN), [Turn((Text("a b"), ToolCall("f", "{}")))], stamp_of()))

    assert [event.text for event in found if event.text] == ["a", " b"]
    assert sum(event.tokens for event in found) == 2 + 2


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), min_size=1), st.integers(0, 5))
def test_padding_makes_the_length_one_more_than_a_multiple_of_16(data: JsonObject, index: int) -> None:
    text = obfuscation(stamp_of().noise()).put(layout.text(data), index)

    assert len(text) % 16 == 1
    assert list(json.loads(text))[-1] == "obfuscation"


def test_padding_may_be_unwanted() -> None:
    assert wants_obfuscation(ask())
    assert not wants_obfuscation(ask(body={"stream_options": {"include_obfuscation": False}}))
