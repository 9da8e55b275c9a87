"""How OpenRouter re-dresses a chat completion."""

import re
from typing import Any

import pytest

from mockllm.ask import Image, Message, Model, Thinking, Tool
from mockllm.turn import Citation, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.dress import PROCESSING, completion, generation_id, native, stream, usage
from mockllm.vendors.openrouter.providers import provider
from mockllm.wire import chat
from tests.asks import ask
from tests.stamps import stamp_of

SHOWN = Thinking("high", text=True)


def said(*parts: Part, **fields: Any) -> Said:
    turn = Turn(parts, usage=Usage(1_000, 100, cached=500))
    return Said(ask(**{"card": Model("openai/gpt-4o"), **fields}), (turn,), stamp_of())


def whole(*parts: Part, **fields: Any) -> Any:
    told = said(*parts, **fields)
    return completion(told, chat.body(told.ask, told.turns, told.stamp))


def chunks(*parts: Part, **fields: Any) -> list[Any]:
    told = said(*parts, **fields)
    return [event.data for event in stream(told, chat.events(told.ask, told.turns, told.stamp))]


def deltas(*parts: Part, **fields: Any) -> list[Any]:
    found = [chunk for chunk in chunks(*parts, **fields) if isinstance(chunk, dict) and "usage" not in chunk]
    return [choice["delta"] for chunk in found for choice in chunk["choices"]]


def test_an_id_holds_when_it_was_made() -> None:
    assert re.fullmatch(r"gen-1770000000-[0-9A-Za-z]{20}", generation_id(stamp_of()))


def test_a_completion_names_its_provider_and_its_own_reason() -> None:
    got = whole(Text("Hi."))

    assert (got["provider"], got["model"]) == ("OpenAI", "openai/gpt-4o")
    assert (got["choices"][0]["finish_reason"], got["choices"][0]["native_finish_reason"]) == ("stop", "completed")


@pytest.mark.parametrize(
    ("turn", "word"),
    [(Turn(), "end_turn"), (Turn((ToolCall("f"),)), "tool_use"), (Turn(stop="length"), "max_tokens")],
)
def test_native_reasons(turn: Turn, word: str) -> None:
    assert native(turn, provider("anthropic/claude")) == word


def test_reasoning_is_shown_where_it_was_asked_for() -> None:
    message = whole(Reasoning("hm", signature="s"), Text("Hi."), thinking=SHOWN)["choices"][0]["message"]

    assert message["reasoning"] == "hm"
    assert message["reasoning_details"] == [
        {"type": "reasoning.text", "text": "hm", "signature": "s", "format": "openai-responses-v1", "index": 0}
    ]
    hidden = whole(Reasoning("hm"), Text("Hi."))["choices"][0]["message"]
    assert hidden["reasoning"] is None
    assert "reasoning_details" not in hidden


def test_a_summary_is_told_as_one() -> None:
    details = whole(Reasoning(summary=("a", "b")), thinking=SHOWN)["choices"][0]["message"]["reasoning_details"]

    assert (details[0]["type"], details[0]["summary"]) == ("reasoning.summary", "a\nb")


def test_calls_are_numbered_and_annotations_kept() -> None:
    message = whole(Text("a", (Citation("u"),)), ToolCall("f"), ToolCall("g"))["choices"][0]["message"]

    assert [call["index"] for call in message["tool_calls"]] == [0, 1]
    assert message["annotations"][0]["url_citation"]["url"] == "u"
    old = whole(ToolCall("f"), tools=(Tool("f", kind="legacy"),))["choices"][0]["message"]
    assert old["function_call"]["name"] == "f"


@pytest.mark.parametrize(
    ("model", "only", "start", "tier"),
    [
        ("openai/gpt-4o", "openai", "call_", "default"),
        ("google/gemini-2.5-flash", "google", "tool_f_", "default"),
        ("anthropic/claude-haiku-4.5", "anthropic", "toolu_01", "default"),
        ("anthropic/claude-haiku-4.5", "amazon-bedrock", "toolu_bdrk_01", None),
        ("anthropic/claude-haiku-4.5", "google-vertex", "toolu_vrtx_01", None),
    ],
)
def test_calls_and_tiers_are_those_of_the_provider(model: str, only: str, start: str, tier: str | None) -> None:
    fields: Any = {"card": Model(model), "body": {"provider": {"only": [only]}}}
    got = whole(ToolCall("f"), ToolCall("g", id="mine"), **fields)
    ids = [call["id"] for call in got["choices"][0]["message"]["tool_calls"]]
    told = chunks(ToolCall("f"), ToolCall("g", id="mine"), **fields)
    begun = [
        call["id"]
        for chunk in told
        if isinstance(chunk, dict)
        for choice in chunk["choices"]
        for call in choice["delta"].get("tool_calls", ())
        if "id" in call
    ]

    assert ids[0].startswith(start)
    assert ids == begun
    assert ids[1] == "mine"
    assert got["service_tier"] == told[-2]["service_tier"] == tier


