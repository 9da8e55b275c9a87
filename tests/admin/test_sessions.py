from typing import Any

import pytest

from mockllm.session import Session, Sessions
from tests.admin.desks import asked, entry, json_of, made


def test_a_session_is_made_listed_and_forgotten() -> None:
    desk = made()
    reply = asked(desk, "POST", "sessions", {"name": "mine"})

    assert (reply.status, json_of(reply)) == (201, {"name": "mine", "path": "/s/mine", "requests": 0})
    assert "mine" in [each["name"] for each in json_of(asked(desk, "GET", "sessions"))["sessions"]]
    assert json_of(asked(desk, "DELETE", "sessions/mine")) == {"deleted": "mine"}
    assert desk.sessions.find("mine") is None


def test_a_session_without_a_name_gets_one() -> None:
    desk = made()

    assert [json_of(asked(desk, "POST", "sessions"))["name"] for _ in range(2)] == ["session-1", "session-2"]


def test_a_session_that_is_there_is_a_conflict() -> None:
    desk = made()
    asked(desk, "POST", "sessions", {"name": "mine"})

    assert asked(desk, "POST", "sessions", {"name": "mine"}).status == 409


@pytest.mark.parametrize("document", [{"name": "a/b"}, {"name": "a b"}, {"name": "x" * 201}, {"name": 1}, [], "x"])
def test_a_bad_name_is_refused(document: Any) -> None:
    assert asked(made(), "POST", "sessions", document).status == 400


@pytest.mark.parametrize("path", ["sessions", "release"])
def test_a_misspelt_key_is_refused(path: str) -> None:
    reply = asked(made(), "POST", path, {"nam": "mine"})

    assert (reply.status, json_of(reply)["error"]["message"]) == (400, "The body has 'nam'; it may have 'name' alone.")


def test_a_reset_starts_the_session_anew_and_lets_its_streams_go() -> None:
    released: list[tuple[str, str | None]] = []

    def release(session: Session, name: str | None) -> int:
        released.append((session.name, name))
        return 1

    desk = made(release=release)
    asked(desk, "POST", "script", {"turns": ["one"]}, named="mine")
    entry(desk, "mine")

    assert json_of(asked(desk, "POST", "sessions/mine/reset"))["requests"] == 0
    assert json_of(asked(desk, "GET", "script", named="mine"))["lanes"] == {}
    assert released == [("mine", None)]


@pytest.mark.parametrize(("method", "path"), [("POST", "sessions/no/reset"), ("DELETE", "sessions/no")])
def test_a_session_that_is_not_there_is_said(method: str, path: str) -> None:
    reply = asked(made(), method, path)

    assert (reply.status, json_of(reply)["error"]["message"]) == (404, "There is no session 'no'.")


def test_sessions_are_bounded_in_number() -> None:
    desk = made(sessions=Sessions(most=3))
    for _ in range(9):
        asked(desk, "POST", "sessions")

    assert len(desk.sessions.names()) <= 4


def test_held_streams_are_released_by_name_or_all() -> None:
    released: list[tuple[str, str | None]] = []

    def release(session: Session, name: str | None) -> int:
        released.append((session.name, name))
        return len(released)

    desk = made(release=release)

    assert json_of(asked(desk, "POST", "release", {"name": "two"}, named="a")) == {"released": 1}
    assert json_of(asked(desk, "POST", "release", named="a")) == {"released": 2}
    assert released == [("a", "two"), ("a", None)]
