"""Answers that are made as tasks: pending, processing, then success or failed, on the session's clock.

The gateway's public pages name the task object; where it is read again, and its end, is our convention.
"""

from math import ceil

from msgspec import Struct

from mockllm.ask import Body
from mockllm.checks import About
from mockllm.errors import Failure, FailureKind
from mockllm.exchange import Reply
from mockllm.session import Slot
from mockllm.stamp import BASE62, HEX, Stamp
from mockllm.vendors.kinds import Route, Said, World
from mockllm.vendors.stored import Shelf
from mockllm.wire import JsonObject, messages
from mockllm.wire.layout import compact
from mockllm.wire.tolerant import truth

__all__ = ["LATER", "ROUTES", "ROWS", "TASKS", "Task", "dress", "fail", "keep", "retrieve_task", "wanted"]

PENDING = 0.2
"""The part of its time that a task waits for its turn."""
LATER: frozenset[FailureKind] = frozenset({"rate_limit", "quota", "overloaded", "server_error", "timeout"})
"""Failures that strike while an answer is made, and so in a task; the others refuse the request itself."""


class Task(Struct, frozen=True):
    """A task: when it was begun on the session's clock, what it says, and the answer or the error it ends with."""

    id: str
    created: int
    at: float
    said: Said | None = None
    error: JsonObject | None = None


TASKS: Slot[Shelf[Task]] = Slot("aiandgpu.tasks", Shelf)


def wanted(body: Body) -> bool:
    """Whether a request asks for a task instead of an answer."""
    return truth(body.get("async"))


def _not_streamed(body: Body, _: About) -> Failure | None:
    if wanted(body) and truth(body.get("stream")):
        return Failure("invalid_request", "async: only supported for non-streaming requests")
    return None


ROWS = (_not_streamed,)
"""The check that a task is not streamed."""


def dress(said: Said, body: JsonObject) -> JsonObject:
    """The answer to a request: the task that was begun, where that is asked for."""
    return _begun(_id(said.stamp), said.stamp.at()) if wanted(said.ask.body) else body


def keep(said: Said, world: World) -> None:
    """Remember the task and what it will answer."""
    if wanted(said.ask.body):
        _put(Task(_id(said.stamp), said.stamp.at(), world.now, said), world)


def fail(error: JsonObject, world: World) -> Reply:
    """Begin a task that will fail with this error."""
    task = Task(_id(world.stamp), world.stamp.at(), world.now, error=error)
    _put(task, world)
    return _reply(world, _begun(task.id, task.created))


def retrieve_task(world: World) -> Reply:
    """A task as it stands now, with its result once it has one."""
    name = world.params["task"]
    task = world.session.slot(TASKS).get(name)
    if task is not None:
        return _reply(world, _shown(task, world))
    if world.options.lenient:
        return _reply(world, _begun(name, world.stamp.at()))
    return world.vendor.refuse(Failure("not_found", f"Task `{name}` not found."), world)


def _id(stamp: Stamp) -> str:
    return stamp.id("task", "task_", BASE62, 24)


def _begun(name: str, created: int, status: str = "pending") -> JsonObject:
    return {"id": name, "object": "task", "status": status, "created_at": created}


def _put(task: Task, world: World) -> None:
    world.session.slot(TASKS).put(task.id, task, len(world.raw.body))


def _shown(task: Task, world: World) -> JsonObject:
    spent, whole = world.now - task.at, world.options.work
    if spent < whole:
        return _begun(task.id, task.created, "pending" if spent < whole * PENDING else "processing")
    ended = {"completed_at": task.created + ceil(whole)}
    if task.said is None:
        return {**_begun(task.id, task.created, "failed"), **ended, "error": task.error}
    result = messages.body(task.said.ask, task.said.turns, task.said.stamp)
    return {**_begun(task.id, task.created, "success"), **ended, "result": result}


def _reply(world: World, body: JsonObject) -> Reply:
    headers = (
        ("content-type", "application/json"),
        ("x-request-id", world.stamp.id("x-request-id", "", HEX, 32)),
    )
    return Reply(200, headers, compact(body))


ROUTES = (Route("GET", "/v1/tasks/{task}", "tasks.retrieve", retrieve_task, reads_json=False),)