def test_a_citation_has_its_address_first_and_nothing_said_is_null() -> None:
    message = whole(Text("a", (Citation("u", "t", 0, 1),)))["choices"][0]["message"]

    assert list(message["annotations"][0]["url_citation"]) == ["url", "title", "start_index", "end_index"]
    assert whole()["choices"][0]["message"]["content"] is None


def test_requests_and_pictures_cost_where_the_provider_says_so() -> None:
    searched = said(card=Model("perplexity/sonar"))
    seen = (Message("user", (Image(url="https://example.com/a.png"), Image(url="https://example.com/b.png"))),)
    looked = said(card=Model("meta-llama/llama"), messages=seen, body={"provider": {"only": ["groq"]}})

    paid, shown = (usage(told.ask, told.turns)["cost_details"] for told in (searched, looked))

    assert paid["upstream_inference_completions_cost"] == pytest.approx(100 / 1e6 + 0.005)
    assert shown["upstream_inference_prompt_cost"] == pytest.approx(550 * 0.25 / 1e6 + 2 * 0.0002)


def test_usage_costs_what_the_provider_asks() -> None:
    told = said()
    got = usage(told.ask, told.turns)

    assert got["cost"] == pytest.approx((550 * 0.15 + 100 * 0.60) / 1e6)
    assert got["cost_details"]["upstream_inference_prompt_cost"] == pytest.approx(550 * 0.15 / 1e6)


def test_a_stream_begins_with_comments_and_ends_with_the_usage() -> None:
    told = said(Text("Hi."))
    found = list(stream(told, chat.events(told.ask, told.turns, told.stamp)))

    assert (found[0].data, found[0].text) == (None, PROCESSING)
    assert found[-1].data == "[DONE]"
    assert isinstance(found[-2].data, dict)
    assert found[-2].data["usage"]["total_tokens"] == 1_100


def test_every_delta_has_its_role_and_the_empty_first_one_is_not_sent() -> None:
    assert deltas(Text("a b")) == [
        {"content": "a", "role": "assistant"},
        {"content": " b", "role": "assistant"},
        {"content": "", "role": "assistant"},
    ]
    assert deltas(Refusal("no"))[0]["refusal"] == "no"
    assert deltas(ToolCall("f"))[0]["content"] is None


@pytest.mark.parametrize(("part", "kind"), [(Reasoning("a b"), "text"), (Reasoning(summary=("a b",)), "summary")])
def test_reasoning_comes_first_piece_by_piece(part: Reasoning, kind: str) -> None:
    got = deltas(part, Text("c"), thinking=SHOWN)

    assert [each.get("reasoning") for each in got] == ["a", " b", None, None]
    assert got[0]["reasoning_details"][0]["type"] == f"reasoning.{kind}"


def test_logprobs_stay_with_their_chunks() -> None:
    found = [chunk["choices"][0] for chunk in chunks(Text("a"), logprobs=0) if isinstance(chunk, dict)]

    assert found[0]["logprobs"]["content"][0]["token"] == "a"  # noqa: S105


def test_the_upstream_body_is_echoed_on_demand() -> None:
    body = {"model": "m", "debug": {"echo_upstream_body": True}, "plugins": []}
    echoed = next(chunk for chunk in chunks(Text("a"), body=body) if isinstance(chunk, dict))

    assert echoed["debug"] == {"echo_upstream_body": {"model": "m"}}


RICH: dict[str, Any] = {"modalities": ["text", "image", "audio"], "plugins": [{"id": "web", "max_results": 2}]}


def test_pictures_sounds_and_sources_stand_beside_the_text() -> None:
    message = whole(Text("Hi.", (Citation("u"),)), body=RICH)["choices"][0]["message"]

    assert [each["type"] for each in message["images"]] == ["image_url"]
    assert message["audio"]["transcript"] == "Hi."
    assert message["annotations"][0]["url_citation"]["url"] == "u"
    assert len(message["annotations"]) == 3
    assert not whole(Text("Hi."))["choices"][0]["message"].keys() & {"images", "audio", "annotations"}


def test_a_stream_carries_them_in_a_chunk_before_its_end() -> None:
    *_, carried, end = deltas(Text("Hi."), body=RICH)

    assert carried.keys() == {"content", "role", "annotations", "images", "audio"}
    assert end == {"content": "", "role": "assistant"}


def test_a_search_is_counted_in_the_usage() -> None:
    assert whole(body=RICH)["usage"]["server_tool_use_details"] == {"web_search_requests": 1}
    assert "server_tool_use_details" not in whole()["usage"]


def test_the_provider_that_was_preferred_is_named_and_paid() -> None:
    got = whole(body={"provider": {"order": ["azure"]}})

    assert got["provider"] == "Azure"
    assert got["usage"]["cost"] == pytest.approx((550 * 0.165 + 100 * 0.60) / 1e6)
