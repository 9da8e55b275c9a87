"""The control API below `/_mockllm/`: scripts, sessions, journal, verdict, release and metrics, for any client."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from mockllm.admin.desk import Answered, Asked, Desk, Finite, Refusal, refused
from mockllm.admin.journal import ALL, FILTERS, journal
from mockllm.admin.script import add_script, drop_script, put_script, show_script
from mockllm.admin.sessions import create, delete, listing, release, reset
from mockllm.admin.verdict import verdict
from mockllm.exchange import Raw, Reply
from mockllm.session import Session
from mockllm.wire.layout import compact

__all__ = ["ROUTES", "Desk", "Finite", "administer"]

Handler = Callable[[Asked], Answered]
JSON = "application/json"


def _health(_: Asked) -> Answered:
    return Answered({"status": "ok"})


def _metrics(asked: Asked) -> Answered:
    return Answered(asked.desk.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")


ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", "health"): _health,
    ("GET", "sessions"): listing,
    ("POST", "sessions"): create,
    ("DELETE", "sessions/{name}"): delete,
    ("POST", "sessions/{name}/reset"): reset,
    ("GET", "script"): show_script,
    ("POST", "script"): add_script,
    ("PUT", "script"): put_script,
    ("DELETE", "script"): drop_script,
    ("GET", "journal"): journal,
    ("GET", "verdict"): verdict,
    ("POST", "release"): release,
    ("GET", "metrics"): _metrics,
}
"""All endpoints by method and path."""
QUERIES: Mapping[Handler, tuple[str, ...] | None] = {journal: FILTERS, _health: None, _metrics: None}
"""What may stand in the query of an endpoint beside the session; None is anything, for probes and scrapers."""


class _Found(Struct, frozen=True):
    handler: Handler
    params: Mapping[str, str]


def administer(desk: Desk, raw: Raw, named: str | None) -> Reply:
    """The reply to a request of the control API.

    `raw.path` is the path below `/_mockllm/`, `named` the session that stands before it, if one does.
    """
    found = _route(raw.method, raw.path.strip("/"))
    if isinstance(found, Answered):
        return _reply(found)
    try:
        _check(raw, found.handler)
        return _reply(found.handler(Asked(desk, raw, _session(desk, raw, named, found.handler), found.params)))
    except Refusal as refusal:
        return _reply(refusal.answered)


def _route(method: str, path: str) -> _Found | Answered:
    allowed = []
    for (wanted, pattern), handler in ROUTES.items():
        match = re.fullmatch(pattern.replace("{name}", "(?P<name>.+?)"), path)
        if match and wanted == method:
            return _Found(handler, match.groupdict())
        if match:
            allowed.append(wanted)
    if allowed:
        return refused(405, f"/_mockllm/{path} takes {' or '.join(allowed)}, not {method}.")
    known = ", ".join(dict.fromkeys(path for _, path in ROUTES))
    return refused(404, f"There is no /_mockllm/{path}; there are {known}.")


def _check(raw: Raw, handler: Handler) -> None:
    """Refuse a query that would do nothing."""
    more = QUERIES.get(handler, ())
    if more is None:
        return
    known = ("session", *more)
    unknown = next((name for name in raw.query if name not in known), None)
    if unknown is not None:
        told = f"/_mockllm/{raw.path.strip('/')} takes no {unknown!r} in its query; there are {', '.join(known)}."
        raise Refusal(refused(400, told))


def _session(desk: Desk, raw: Raw, named: str | None, handler: Handler) -> Session:
    """The session that a request is about: to ask about one that is not there is a mistake, not an empty one."""
    given = named or raw.query.get("session") or raw.headers.get("x-mockllm-session")
    if given is None or (given == ALL and handler is journal):
        return desk.sessions.get(desk.sessions.current)
    there = raw.method in {"GET", "DELETE"} or given == ALL
    found = desk.sessions.find(given) if there else desk.sessions.get(given)
    if found is None:
        raise Refusal(refused(404, f"There is no session {given!r}."))
    return found


def _reply(answered: Answered) -> Reply:
    body: Any = answered.body
    data = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else compact(body)
    return Reply(answered.status, (("content-type", answered.content_type),), data)
