"""The journal from outside: as JSON or NDJSON, filtered, without secrets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mockllm import ask as asks
from mockllm.admin.desk import Answered, Asked, Refusal, refused
from mockllm.ask import Ask
from mockllm.cassette.secrets import PLACEHOLDER, is_credential, of
from mockllm.journal import Entry
from mockllm.session import Session
from mockllm.turn import Json, Other, Part, Reasoning, Text, ToolCall, Turn, stop_of
from mockllm.turn import Refusal as Refused
from mockllm.wire.layout import compact
from mockllm.wire.tolerant import digits

__all__ = ["ALL", "FILTERS", "journal", "shown"]

ALL = "*"
"""The name that stands for all sessions."""

FILTERS = ("shape", "model", "source", "last", "format")
"""What may stand in the query, beside the session."""

NDJSON = "application/x-ndjson"
FORMATS = ("json", "ndjson")


def journal(asked: Asked) -> Answered:
    """The entries of a session (`session=*` for all), filtered by `shape`, `model`, `source` and `last`."""
    query = asked.raw.query
    if query.get("format", "json") not in FORMATS:
        raise Refusal(refused(400, f"format={query['format']} is not known; there are {' and '.join(FORMATS)}."))
    rows = [shown(session, entry, asked.desk.patterns) for session, entry in _entries(asked) if _wanted(entry, query)]
    last = query.get("last")
    if last is not None:
        count = digits(last)
        if count is None:
            raise Refusal(refused(400, f"last={last} is not a number of entries."))
        rows = rows[len(rows) - min(count, len(rows)) :]
    if query.get("format") == "ndjson" or NDJSON in asked.raw.headers.get("accept", ""):
        return Answered(b"".join(compact(row) + b"\n" for row in rows), content_type=NDJSON)
    return Answered({"entries": rows})


def _entries(asked: Asked) -> Iterator[tuple[Session, Entry]]:
    sessions = [asked.session]
    if asked.raw.query.get("session") == ALL:
        found = [asked.desk.sessions.find(name) for name in asked.desk.sessions.names()]
        sessions = [session for session in found if session is not None]
    for session in sessions:
        for entry in session.journal:
            yield session, entry


def _wanted(entry: Entry, query: Mapping[str, str]) -> bool:
    return all(query.get(key) in {None, getattr(entry, key)} for key in ("shape", "model", "source"))


def shown(session: Session, entry: Entry, patterns: tuple[str, ...] = ()) -> dict[str, Any]:
    """An entry as JSON, every secret overwritten. Times are in Unix seconds."""
    secrets = of(entry.headers, entry.target, patterns)
    row = {
        "number": entry.number,
        "session": session.name,
        "method": entry.method,
        "path": entry.path,
        "vendor": entry.vendor,
        "endpoint": entry.endpoint,
        "shape": entry.shape,
        "model": entry.model,
        "stream": entry.stream,
        "retry": entry.retry,
        "headers": [(name, PLACEHOLDER if is_credential(name) else value) for name, value in entry.headers],
        "request": _body(entry.request),
        "ask": _ask(entry.ask) if entry.ask is not None else None,
        "source": entry.source,
        "why": list(entry.why),
        "passed": [line for why in entry.passed for line in why],
        "status": entry.status,
        "turns": [_turn(turn) for turn in entry.turns],
        "usage": _usage(entry),
        "translated": entry.translated,
        "arrived": entry.arrived,
        "first_byte": entry.first_byte,
        "last_byte": entry.last_byte,
        "ended": entry.ended,
        "problems": list(entry.problems),
    }
    cleaned: dict[str, Any] = json.loads(secrets.hide(json.dumps(row, ensure_ascii=True)))
    return cleaned


def _body(request: bytes) -> Any:
    try:
        return json.loads(request) if request else None
    except (ValueError, RecursionError):
        return request.decode("utf-8", "replace")


def _ask(ask: Ask) -> dict[str, Any]:
    return {
        "system": asks.system(ask),
        "user": asks.last_user(ask),
        "turn": asks.turn_number(ask),
        "tools": [tool.name for tool in ask.tools],
        "results": {result.name or result.call_id: result.text for result in asks.results(ask)},
        "images": len(asks.images(ask)),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {"parts": [_part(part) for part in turn.parts], "stop": stop_of(turn)}


def _part(part: Part) -> dict[str, Any]:
    """A part in the words of a scenario."""
    match part:
        case Text(text=text):
            return {"say": text}
        case Reasoning(text=text, summary=summary):
            return {"think": {"text": text, "summary": list(summary)}}
        case ToolCall(name=name, arguments=arguments):
            return {"call": {name: _body(arguments.encode())}}
        case Refused(text=text):
            return {"refuse": text}
        case Json(text=text):
            return {"json": _body(text.encode())}
        case Other(shape=shape, data=data):
            return {"raw": {shape: dict(data)}}


def _usage(entry: Entry) -> dict[str, int] | None:
    usage = entry.usage
    if usage is None:
        return None
    names = ("input", "output", "reasoning", "cached", "written", "written_1h")
    return {name: getattr(usage, name) for name in names}
