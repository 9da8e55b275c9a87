"""The control API without a socket."""

import json
from typing import Any

from mockllm.admin import Desk, administer
from mockllm.exchange import Raw, Reply
from mockllm.journal import Entry
from mockllm.scenario.source import script_source
from mockllm.session import Sessions

__all__ = ["asked", "entry", "json_of", "made"]


def made(**fields: Any) -> Desk:
    """A desk over new sessions, whose scripts may leave turns over."""
    return Desk(**{"sessions": Sessions(), "finite": [script_source()], **fields})


def asked(
    desk: Desk, method: str, target: str, document: Any = None, named: str | None = None, **headers: str
) -> Reply:
    """The reply to a request below `/_mockllm/`."""
    path, _, query = target.partition("?")
    fields = dict(pair.split("=", 1) for pair in query.split("&")) if query else {}
    body = document if isinstance(document, bytes) else b"" if document is None else json.dumps(document).encode()
    named_headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return administer(desk, Raw(method, path, fields, named_headers, (), body), named)


def json_of(reply: Reply) -> Any:
    """A reply's JSON."""
    return json.loads(reply.body)


def entry(desk: Desk, session: str = "default", **fields: Any) -> Entry:
    """An entry of a session's journal."""
    journal = desk.sessions.get(session).journal
    given = {"method": "POST", "path": "/v1/chat/completions", "vendor": "openai", "endpoint": "chat", **fields}
    found = Entry(journal.count + 1, **given)
    journal.add(found)
    return found
