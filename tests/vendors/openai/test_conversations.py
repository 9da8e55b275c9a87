"""Conversations over their endpoints."""

import json
from typing import Any

import pytest
from openai.types.conversations import Conversation, ConversationDeletedResource, ConversationItem, ConversationItemList
from pydantic import TypeAdapter

from mockllm.session import Session
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Handler, World
from mockllm.vendors.openai import conversations as c
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import keep, recall
from mockllm.wire import responses
from tests.vendors.worlds import said_to, stamp_of, told, vendor, world

OPENAI = vendor(find)
ITEM: TypeAdapter[Any] = TypeAdapter(ConversationItem)
HI = {"type": "message", "role": "user", "content": "Hi"}


def _at(session: Session, body: dict[str, Any] | None = None, *, lenient: bool = False, **params: str) -> World:
    label = str(session.journal.count)
    session.journal.count += 1
    query = {key: value for key, value in params.items() if key in {"limit", "after", "order"}}
    return world(OPENAI, body, session=session, params=params, query=query, lenient=lenient, stamp=stamp_of(label))


def _create(session: Session, **body: Any) -> dict[str, Any]:
    status, shown = told(c.create_conversation, _at(session, body))
    assert status == 200
    Conversation.model_validate(shown, strict=True)
    assert isinstance(shown, dict)
    return shown


def test_a_conversation_is_made_shown_changed_and_deleted() -> None:
    session = Session("s")
    made = _create(session, metadata={"topic": "demo"})
    assert list(made) == ["id", "object", "created_at", "metadata"]
    name = made["id"]
    assert name.startswith("conv_")
    assert told(c.retrieve_conversation, _at(session, conversation=name))[1] == made
    _, changed = told(c.update_conversation, _at(session, {"metadata": {"topic": "new"}}, conversation=name))
    assert changed == {**made, "metadata": {"topic": "new"}}
    _, gone = told(c.delete_conversation, _at(session, conversation=name))
    assert ConversationDeletedResource.model_validate(gone, strict=True).deleted
    status, shown = told(c.retrieve_conversation, _at(session, conversation=name))
    assert (status, shown["error"]["message"]) == (404, f"Conversation with id '{name}' not found.")


def test_items_are_added_listed_shown_and_deleted() -> None:
    session = Session("s")
    name = _create(session, items=[HI])["id"]
    status, added = told(c.add_items, _at(session, {"items": [HI, {**HI, "content": "Ho"}]}, conversation=name))
    assert status == 200
    ConversationItemList.model_validate_json(json.dumps(added), strict=True)
    _, shown = told(c.list_items, _at(session, conversation=name))
    assert len(shown["data"]) == 3
    assert shown["data"][0] == added["data"][1]
    assert len({item["id"] for item in shown["data"]}) == 3
    item = added["data"][0]
    assert told(c.retrieve_item, _at(session, conversation=name, item=item["id"]))[1] == item
    _, left = told(c.delete_item, _at(session, conversation=name, item=item["id"]))
    assert left["id"] == name
    _, shown = told(c.list_items, _at(session, conversation=name, order="asc", limit="1"))
    assert (len(shown["data"]), shown["has_more"]) == (1, True)
    status, _ = told(c.retrieve_item, _at(session, conversation=name, item=item["id"]))
    assert status == 404


def test_an_answer_adds_to_its_conversation() -> None:
    session = Session("s")
    name = _create(session, items=[{"role": "developer", "content": "Be kind."}])["id"]
    body = {"model": "gpt-4o", "input": "Hi", "conversation": name}
    said_to(responses, _at(session, body), Turn((Text("Hello."),)), keep=keep, recall=recall)
    _, shown = told(c.list_items, _at(session, conversation=name, order="asc"))
    assert [item["role"] for item in shown["data"]] == ["developer", "user", "assistant"]
    for item in shown["data"]:
        ITEM.validate_json(json.dumps(item), strict=True)


@pytest.mark.parametrize(
    ("handler", "body", "message"),
    [
        (c.create_conversation, {"metadata": 3}, "Invalid type for 'metadata'"),
        (c.create_conversation, {"items": "x"}, "Invalid type for 'items'"),
        (c.create_conversation, {"items": [HI] * 21}, "Invalid 'items': array too long."),
        (c.create_conversation, {"items": ["x"]}, "Invalid type for 'items[0]'"),
        (c.add_items, {}, "Missing required parameter: 'items'."),
        (c.update_conversation, {"metadata": "x"}, "Invalid type for 'metadata'"),
    ],
)
def test_bad_requests_are_refused(handler: Handler, body: dict[str, Any], message: str) -> None:
    session = Session("s")
    name = _create(session)["id"]
    status, shown = told(handler, _at(session, body, conversation=name))
    assert status == 400
    assert shown["error"]["message"].startswith(message)


ALL: list[tuple[Handler, dict[str, Any]]] = [
    (c.retrieve_conversation, {}),
    (c.update_conversation, {"metadata": {}}),
    (c.add_items, {"items": [HI]}),
    (c.list_items, {}),
    (c.retrieve_item, {}),
    (c.delete_item, {}),
    (c.delete_conversation, {}),
]


@pytest.mark.parametrize(("handler", "body"), ALL)
def test_an_unknown_conversation_is_not_found_unless_lenient(handler: Handler, body: dict[str, Any]) -> None:
    assert told(handler, _at(Session("s"), body, conversation="conv_123", item="msg_abc"))[0] == 404
    assert told(handler, _at(Session("s"), body, lenient=True, conversation="conv_123", item="msg_abc"))[0] == 200


def test_an_unknown_item_is_not_found_unless_lenient() -> None:
    session = Session("s")
    name = _create(session)["id"]
    status, shown = told(c.delete_item, _at(session, conversation=name, item="msg_x"))
    assert (status, shown["error"]["message"]) == (404, f"Item with id 'msg_x' not found in conversation '{name}'.")
    _, item = told(c.retrieve_item, _at(session, conversation=name, item="msg_x", lenient=True))
    ITEM.validate_json(json.dumps(item), strict=True)
