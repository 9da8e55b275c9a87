"""Stored responses over their endpoints."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace
from openai.types.responses import Response, ResponseItemList, ResponseStreamEvent
from pydantic import TypeAdapter

from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.turn import Reasoning, Text, Turn, Usage
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.openai.background import dress
from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.speech import responses_ink
from mockllm.vendors.openai.stored_responses import (
    cancel_response,
    delete_response,
    list_input_items,
    retrieve_response,
)
from mockllm.vendors.stored import keep, recall
from mockllm.wire import responses
from mockllm.wire.event import encoded
from mockllm.wire.layout import ascii_pretty
from mockllm.wire.responses.ids import response_id
from mockllm.wire.sse import decode
from tests.vendors.worlds import said_to, stamp_of, told, vendor, world

OPENAI = vendor(find)
EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
FOUR = Turn((Text("Four, naïvely."),), usage=Usage(9, 3))


def _say(session: Session, label: str = "a", **body: Any) -> Said:
    asked = {"model": "gpt-4o", "input": "What is 2 + 2?", **body}
    where = world(OPENAI, asked, session=session, stamp=stamp_of(label))
    said = said_to(responses, where, FOUR, keep=keep, recall=recall)
    assert isinstance(said, Said)
    return said


def _id(said: Said) -> str:
    return response_id(said.stamp, stored=said.ask.store)


def _at(
    session: Session, name: str, now: float = EPOCH, query: Mapping[str, str] | None = None, *, lenient: bool = False
) -> World:
    return world(OPENAI, session=session, params={"response": name}, now=now, query=query, lenient=lenient)


def _get(session: Session, name: str, now: float = EPOCH) -> dict[str, Any]:
    status, shown = told(retrieve_response, _at(session, name, now))
    assert status == 200
    Response.model_validate_json(json.dumps(shown), strict=True)
    assert isinstance(shown, dict)
    return shown


def test_a_response_is_retrieved_as_it_was_given() -> None:
    session = Session("s")
    said = _say(session)
    given = ascii_pretty(dress(said, responses.body(said.ask, said.turns, said.stamp)))
    reply = retrieve_response(_at(session, _id(said)))
    assert reply.body == given
    assert b'"billing"' in reply.body


def test_an_unknown_response_is_not_found() -> None:
    for handler in (retrieve_response, delete_response, cancel_response, list_input_items):
        status, shown = told(handler, _at(Session("s"), "resp_X"))
        assert status == 404
        assert shown["error"]["message"] == "Response with id 'resp_X' not found."


def test_a_deleted_response_is_gone() -> None:
    session = Session("s")
    name = _id(_say(session))
    assert told(delete_response, _at(session, name))[1] == {"id": name, "object": "response", "deleted": True}
    assert told(retrieve_response, _at(session, name))[0] == 404


def test_a_background_response_is_queued_then_in_progress_then_done() -> None:
    session = Session("s")
    said = _say(session, background=True)
    queued = dress(said, responses.body(said.ask, said.turns, said.stamp))
    assert (queued["status"], queued["output"], queued["usage"]) == ("queued", [], None)
    assert "billing" not in queued
    states = [_get(session, _id(said), EPOCH + seconds) for seconds in (0.0, 0.1, 0.5, 1.0, 9.0)]
    assert [state["status"] for state in states] == ["queued", "queued", "in_progress", "completed", "completed"]
    assert states[-1]["output"][0]["content"][0]["text"] == "Four, naïvely."
    assert [state["service_tier"] for state in states[-3:]] == ["auto", "default", "default"]


def test_what_is_not_stored_is_polled_all_the_same() -> None:
    session = Session("s")
    said = _say(session, background=True, store=False)
    assert _get(session, _id(said), EPOCH + 5)["status"] == "completed"


def test_a_running_response_can_be_cancelled_again_and_again_but_not_deleted() -> None:
    session = Session("s")
    name = _id(_say(session, background=True))
    status, shown = told(delete_response, _at(session, name))
    assert (status, shown["error"]["message"]) == (400, "Cannot delete an in-flight response.")
    for _ in range(2):
        status, shown = told(cancel_response, _at(session, name))
        assert (status, shown["status"], shown["output"], shown["usage"]) == (200, "cancelled", [], None)
    assert _get(session, name, EPOCH + 60)["status"] == "cancelled"
    assert told(delete_response, _at(session, name))[0] == 200


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Cannot cancel a synchronous response."),
        ({"background": True}, "Cannot cancel a completed response."),
    ],
)
def test_what_is_done_cannot_be_cancelled(body: dict[str, Any], message: str) -> None:
    session = Session("s")
    name = _id(_say(session, **body))
    status, shown = told(cancel_response, _at(session, name, EPOCH + 60))
    assert (status, shown["error"]["message"]) == (400, message)


def _events(session: Session, name: str, **query: str) -> list[dict[str, Any]]:
    reply = retrieve_response(_at(session, name, query={"stream": "true", **query}))
    assert reply.status == 200
    assert reply.frames is not None
    found = [json.loads(each.data or "") for frame in reply.frames for each in decode(frame.data)]
    for each in found:
        EVENT.validate_python(each)
    return found


def test_a_stream_is_resumed_after_an_event() -> None:
    session = Session("s")
    said = _say(session, background=True, stream=True)
    original = list(encoded(responses.events(said.ask, said.turns, said.stamp), responses_ink(said)))
    reply = retrieve_response(_at(session, _id(said), query={"stream": "true", "starting_after": "3"}))
    assert reply.frames is not None
    assert [frame.data for frame in reply.frames] == original[4:]
    found = _events(session, _id(said))
    assert [event["sequence_number"] for event in found] == list(range(len(original)))
    assert [event["type"] for event in found[:3]] == ["response.created", "response.queued", "response.in_progress"]
    assert all("obfuscation" not in event for event in found)


def test_after_the_last_event_nothing_comes() -> None:
    session = Session("s")
    assert _events(session, _id(_say(session, background=True, stream=True)), starting_after="99") == []


def test_what_was_streamed_to_its_end_is_found_done() -> None:
    session = Session("s")
    name = _id(_say(session, background=True, stream=True))
    last = _events(session, name)[-1]["response"]
    found = _get(session, name, EPOCH)
    assert found.pop("billing")
    assert found == last
    assert found["status"] == "completed"


def test_a_cancelled_stream_ends_as_failed() -> None:
    session = Session("s")
    name = _id(_say(session, background=True, stream=True))
    told(cancel_response, _at(session, name))
    last = _events(session, name)[-1]
    assert (last["type"], last["response"]["status"]) == ("response.failed", "cancelled")
    assert _get(session, name, EPOCH)["status"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "now", "query", "message"),
    [
        ({}, 0, {}, "This response cannot be streamed because it was not created with background=true."),
        (
            {"background": True},
            0,
            {},
            "This response cannot be streamed because it was not created with stream=true.",
        ),
        (
            {"background": True, "stream": True},
            301,
            {},
            "Response can no longer be streamed, it is more than 5 minutes old.",
        ),
        (
            {"background": True, "stream": True},
            0,
            {"starting_after": "x"},
            "Invalid type for 'starting_after': expected an integer, but got a string instead.",
        ),
    ],
)
def test_not_every_response_can_be_streamed_again(
    body: dict[str, Any], now: float, query: dict[str, str], message: str
) -> None:
    session = Session("s")
    name = _id(_say(session, **body))
    status, shown = told(retrieve_response, _at(session, name, EPOCH + now, {"stream": "true", **query}))
    assert (status, shown["error"]["message"]) == (400, message)


def test_the_input_is_listed_with_what_came_before_it() -> None:
    session = Session("s")
    first = _say(session)
    second = _say(session, "b", input=[{"role": "user", "content": "And 3 + 3?"}], previous_response_id=_id(first))
    status, shown = told(list_input_items, _at(session, _id(second)))
    assert status == 200
    found = ResponseItemList.model_validate_json(json.dumps(shown), strict=True)
    assert [item.type for item in found.data] == ["message"] * 3
    assert shown["data"][0]["content"][0]["text"] == "And 3 + 3?"
    _, page = told(list_input_items, _at(session, _id(second), query={"limit": "1", "after": shown["data"][0]["id"]}))
    assert page["data"] == shown["data"][1:2]
    assert page["has_more"]


def test_opaque_reasoning_is_shown_where_it_is_included() -> None:
    session = Session("s")
    thought = Turn((Reasoning("Hm."), Text("Four.")), usage=Usage(9, 3, 1))
    where = world(OPENAI, {"model": "gpt-5.6-terra", "input": "2 + 2?"}, session=session, stamp=stamp_of("a"))
    said = said_to(responses, where, thought, keep=keep, recall=recall)
    assert isinstance(said, Said)
    plain = _at(session, _id(said))
    target = "/v1/responses/x?include[]=message.output_text.logprobs&include[]=reasoning.encrypted_content"
    asked = replace(plain, raw=replace(plain.raw, target=target))
    assert "encrypted_content" not in told(retrieve_response, plain)[1]["output"][0]
    assert told(retrieve_response, asked)[1]["output"][0]["encrypted_content"].startswith("gAAAAA")


def test_lenient_any_response_is_there() -> None:
    session = Session("s")
    for handler in (retrieve_response, cancel_response):
        status, shown = told(handler, _at(session, "resp_677efb51", lenient=True))
        assert status == 200
        assert Response.model_validate_json(json.dumps(shown), strict=True).id == "resp_677efb51"
    for handler in (delete_response, list_input_items):
        assert told(handler, _at(session, "resp_677efb51", query={"limit": "0"}, lenient=True))[0] == 200


def test_lenient_any_response_can_be_streamed() -> None:
    query = {"stream": "true", "starting_after": "0", "include_obfuscation": "false"}
    where = _at(Session("s"), "resp_1", query=query, lenient=True)
    reply = retrieve_response(where)
    assert reply.frames is not None
    first, *_ = found = [json.loads(each.data or "") for frame in reply.frames for each in decode(frame.data)]
    assert first["sequence_number"] == 1
    assert first["response"]["id"] == "resp_1"
    assert all("obfuscation" not in each for each in found)
