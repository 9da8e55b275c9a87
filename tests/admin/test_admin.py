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
