"""A hand-made world for handlers: a vendor of a few lines, a session, a request."""

import inspect
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Ask, Headers, Model
from mockllm.errors import Failure
from mockllm.exchange import Raw, Reply
from mockllm.session import Session
from mockllm.stamp import EPOCH, Stamp
from mockllm.turn import Turn
from mockllm.vendors.kinds import Handler, Options, Said, Vendor, World
from mockllm.wire import Event, Shape

__all__ = ["STAMP", "said_to", "stamp_of", "told", "vendor", "world"]

Recall = Callable[[Ask, World], Ask | Failure]
STAMP = Stamp(b"a text", b"a place", EPOCH)
STATUS = {"not_found": 404, "permission": 403, "model_not_found": 404}


def _refuse(failure: Failure, _: World) -> Reply:
    shown = {
        "message": failure.message,
        "param": failure.param,
        "code": failure.code,
        "kind": failure.kind,
        "details": dict(failure.details),
    }
    return Reply(failure.status or STATUS.get(failure.kind, 400), (), json.dumps({"error": shown}).encode())


def _as_it_is(ask: Ask, _: World) -> Ask:
    return ask


def _authorize(_: Headers, __: Options) -> Failure | None:
    return None


def _failed(_: Failure, __: Said, ___: Sequence[Event]) -> Iterator[Event]:
    return iter(())


def vendor(find: Callable[[str, Options], Model | None], name: str = "openai") -> Vendor:
    """A vendor that knows models by `find` and refuses in plain JSON."""
    return Vendor(name, ("",), (), _authorize, find, _refuse, _failed)


def world(  # noqa: PLR0913
    of: Vendor,
    body: Mapping[str, Any] | None = None,
    *,
    params: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    session: Session | None = None,
    now: float = EPOCH,
    options: Options | None = None,
    lenient: bool = False,
    raw: bytes = b"",
    answer: Callable[[Raw], Awaitable[Reply]] | None = None,
    stamp: Stamp = STAMP,
) -> World:
    """What a handler gets. `raw` is the body where it is not JSON."""
    asked = Raw("POST", "/", query or {}, headers or {}, body=raw, base="http://test")
    return World(
        of,
        session or Session("test"),
        asked,
        # A stamp remembers what it drew, so each request gets its own.
        replace(stamp, drawn={}),
        now,
        replace(options or Options(), lenient=lenient) if lenient else options or Options(),
        params or {},
        body or {},
        answer,
    )


def told(handler: Handler, where: World) -> tuple[int, Any]:
    """The status and the JSON of a handler's reply."""
    reply = handler(where)
    assert not inspect.isawaitable(reply)
    return reply.status, json.loads(reply.body)


def stamp_of(label: str) -> Stamp:
    """A stamp of its own."""
    return Stamp(label.encode(), label.encode() + b"/unique", EPOCH)


def said_to(
    shape: Shape, where: World, *turns: Turn, keep: Callable[[Said, World], None], recall: Recall = _as_it_is
) -> Said | Failure:
    """What the way through does with a request to a model: read it, join what is remembered, answer, remember."""
    name = str(where.body.get("model", ""))
    model = where.vendor.model(name, where.options) or Model(name)
    ask = recall(shape.parse(where.body, where.raw.headers, where.vendor.name, model), where)
    if isinstance(ask, Failure):
        return ask
    said = Said(ask, turns, where.stamp)
    keep(said, where)
    return said
