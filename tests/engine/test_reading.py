"""From a request to its ask: what is refused, what the session remembers, who is asked next."""

import json
from typing import Any

import pytest

from mockllm.ask import Ask
from mockllm.engine.reading import following, read
from mockllm.engine.route import Router
from mockllm.engine.visit import Visit, entered
from mockllm.errors import Failure
from mockllm.exchange import Answer, Raw
from mockllm.session import Session
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.table import VENDORS
from tests.stamps import stamp_of

CHAT = "/v1/chat/completions"
BODY: dict[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
TWO: dict[str, Any] = {**BODY, "model": "a/one", "models": ["b/two"]}


def visit(path: str, body: dict[str, Any] | None = None, method: str = "POST", *, lenient: bool = False) -> Visit:
    session, stamp = Session("s"), stamp_of()
    raw = Raw(method, path, body=json.dumps(body or {}).encode(), target=path)
    place = Router(VENDORS).place(method, path, {})
    world = World(place.vendor, session, raw, stamp, 0.0, Options(lenient=lenient), place.params, body or {})
    return Visit(raw, session, 0.0, place, entered(raw, session, place, 0.0), stamp, world)


def test_a_good_request_is_an_ask_that_the_journal_knows() -> None:
    asking = visit(CHAT, BODY)

    ask = read(asking, None)

    assert isinstance(ask, Ask)
    assert asking.entry.ask is ask
    assert (asking.entry.model, asking.entry.shape) == ("gpt-4o", "chat")


@pytest.mark.parametrize(
    ("asking", "kind"),
    [
        (visit("/v1/nothing"), "unknown_url"),
        (visit(CHAT, BODY, "PUT"), "bad_method"),
        (visit(CHAT, {"model": "gpt-4o"}), "invalid_request"),
    ],
)
def test_a_bad_one_is_a_failure(asking: Visit, kind: str) -> None:
    found = read(asking, None)

    assert isinstance(found, Failure)
    assert found.kind == kind


def test_a_body_that_is_none_is_told_before_anything_in_it() -> None:
    broken = Failure("bad_json")

    assert read(visit(CHAT, {}), broken) is broken


def test_without_checks_there_is_still_an_ask() -> None:
    assert isinstance(read(visit(CHAT, {}, lenient=True), None), Ask)


def test_an_endpoint_that_no_model_answers_has_no_ask() -> None:
    assert read(visit("/v1/models", method="GET"), None) is None


def test_the_next_model_is_asked_where_one_failed_before_it_said_anything() -> None:
    asking = visit("/api/v1/chat/completions", TWO)
    ask = read(asking, None)
    failed = Answer(failure=Failure("overloaded"))

    found = following(asking, failed, ask)

    assert found is not None
    assert (found.model, asking.entry.model) == ("b/two", "b/two")
    assert asking.entry.passed == [("a/one: overloaded, so b/two is asked",)]
    assert following(asking, failed, found) is None


def test_nobody_follows_an_answer() -> None:
    asking = visit("/api/v1/chat/completions", TWO)

    assert following(asking, Answer((Turn((Text("Hi."),)),)), read(asking, None)) is None
