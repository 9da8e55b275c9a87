"""Stored chat completions over their endpoints."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from openai.types.chat import ChatCompletion, ChatCompletionDeleted

from mockllm.session import Session
from mockllm.stamp import HEX
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Handler, Said, World
from mockllm.vendors.openai import stored_chats as c
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import keep
from mockllm.wire import chat
from mockllm.wire.chat.body import head
from tests.vendors.worlds import said_to, stamp_of, told, vendor, world

OPENAI = vendor(find)
PARTS = [{"type": "text", "text": "Look"}]


def _say(session: Session, label: str, **body: Any) -> Said:
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": PARTS, "name": "ada"}]
    asked = {"model": "gpt-4o", "store": True, "messages": messages, **body}
    where = world(OPENAI, asked, session=session, stamp=stamp_of(label))
    said = said_to(chat, where, Turn((Text("Hello."),), usage=Usage(5, 2)), keep=keep)
    assert isinstance(said, Said)
    return said


def _at(
    session: Session, name: str = "", body: Mapping[str, Any] | None = None, query: Mapping[str, str] | None = None
) -> World:
    return world(OPENAI, body, session=session, params={"completion": name}, query=query)


def test_a_stored_chat_shows_what_was_asked_with() -> None:
    session = Session("s")
    said = _say(session, "a", temperature=0.5, user="u1", metadata={"k": "v"})
    status, shown = told(c.retrieve_chat, _at(session, head(said.stamp)))
    assert status == 200
    ChatCompletion.model_validate_json(json.dumps(shown), strict=True)
    assert (shown["temperature"], shown["top_p"], shown["input_user"], shown["metadata"]) == (
        0.5,
        1.0,
        "u1",
        {"k": "v"},
    )
    assert shown["request_id"] == said.stamp.id("x-request-id", "req_", HEX, 32)
    assert shown["choices"][0]["message"]["content"] == "Hello."


def test_chats_are_listed_by_model_and_metadata() -> None:
    session = Session("s")
    names = [
        head(_say(session, label, **body).stamp)
        for label, body in (("a", {}), ("b", {"metadata": {"k": "v"}}), ("c", {"model": "gpt-4.1"}))
    ]

    def ids(**query: str) -> list[str]:
        return [entry["id"] for entry in told(c.list_chats, _at(session, query=query))[1]["data"]]

    assert ids() == names
    assert ids(order="desc", limit="2") == names[:0:-1]
    assert ids(after=names[0]) == names[1:]
    assert ids(model="gpt-4.1") == names[2:]
    assert ids(**{"metadata[k]": "v"}) == [names[1]]
    assert ids(**{"metadata[k]": "w"}) == []


def test_metadata_is_replaced_and_found_again() -> None:
    session = Session("s")
    name = head(_say(session, "a", metadata={"old": "1"}).stamp)
    _, shown = told(c.update_chat, _at(session, name, {"metadata": {"new": "2"}}))
    assert shown["metadata"] == {"new": "2"}
    assert len(told(c.list_chats, _at(session, query={"metadata[new]": "2"}))[1]["data"]) == 1


def test_the_messages_of_a_chat_are_those_that_were_asked() -> None:
    session = Session("s")
    name = head(_say(session, "a").stamp)
    _, shown = told(c.list_messages, _at(session, name))
    assert [(each["id"], each["role"]) for each in shown["data"]] == [(f"{name}-0", "system"), (f"{name}-1", "user")]
    assert shown["data"][0]["content"] == "Be kind."
    assert (shown["data"][1]["content"], shown["data"][1]["content_parts"]) == (None, PARTS)


def test_a_deleted_chat_is_gone() -> None:
    session = Session("s")
    name = head(_say(session, "a").stamp)
    _, shown = told(c.delete_chat, _at(session, name))
    assert ChatCompletionDeleted.model_validate(shown, strict=True).id == name
    assert told(c.retrieve_chat, _at(session, name))[0] == 404


ONE: list[Handler] = [c.retrieve_chat, c.update_chat, c.list_messages, c.delete_chat]


@pytest.mark.parametrize("handler", ONE)
def test_an_unknown_chat_is_not_found_unless_lenient(handler: Handler) -> None:
    where = _at(Session("s"), "completion_id", {"metadata": {"foo": "string"}})
    assert told(handler, where)[0] == 404
    lenient = world(OPENAI, where.body, params=where.params, lenient=True)
    assert told(handler, lenient)[0] == 200


def test_a_lenient_chat_fits_the_sdk() -> None:
    _, shown = told(c.retrieve_chat, world(OPENAI, params={"completion": "completion_id"}, lenient=True))
    assert ChatCompletion.model_validate_json(json.dumps(shown), strict=True).id == "completion_id"


@pytest.mark.parametrize(
    ("body", "message"),
    [({}, "Missing required parameter: 'metadata'."), ({"metadata": "x"}, "Invalid type for 'metadata'")],
)
def test_a_bad_update_is_refused(body: dict[str, Any], message: str) -> None:
    session = Session("s")
    name = head(_say(session, "a").stamp)
    status, shown = told(c.update_chat, _at(session, name, body))
    assert status == 400
    assert shown["error"]["message"].startswith(message)
