"""Turns written as chat completions."""

from base64 import b64encode
from typing import Any, get_args

import pytest

from mockllm.ask import Choice, File, Message, Model, Tool
from mockllm.turn import Citation, Other, Part, Refusal, Stop, Text, ToolCall, Turn, Usage
from mockllm.wire.chat import body
from mockllm.wire.chat.body import FINISH, fingerprint, finish, tier, usage
from tests.asks import ask
from tests.stamps import stamp_of

PLAIN, THINKER = Model("gpt-4o"), Model("gpt-5", reasoning=True)
NAMED = {"tool_choice": {"type": "function", "function": {"name": "f"}}}
CALLED = Turn((ToolCall("f"),))


def choice(*parts: Part, card: Model = PLAIN, **fields: Any) -> Any:
    return body(ask(card=card, **fields), [Turn(parts)], stamp_of())["choices"][0]


def test_every_stop_has_its_finish_reason() -> None:
    assert set(FINISH) == set(get_args(Stop))
    assert finish(ask(card=PLAIN), Turn(stop="context")) == "length"


@pytest.mark.parametrize(
    ("card", "asked", "reason"),
    [
        (PLAIN, {}, "tool_calls"),
        (PLAIN, NAMED, "stop"),
        (THINKER, NAMED, "tool_calls"),
        (PLAIN, {"tool_choice": "required"}, "tool_calls"),
        (PLAIN, {"tool_choice": {"type": "allowed_tools"}}, "tool_calls"),
    ],
)
def test_a_call_asked_for_by_name_ends_with_stop_on_models_that_do_not_reason(
    card: Model, asked: dict[str, Any], reason: str
) -> None:
    assert finish(ask(card=card, body=asked), CALLED) == reason


def test_a_function_of_old_has_its_own_reason_and_place() -> None:
    old = (Tool("f", kind="legacy"),)

    got = choice(ToolCall("f", "{}"), tools=old)

    assert got["finish_reason"] == "function_call"
    assert got["message"]["function_call"] == {"name": "f", "arguments": "{}"}
    assert "tool_calls" not in got["message"]
    assert finish(ask(card=PLAIN, tools=(*old, Tool("g"))), CALLED) == "tool_calls"


@pytest.mark.parametrize(
    ("parts", "content"),
    [((), ""), ((Text("a"), Text("b")), "ab"), ((ToolCall("f"),), None), ((Refusal("no"),), None)],
)
def test_content_is_null_only_beside_calls_and_refusals(parts: tuple[Part, ...], content: str | None) -> None:
    assert choice(*parts)["message"]["content"] == content


def test_calls_keep_the_ids_they_have_and_get_others() -> None:
    first, second, third = choice(ToolCall("f", id="mine"), ToolCall("g"), ToolCall("h", "x", custom=True))["message"][
        "tool_calls"
    ]

    assert first["id"] == "mine"
    assert second["id"].startswith("call_")
    assert len(second["id"]) == 29
    assert third == {"id": third["id"], "type": "custom", "custom": {"name": "h", "input": "x"}}
    assert second["id"] != third["id"]


def test_citations_and_raw_parts_stand_in_the_message() -> None:
    message = choice(Text("Rain.", (Citation("u", "T", 0, 4),)), Other("chat", {"audio": 1}), Other("messages", {}))[
        "message"
    ]

    assert message["annotations"] == [
        {"type": "url_citation", "url_citation": {"start_index": 0, "end_index": 4, "url": "u", "title": "T"}}
    ]
    assert message["audio"] == 1


def test_several_refusals_are_one_as_in_a_stream() -> None:
    assert choice(Refusal("No, "), Refusal("never."))["message"]["refusal"] == "No, never."


