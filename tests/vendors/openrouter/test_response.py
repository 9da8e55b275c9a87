"""OpenRouter's Responses against recorded streams."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Model, Thinking
from mockllm.turn import Reasoning, Text, ToolCall, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.dress import PROCESSING
from mockllm.vendors.openrouter.response import DONE, dress_event, response, response_stream
from mockllm.vendors.openrouter.routing import HEADER
from mockllm.wire import Event, responses, sse
from tests.vendors.worlds import stamp_of

RECORDED = "9145524df5"
THOUGHT = "51840a20e7"


def said(*parts: Any) -> Said:
    body = {"model": "openai/gpt-4.1-mini", "input": "Hi", "stream": True}
    ask = responses.parse(body, {}, "openrouter", Model("openai/gpt-4.1-mini"))
    return Said(ask, (Turn(parts, usage=Usage(101, 4)),), stamp_of("response"))


def thinking(*parts: Any) -> Said:
    """An answer whose provider shows its thoughts."""
    answer = said(*parts)
    return replace(answer, ask=replace(answer.ask, thinking=Thinking("medium", text=True)))


def streamed(answer: Said) -> list[dict[str, Any]]:
    events = response_stream(answer, responses.events(answer.ask, answer.turns, answer.stamp))
    return [event.data for event in events if isinstance(event.data, dict)]


def keys(value: Any) -> Any:
    """The order of an object's keys at any depth."""
    if isinstance(value, dict):
        return [(name, keys(each)) for name, each in value.items()]
    return [keys(each) for each in value] if isinstance(value, list) else None


@pytest.mark.parametrize("kind", ["response.created", "response.output_text.delta", "response.output_text.done"])
def test_keys_stand_as_in_recorded_streams(kind: str, traffic: Callable[[str], list[Any]]) -> None:
    (line,) = (each for each in traffic("openrouter") if each["id"] == RECORDED)
    events = sse.decode(line["response"]["body"].encode())
    recorded = [json.loads(each.data) for each in events if each.data and each.data != "[DONE]"]
    theirs = next(each for each in recorded if each["type"] == kind)
    ours = next(each for each in streamed(said(Text("Red green blocks"))) if each["type"] == kind)
    assert keys(ours) == keys(theirs)


@pytest.mark.parametrize(
    "kind", ["response.reasoning_text.delta", "response.reasoning_text.done", "response.output_item.done"]
)
def test_thoughts_stand_as_in_a_recorded_stream(kind: str, traffic: Callable[[str], list[Any]]) -> None:
    (line,) = (each for each in traffic("openrouter") if each["id"] == THOUGHT)
    events = sse.decode(line["response"]["body"].encode())
    recorded = [json.loads(each.data) for each in events if each.data and each.data != "[DONE]"]
    theirs = next(each for each in recorded if (each["type"], each.get("output_index")) == (kind, 0))
    ours = next(each for each in streamed(thinking(Reasoning("Hm. Yes."), Text("Yes."))) if each["type"] == kind)
    assert keys(ours) == keys(theirs)


def test_thoughts_are_streamed_in_the_order_of_recorded_events(traffic: Callable[[str], list[Any]]) -> None:
    (line,) = (each for each in traffic("openrouter") if each["id"] == THOUGHT)
    events = sse.decode(line["response"]["body"].encode())
    recorded = [json.loads(each.data) for each in events if each.data and each.data != "[DONE]"]
    ours = streamed(thinking(Reasoning("Hm. Yes."), Text("Yes.")))
    theirs, own = ([each["type"] for each in told if each.get("output_index") == 0] for told in (recorded, ours))
    assert list(dict.fromkeys(own)) == list(dict.fromkeys(theirs))


def test_a_response_tells_its_cost() -> None:
    answer = said(Text("Hello."))
    body = response(answer, responses.body(answer.ask, answer.turns, answer.stamp))
    assert body["usage"]["cost"] == body["usage"]["cost_details"]["upstream_inference_cost"] > 0
    assert body["id"].startswith("gen-")
    assert (body["store"], "billing" in body) == (False, False)


def test_items_keep_their_passing_ids_through_a_stream() -> None:
    events = streamed(said(Text("Hello."), ToolCall("f")))
    ids = {each["item"]["id"] for each in events if "item" in each}
    assert ids == {each["item_id"] for each in events if "item_id" in each}
    assert ids == {item["id"] for item in events[-1]["response"]["output"]}
    assert all("_tmp_" in each for each in ids)


def test_a_stream_begins_with_comments_and_is_done_at_its_end() -> None:
    answer = said(Text("Hello."))
    first, *_, last = response_stream(answer, responses.events(answer.ask, answer.turns, answer.stamp))
    assert (first.data, first.text, last.data) == (None, PROCESSING, DONE)


def test_events_are_numbered_and_not_padded() -> None:
    events = streamed(said(Text("Hello there.")))
    assert [each["sequence_number"] for each in events] == list(range(len(events)))
    assert {(first, last) for first, *_, last in events} == {("type", "sequence_number")}
    assert not any("obfuscation" in each for each in events)


def test_the_route_and_the_cost_are_told_once_there_is_an_end() -> None:
    answer = said(Text("Hello."))
    answer = replace(answer, ask=replace(answer.ask, headers={HEADER: "enabled"}))
    begun, *_, ended = (each["response"] for each in streamed(answer) if "response" in each)
    assert (begun["usage"], begun["reasoning"], "openrouter_metadata" in begun) == (None, None, False)
    assert ended["openrouter_metadata"]["requested"] == "openai/gpt-4.1-mini"
    assert ended["usage"]["cost"] > 0


def test_a_comment_is_not_dressed() -> None:
    event = Event(None, text="wait")
    assert dress_event(said(), event) is event
