"""A request that continues an answer gives the outputs of its calls."""

from typing import Any

import pytest

from mockllm.errors import Failure
from mockllm.session import Session
from mockllm.turn import ToolCall, Turn
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.openai.continued import recall
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import keep
from mockllm.wire import responses
from mockllm.wire.responses.ids import response_id
from tests.vendors.worlds import said_to, stamp_of, vendor, world

OPENAI = vendor(find)
CALLED = Turn((ToolCall("f", "{}", "call_1"),))
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "ok"}
HI = {"role": "user", "content": "Hi"}


def _world(label: str, session: Session, *, lenient: bool = False, **body: Any) -> World:
    asked = {"model": "gpt-4o", **body}
    return world(OPENAI, asked, session=session, stamp=stamp_of(label), lenient=lenient)


def _continued(items: list[Any], *, lenient: bool = False) -> Said | Failure:
    """What becomes of items that come after a call."""
    session = Session("s")
    first = said_to(responses, _world("a", session, input="Hi"), CALLED, keep=keep, recall=recall)
    assert isinstance(first, Said)
    name = response_id(first.stamp, stored=True)
    second = _world("b", session, lenient=lenient, input=items, previous_response_id=name)
    return said_to(responses, second, Turn(), keep=keep, recall=recall)


@pytest.mark.parametrize("items", [[OUTPUT], [HI, OUTPUT]])
def test_the_output_of_a_remembered_call_is_taken(items: list[Any]) -> None:
    assert isinstance(_continued(items), Said)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([HI], "No tool output found for function call call_1."),
        (
            [OUTPUT, {**OUTPUT, "call_id": "call_2"}],
            "No tool call found for function call output with call_id call_2.",
        ),
        (
            [OUTPUT, {**OUTPUT, "type": "custom_tool_call_output", "call_id": "call_2"}],
            "No tool call found for custom tool call output with call_id call_2.",
        ),
    ],
)
def test_a_call_without_output_and_an_output_without_call_are_refused(items: list[Any], message: str) -> None:
    failure = _continued(items)

    assert isinstance(failure, Failure)
    assert (failure.message, failure.param) == (message, "input")


def test_lenient_lets_them_pass() -> None:
    assert isinstance(_continued([HI], lenient=True), Said)
