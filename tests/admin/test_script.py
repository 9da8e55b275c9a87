from typing import Any

import pytest

from mockllm.scenario.source import SCRIPT
from tests.admin.desks import asked, json_of, made

GOOD = {"turns": ["one", "two"], "rules": [{"say": "three"}]}


def test_a_script_is_put_into_the_session() -> None:
    desk = made()
    told = {
        "lanes": {"default": 2},
        "rules": 1,
        "leftovers": [f"turn {n} of lane default was not asked for (/turns/{n - 1})" for n in (1, 2)],
    }

    assert json_of(asked(desk, "POST", "script", GOOD, named="a")) == told
    assert json_of(asked(desk, "GET", "script", named="a")) == told
    assert desk.sessions.find("default") is None


def test_more_is_added() -> None:
    desk = made()
    asked(desk, "POST", "script", GOOD)

    assert json_of(asked(desk, "POST", "script", {"turns": ["three"]}))["lanes"] == {"default": 3}


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    ("document", "pointer", "reason"),
    [
        ({"turns": ["x", {"sya": 1}]}, "/turns/1/sya", "unknown key 'sya'; did you mean 'say'?"),
        ({"rules": [{"say": "a", "when": {"user": "/(/"}}]}, "/rules/0/when/user", "/(/ is not a regular expression"),
        ([], "", "must be a mapping, not []"),
        (b"{", "", "is not JSON"),
        (b'{"rules": [{"say": "x", "pace": {"tps": NaN}}]}', "", "is not JSON"),
        (b"\xff", "", "is not JSON"),
        (b"", "", "is empty"),
        (b" \n", "", "is empty"),
    ],
)
def test_a_bad_script_is_refused_and_changes_nothing(method: str, document: Any, pointer: str, reason: str) -> None:
    desk = made()
    asked(desk, "POST", "script", GOOD)
    before = desk.sessions.get("default").slot(SCRIPT).script
    reply = asked(desk, method, "script", document)
    error = json_of(reply)["error"]

    assert reply.status == 400
    assert error["pointer"] == pointer
    assert error["reason"].startswith(reason)
    assert desk.sessions.get("default").slot(SCRIPT).script is before


def test_a_script_is_replaced_or_dropped() -> None:
    desk = made()
    asked(desk, "POST", "script", GOOD)

    assert json_of(asked(desk, "PUT", "script", {"turns": ["new"]}))["lanes"] == {"default": 1}
    assert json_of(asked(desk, "DELETE", "script")) == {"lanes": {}, "rules": 0, "leftovers": []}
