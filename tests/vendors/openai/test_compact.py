"""Compacted conversations."""

import json
from typing import Any

import pytest
from openai.types.responses import CompactedResponse

from mockllm.session import Session
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openai.compact import compact_response
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import keep, recall
from mockllm.wire import responses
from mockllm.wire.responses.ids import response_id
from mockllm.wire.responses.items import kept_items
from tests.vendors.worlds import said_to, stamp_of, told, vendor, world

OPENAI = vendor(find)
TALK = [
    {"role": "user", "content": "Hello!"},
    {"role": "assistant", "content": "Hello! How can I help?"},
    {"role": "user", "content": "How are you?"},
]


def test_users_messages_stay_and_the_rest_becomes_one_item() -> None:
    status, shown = told(compact_response, world(OPENAI, {"model": "gpt-4o-mini", "input": TALK}))
    assert status == 200
    CompactedResponse.model_validate_json(json.dumps({**shown, "output": []}), strict=True)
    assert list(shown) == ["id", "object", "created_at", "output", "usage"]
    assert [item.get("role", item["type"]) for item in shown["output"]] == ["user", "user", "compaction"]
    ids = [shown["id"], *(item["id"] for item in shown["output"])]
    assert len(set(ids)) == 4
    assert {name.partition("_")[2][16:18] for name in ids} == {"01"}


def test_a_stored_response_is_compacted_with_what_came_before_it() -> None:
    session = Session("s")
    asked = world(OPENAI, {"model": "gpt-4o", "input": "I am Ada."}, session=session, stamp=stamp_of("a"))
    said = said_to(responses, asked, Turn((Text("Hello, Ada."),), usage=Usage(3, 3)), keep=keep, recall=recall)
    assert isinstance(said, Said)
    body = {"model": "gpt-4o", "input": [], "previous_response_id": response_id(said.stamp, stored=True)}
    _, shown = told(compact_response, world(OPENAI, body, session=session, stamp=stamp_of("b")))
    assert shown["output"][0]["content"][0]["text"] == "I am Ada."
    assert shown["output"][0] == kept_items("I am Ada.", said.stamp)[0]
    assert len(shown["output"]) == 2
    assert shown["id"][5:21] == shown["output"][1]["id"][4:20] == response_id(said.stamp, stored=True)[5:21]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"input": "Hi"}, "Missing required parameter: 'model'."),
        ({"model": "nope", "input": "Hi"}, "The requested model 'nope' does not exist."),
        ({"model": "gpt-4o", "previous_response_id": "resp_x"}, "Previous response with id 'resp_x' not found."),
    ],
)
def test_bad_requests_are_refused_unless_lenient(body: dict[str, Any], message: str) -> None:
    status, shown = told(compact_response, world(OPENAI, body))
    assert (status, shown["error"]["message"]) == (400, message)
    status, shown = told(compact_response, world(OPENAI, body, lenient=True))
    assert status == 200
    CompactedResponse.model_validate_json(json.dumps(shown), strict=True)
