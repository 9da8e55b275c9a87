"""What a session remembers of answers, and what it joins to the next ask."""

from typing import Any

import pytest

from mockllm.ask import Ask, Model, results, text_of, turn_number
from mockllm.errors import Failure
from mockllm.session import Session
from mockllm.turn import Text, ToolCall, Turn, Usage, calls
from mockllm.vendors.kinds import Options, Said, World
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import CHATS, CONVERSATIONS, RESPONSES, Conversation, Shelf, keep, recall
from mockllm.wire import chat, responses
from mockllm.wire.responses.ids import response_id
from tests.vendors.worlds import said_to, stamp_of, vendor, world

OPENAI = vendor(find)
HELLO = Turn((Text("Hello, Ada."),), usage=Usage(5, 4))


def _world(session: Session, label: str, *, lenient: bool = False, **body: Any) -> World:
    asked = {"model": "gpt-4o", **body}
    return world(OPENAI, asked, session=session, stamp=stamp_of(label), lenient=lenient)


def _say(session: Session, label: str, turn: Turn = HELLO, **body: Any) -> Said:
    said = said_to(responses, _world(session, label, **body), turn, keep=keep, recall=recall)
    assert isinstance(said, Said)
    return said


def _refused(session: Session, **body: Any) -> Failure:
    found = said_to(responses, _world(session, "refused", **body), HELLO, keep=keep, recall=recall)
    assert isinstance(found, Failure)
    return found


def _id(said: Said) -> str:
    return response_id(said.stamp, stored=True)


def _texts(ask: Ask) -> list[tuple[str, str]]:
    return [(message.role, text_of(message)) for message in ask.messages]


def test_an_ask_that_names_nothing_stays_as_it_is() -> None:
    session = Session("s")
    assert _texts(_say(session, "a", input="Hi").ask) == [("user", "Hi")]


def test_previous_responses_come_before_what_is_asked() -> None:
    session = Session("s")
    first = _say(session, "a", input="I am Ada.")
    second = _say(session, "b", input="Who am I?", previous_response_id=_id(first))
    assert _texts(second.ask) == [("user", "I am Ada."), ("assistant", "Hello, Ada."), ("user", "Who am I?")]
    third = _say(session, "c", input="Sure?", previous_response_id=_id(second))
    assert len(third.ask.messages) == 5
    assert turn_number(third.ask) == 3
    assert {_id(said)[5:21] for said in (first, second, third)} == {_id(first)[5:21]}
    assert third.ask.input_tokens > second.ask.input_tokens > first.ask.input_tokens


def test_instructions_are_not_inherited() -> None:
    session = Session("s")
    first = _say(session, "a", input="Hi", instructions="Be kind.")
    second = _say(session, "b", input="Again", instructions="Be curt.", previous_response_id=_id(first))
    assert _texts(second.ask)[0] == ("system", "Be curt.")
    assert "Be kind." not in str(_texts(second.ask))
    third = _say(session, "c", input="Again", previous_response_id=_id(second))
    assert "Be curt." not in str(_texts(third.ask))


def test_a_tool_result_knows_the_call_of_an_earlier_response() -> None:
    session = Session("s")
    first = _say(session, "a", Turn((ToolCall("get_time", '{"tz":"CET"}'),)), input="What time is it?")
    (item,) = first_items = list(session.slot(RESPONSES).all()[0].outputs())
    assert first_items
    output = {"type": "function_call_output", "call_id": item["call_id"], "output": "12:00"}
    second = _say(session, "b", input=[output], previous_response_id=_id(first))
    (result,) = results(second.ask)
    assert (result.name, result.text) == ("get_time", "12:00")
    assert calls(Turn(tuple(p for m in second.ask.messages for p in m.parts if isinstance(p, ToolCall))))


def test_an_unknown_previous_response_is_refused() -> None:
    failure = _refused(Session("s"), input="Hi", previous_response_id="resp_x")
    assert failure.kind == "invalid_request"
    assert failure.message == "Previous response with id 'resp_x' not found."
    assert (failure.param, failure.code) == ("previous_response_id", "previous_response_not_found")


def test_what_is_not_stored_cannot_be_continued() -> None:
    session = Session("s")
    first = _say(session, "a", input="Hi", store=False)
    assert _refused(session, input="Hi", previous_response_id=response_id(first.stamp, stored=False)).param


def test_another_session_knows_nothing() -> None:
    first = _say(Session("one"), "a", input="Hi")
    assert _refused(Session("two"), input="Hi", previous_response_id=_id(first)).code == "previous_response_not_found"