def test_logprobs_are_of_the_text_or_of_the_refusal() -> None:
    said = choice(Text("a b"), logprobs=1)["logprobs"]
    refused = choice(Refusal("no"), logprobs=1)["logprobs"]

    assert ([each["token"] for each in said["content"]], said["refusal"]) == (["a", " b"], None)
    assert (refused["content"], [each["token"] for each in refused["refusal"]]) == (None, ["no"])
    assert choice(ToolCall("f"), logprobs=1)["logprobs"] == {"content": None, "refusal": None}


def test_a_search_preview_tells_neither_tier_nor_logprobs() -> None:
    preview = Model("gpt-4o-search-preview-2025-03-11", traits=frozenset({"search", "search_preview"}))

    got = body(ask(card=preview), (Turn((Text("a"),)),), stamp_of())

    assert list(got)[4:] == ["choices", "usage", "system_fingerprint"]
    assert list(got["choices"][0]) == ["index", "message", "finish_reason"]
    assert got["system_fingerprint"] == ""


def test_logprobs_are_no_key_on_models_that_reason() -> None:
    assert "logprobs" not in choice(Text("a"), card=THINKER)
    assert choice(Text("a"))["logprobs"] is None


def test_models_that_speak_count_their_text_apart() -> None:
    speaks = Model("m", traits=frozenset({"audio"}))
    got = body(ask(card=speaks), [Turn((Text("a"),), usage=Usage(7, 3))], stamp_of())

    assert "logprobs" not in got["choices"][0]
    assert list(got["usage"]["prompt_tokens_details"]) == [
        "cached_tokens",
        "audio_tokens",
        "text_tokens",
        "image_tokens",
    ]
    assert got["usage"]["prompt_tokens_details"]["text_tokens"] == 7
    assert got["usage"]["completion_tokens_details"]["text_tokens"] == 3


def test_models_that_hear_count_sounds_apart_by_their_length() -> None:
    hears = Model("m", traits=frozenset({"audio"}))
    second = File(media_type="audio/mp3", data=b64encode(bytes(16_000)).decode())
    messages = (Message("user", (Text("What is it?"), second)),)

    got = body(ask(card=hears, messages=messages), [Turn((Text("a"),), usage=Usage(25, 3))], stamp_of())

    details = got["usage"]["prompt_tokens_details"]
    assert (details["audio_tokens"], details["text_tokens"]) == (10, 15)


def test_usage_sums_all_choices() -> None:
    turns = [Turn(usage=Usage(10, 5, 2, cached=4)), Turn(usage=Usage(10, 7, written=1))]

    got = usage(ask(card=Model("m", traits=frozenset({"cache_write"}))), turns)

    assert (got["prompt_tokens"], got["completion_tokens"], got["total_tokens"]) == (10, 12, 22)
    assert got["prompt_tokens_details"] == {"cached_tokens": 4, "cache_write_tokens": 0, "audio_tokens": 0}
    assert got["completion_tokens_details"]["reasoning_tokens"] == 2
    assert "cache_write_tokens" not in usage(ask(), turns)["prompt_tokens_details"]


@pytest.mark.parametrize(
    ("asked", "got"), [(None, "default"), ("auto", "default"), ("flex", "flex"), ("fast", "priority")]
)
def test_the_tier_that_answers(asked: str | None, got: str) -> None:
    assert tier(ask(body={"service_tier": asked})) == got


def test_models_that_reason_have_no_fingerprint_but_for_those_that_show_one() -> None:
    assert fingerprint(ask(card=THINKER)) is None
    assert fingerprint(ask(card=Model("m", reasoning=True, traits=frozenset({"fingerprint"})))) is not None
    assert fingerprint(ask(card=Model("m", traits=frozenset({"no_fingerprint"})))) is None
    assert fingerprint(ask(card=PLAIN)) == fingerprint(ask("another", card=PLAIN))


def test_choices_are_numbered() -> None:
    got = body(ask(choice=Choice()), [Turn((Text("a"),)), Turn((Text("b"),))], stamp_of())

    assert [(each["index"], each["message"]["content"]) for each in got["choices"]] == [(0, "a"), (1, "b")]
