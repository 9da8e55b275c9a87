"""Sessions from outside: made, listed, set back, forgotten, and their held streams released."""

import re
from itertools import count
from typing import Any

from mockllm.admin.desk import Answered, Asked, Refusal, refused
from mockllm.session import Session, Sessions

__all__ = ["create", "delete", "listing", "release", "reset"]

_NAME = re.compile(r"[^/?#\s]{1,200}")


def listing(asked: Asked) -> Answered:
    """All sessions, in the order in which they were made."""
    sessions = asked.desk.sessions
    found = [sessions.find(name) for name in sessions.names()]
    shown = [_shown(session) for session in found if session is not None]
    return Answered({"sessions": shown, "current": sessions.current, "most": sessions.most})


def create(asked: Asked) -> Answered:
    """A session of the given name, or of a new one; one that is there already is a conflict."""
    sessions = asked.desk.sessions
    name = _given(asked, "name") or _free(sessions)
    if not _NAME.fullmatch(name):
        raise Refusal(refused(400, f"{name!r} is no name for a session: it goes into paths, so no /, ?, # or spaces."))
    if sessions.find(name) is not None:
        raise Refusal(refused(409, f"There is a session {name!r} already; reset it or take another name."))
    return Answered(_shown(sessions.get(name)), 201)


def delete(asked: Asked) -> Answered:
    """Forget a session."""
    if not asked.desk.sessions.delete(asked.params["name"]):
        raise Refusal(_unknown(asked))
    return Answered({"deleted": asked.params["name"]})


def reset(asked: Asked) -> Answered:
    """Set a session back to its start: no script, no state, an empty journal."""
    session = asked.desk.sessions.find(asked.params["name"])
    if session is None:
        raise Refusal(_unknown(asked))
    asked.desk.release(session, None)
    session.reset()
    return Answered(_shown(session))


def release(asked: Asked) -> Answered:
    """Let held streams go on: those held at `name`, else all of the session."""
    return Answered({"released": asked.desk.release(asked.session, _given(asked, "name"))})


def _given(asked: Asked, key: str) -> str | None:
    document = asked.document()
    value = document.get(key) if isinstance(document, dict) else document
    if not isinstance(document, dict) or not isinstance(value, str | None):
        raise Refusal(refused(400, f"The body must be an object whose {key!r} is a string."))
    if unknown := [name for name in document if name != key]:
        raise Refusal(refused(400, f"The body has {unknown[0]!r}; it may have {key!r} alone."))
    return value


def _free(sessions: Sessions) -> str:
    return next(name for name in (f"session-{number}" for number in count(1)) if sessions.find(name) is None)


def _shown(session: Session) -> dict[str, Any]:
    return {"name": session.name, "path": f"/s/{session.name}", "requests": session.journal.count}


def _unknown(asked: Asked) -> Answered:
    return refused(404, f"There is no session {asked.params['name']!r}.")
