import pytest

from mockllm.admin import ROUTES
from tests.admin.desks import asked, entry, json_of, made


def test_health_is_ok() -> None:
    assert json_of(asked(made(), "GET", "health")) == {"status": "ok"}


def test_metrics_are_plain_text() -> None:
    reply = asked(made(metrics=lambda: b"mockllm_requests_total 1\n"), "GET", "metrics")

    assert reply.body == b"mockllm_requests_total 1\n"
    assert reply.headers[0][1].startswith("text/plain; version=0.0.4")
    assert asked(made(), "GET", "metrics").body == b""


def test_an_unknown_path_names_those_there_are() -> None:
    reply = asked(made(), "GET", "scripts")

    assert reply.status == 404
    assert "There is no /_mockllm/scripts; there are health, sessions" in json_of(reply)["error"]["message"]


def test_a_wrong_method_names_the_right_ones() -> None:
    reply = asked(made(), "PATCH", "script/")

    assert reply.status == 405
    assert json_of(reply)["error"]["message"] == "/_mockllm/script takes GET or POST or PUT or DELETE, not PATCH."


@pytest.mark.parametrize(
    ("target", "named", "headers", "session"),
    [
        ("journal", None, {}, "default"),
        ("journal", "path", {}, "path"),
        ("journal?session=query", None, {}, "query"),
        ("journal", None, {"x_mockllm_session": "header"}, "header"),
        ("journal?session=query", "path", {"x_mockllm_session": "header"}, "path"),
    ],
)
def test_the_session_is_that_of_the_path_query_or_header(
    target: str, named: str | None, headers: dict[str, str], session: str
) -> None:
    desk = made()
    for name in ("default", "path", "query", "header"):
        entry(desk, name)

    (row,) = json_of(asked(desk, "GET", target, named=named, **headers))["entries"]
    assert row["session"] == session


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[0] == "GET"])
def test_asking_about_a_session_that_is_not_there_is_a_mistake(method: str, path: str) -> None:
    desk = made()

    assert asked(desk, method, f"{path}?session=typo").status == 404
    assert desk.sessions.find("typo") is None


@pytest.mark.parametrize(("method", "target", "unknown"), [
    ("GET", "journal?modle=gpt-5", "modle"),
    ("GET", "journal?shape=chat&vendor=openai", "vendor"),
    ("GET", "verdict?last=1", "last"),
    ("POST", "script?sesion=a", "sesion"),
    ("DELETE", "sessions/a?force=1", "force"),
])  # fmt: skip
def test_an_unknown_name_in_the_query_is_refused_and_changes_nothing(method: str, target: str, unknown: str) -> None:
    desk = made()
    desk.sessions.get("a")

    reply = asked(desk, method, target, {"turns": ["Hi"]} if method == "POST" else None)

    known = "session, shape, model, source, last, format" if target.startswith("journal") else "session"
    path = target.partition("?")[0]
    assert reply.status == 400
    assert (
        json_of(reply)["error"]["message"] == f"/_mockllm/{path} takes no {unknown!r} in its query; there are {known}."
    )
    assert desk.sessions.find("a") is not None
    assert json_of(asked(desk, "GET", "script"))["leftovers"] == []


def test_probes_and_scrapers_may_ask_with_anything() -> None:
    assert asked(made(), "GET", "health?t=1").status == asked(made(), "GET", "metrics?format=x").status == 200


def test_all_sessions_are_those_of_the_journal_alone() -> None:
    assert asked(made(), "GET", "journal?session=*").status == 200
    assert asked(made(), "GET", "verdict?session=*").status == 404
    assert asked(made(), "POST", "script?session=*", {"turns": ["Hi"]}).status == 404
