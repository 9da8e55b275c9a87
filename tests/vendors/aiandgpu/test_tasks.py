"""Answers that are made as tasks."""

from typing import Any

import pytest

from mockllm.checks import About, first
from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.aiandgpu import tasks
from mockllm.vendors.anthropic.models import find
from mockllm.vendors.kinds import Options, Said
from mockllm.wire import messages
from tests.vendors.worlds import said_to, told, vendor, world

GATEWAY = vendor(find, "aiandgpu")
ASKED = {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}], "async": True}


def _said(session: Session, **body: Any) -> Said:
    where = world(GATEWAY, {**ASKED, **body}, session=session)
    said = said_to(messages, where, Turn((Text("Hello."),), usage=Usage(3, 2)), keep=tasks.keep)
    assert isinstance(said, Said)
    return said


def _get(session: Session, name: str, after: float, work: float = 1.0) -> tuple[int, Any]:
    options = Options(work=work)
    where = world(GATEWAY, session=session, params={"task": name}, now=EPOCH + after, options=options)
    return told(tasks.retrieve_task, where)


def test_a_task_is_begun_in_place_of_an_answer() -> None:
    said = _said(Session("s"))
    body = messages.body(said.ask, said.turns, said.stamp)
    begun = tasks.dress(said, body)
    assert list(begun) == ["id", "object", "status", "created_at"]
    assert (begun["object"], begun["status"]) == ("task", "pending")
    assert begun["id"].startswith("task_")


@pytest.mark.parametrize("value", [False, None, ...])
def test_without_async_the_answer_is_given_at_once(value: object) -> None:
    session = Session("s")
    body = {key: each for key, each in {"async": value}.items() if each is not ...}
    said = _said(session, **({"async": None} | body))
    whole = messages.body(said.ask, said.turns, said.stamp)
    assert tasks.dress(said, whole) == whole
    assert session.slot(tasks.TASKS).all() == []


def test_a_task_is_pending_then_processing_then_success() -> None:
    session = Session("s")
    said = _said(session)
    whole = messages.body(said.ask, said.turns, said.stamp)
    begun = tasks.dress(said, whole)
    states = [_get(session, begun["id"], after)[1] for after in (0, 0.19, 0.5, 1)]
    assert [state["status"] for state in states] == ["pending", "pending", "processing", "success"]
    assert states[0] == begun
    assert states[-1] == {**begun, "status": "success", "completed_at": begun["created_at"] + 1, "result": whole}


def test_how_long_a_task_takes_is_an_option() -> None:
    session = Session("s")
    name = tasks.dress(_said(session), {})["id"]
    assert [_get(session, name, after, 60)[1]["status"] for after in (11, 13, 60)] == [
        "pending",
        "processing",
        "success",
    ]
    assert _get(session, name, 0, 0)[1]["status"] == "success"


def test_a_failure_ends_a_task() -> None:
    session = Session("s")
    error = {"type": "overloaded_error", "message": "Overloaded"}
    reply = tasks.fail(error, world(GATEWAY, ASKED, session=session))
    assert reply.status == 200
    (task,) = session.slot(tasks.TASKS).all()
    assert _get(session, task.id, 0.1)[1]["status"] == "pending"
    _, shown = _get(session, task.id, 2)
    assert (shown["status"], shown["error"]) == ("failed", error)
    assert "result" not in shown


def test_failures_of_the_request_itself_are_told_at_once() -> None:
    assert "overloaded" in tasks.LATER
    assert not {"invalid_request", "authentication", "not_found", "miss"} & tasks.LATER


def test_an_unknown_task_is_not_found_unless_lenient() -> None:
    status, shown = _get(Session("s"), "task_x", 0)
    assert (status, shown["error"]["message"]) == (404, "Task `task_x` not found.")
    assert told(tasks.retrieve_task, world(GATEWAY, params={"task": "task_x"}, lenient=True))[0] == 200


def test_a_task_is_not_streamed() -> None:
    about = About({}, None)
    failure = first(tasks.ROWS, {"async": True, "stream": True}, about)
    assert failure is not None
    assert failure.message == "async: only supported for non-streaming requests"
    assert first(tasks.ROWS, {"async": True}, about) is None
    assert first(tasks.ROWS, {"stream": True}, about) is None