def test_a_conversation_grows_with_each_answer() -> None:
    session = Session("s")
    session.slot(CONVERSATIONS).put("conv_1", Conversation("conv_1", 0))
    _say(session, "a", input="I am Ada.", conversation="conv_1")
    said = _say(session, "b", input="Who am I?", conversation={"id": "conv_1"}, store=False)
    assert _texts(said.ask) == [("user", "I am Ada."), ("assistant", "Hello, Ada."), ("user", "Who am I?")]
    conversation = session.slot(CONVERSATIONS).get("conv_1")
    assert conversation is not None
    assert [item["role"] for item in conversation.items] == ["user", "assistant"] * 2


def test_an_unknown_conversation_is_not_found() -> None:
    failure = _refused(Session("s"), input="Hi", conversation="conv_x")
    assert (failure.kind, failure.message) == ("not_found", "Conversation with id 'conv_x' not found.")


def test_a_reference_stands_for_the_item_of_an_earlier_answer() -> None:
    session = Session("s")
    _say(session, "a", input="I am Ada.")
    (item,) = session.slot(RESPONSES).all()[0].outputs()
    said = _say(
        session, "b", input=[{"type": "item_reference", "id": item["id"]}, {"role": "user", "content": "Go on"}]
    )
    assert _texts(said.ask) == [("assistant", "Hello, Ada."), ("user", "Go on")]


def test_a_reference_to_nothing_is_not_found() -> None:
    failure = _refused(Session("s"), input=[{"type": "item_reference", "id": "rs_x"}])
    assert failure.kind == "not_found"
    assert failure.param == "input"
    assert str(failure.message).startswith("Item with id 'rs_x' not found. Items are not persisted")


@pytest.mark.parametrize(
    "body",
    [
        {"previous_response_id": "resp_x"},
        {"conversation": "conv_x"},
        {"previous_response_id": "resp_x", "conversation": "conv_x"},
    ],
)
def test_lenient_what_is_not_there_is_empty(body: dict[str, Any]) -> None:
    where = _world(Session("s"), "a", lenient=True, input=[{"id": "x"}, {"role": "user", "content": "Hi"}], **body)
    said = said_to(responses, where, HELLO, keep=keep, recall=recall)
    assert isinstance(said, Said)
    assert _texts(said.ask) == [("user", "Hi")]


SMALL = Options(models={"small": Model("small", context=60)})


def _long(truncation: str, *items: dict[str, Any]) -> Said | Failure:
    body = {"model": "small", "input": list(items), "truncation": truncation, "instructions": "Be kind."}
    where = world(OPENAI, body, options=SMALL, stamp=stamp_of("long"))
    return said_to(responses, where, HELLO, keep=keep, recall=recall)


LONG = [{"role": "user", "content": f"message number {number} " + "word " * 10} for number in range(6)]


def test_an_input_that_does_not_fit_is_refused() -> None:
    found = _long("disabled", *LONG)
    assert isinstance(found, Failure)
    assert (found.param, found.code) == ("input", "context_length_exceeded")


def test_truncation_drops_the_oldest_and_keeps_the_instructions() -> None:
    found = _long("auto", *LONG)
    assert isinstance(found, Said)
    assert found.ask.input_tokens <= 60
    texts = _texts(found.ask)
    assert texts[0] == ("system", "Be kind.")
    assert "number 5" in texts[-1][1]
    assert "number 0" not in str(texts)


def test_truncation_leaves_no_result_without_its_call() -> None:
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "c", "output": "word " * 30}
    found = _long("auto", *LONG[:1], call, output, LONG[1])
    assert isinstance(found, Said)
    assert [message.role for message in found.ask.messages] == ["system", "user"]


def test_chats_are_kept_only_where_that_is_asked_for() -> None:
    session = Session("s")
    for label, store in (("a", True), ("b", False)):
        where = _world(session, label, messages=[{"role": "user", "content": "Hi"}], store=store)
        said_to(chat, where, HELLO, keep=keep)
    assert len(session.slot(CHATS).all()) == 1


def test_a_shelf_forgets_the_oldest() -> None:
    shelf: Shelf[int] = Shelf(most=2)
    for number in range(3):
        shelf.put(str(number), number)
    assert shelf.all() == [1, 2]
    assert shelf.get("0") is None


def test_a_shelf_forgets_by_size_but_keeps_the_newest() -> None:
    shelf: Shelf[str] = Shelf(most_bytes=10)
    shelf.put("a", "a", 6)
    shelf.put("b", "b", 6)
    assert shelf.all() == ["b"]
    shelf.put("c", "c", 99)
    assert shelf.all() == ["c"]
    assert shelf.take("c") == "c"
    shelf.put("d", "d", 6)
    shelf.put("d", "e", 4)
    shelf.put("f", "f", 6)
    assert shelf.all() == ["e", "f"]


def test_a_conversation_is_bounded() -> None:
    conversation = Conversation("conv_1", 0)
    conversation.add({"id": str(number)} for number in range(2_500))
    assert len(conversation.items) == 2_000
    assert conversation.items[-1]["id"] == "2499"
