"""The conversation of a Messages request."""

from typing import Any

import pytest

from mockllm.ask import Model
from mockllm.checks import About
from mockllm.vendors.anthropic.models import find
from mockllm.vendors.anthropic.talk_rows import TALK
from mockllm.vendors.anthropic.turns import Conversed
from mockllm.vendors.kinds import Options

OLD, NEW = "claude-3-7-sonnet-20250219", "claude-opus-4-8"
EMPTY = "all messages must have non-empty content except for the optional final assistant message"
SYSTEM = (
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an '
    "input message role."
)
PREFILL = "This model does not support assistant message prefill. The conversation must end with a user message."


def _text(text: str = "x", **other: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **other}


def _use(name: str) -> dict[str, Any]:
    return {"type": "tool_use", "id": name, "name": "f", "input": {}}


def _result(name: str) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": name}


def _unanswered(index: int, names: str) -> str:
    return (
        f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: {names}. Each "
        "`tool_use` block must have a corresponding `tool_result` block in the next message."
    )


def _orphan(index: int, place: int, name: str) -> str:
    return (
        f"messages.{index}.content.{place}: unexpected `tool_use_id` found in `tool_result` blocks: {name}. Each "
        "`tool_result` block must have a corresponding `tool_use` block in the previous message."
    )


def _said(messages: list[tuple[str, Any]], model: str = OLD, version: str = "2023-06-01", **body: Any) -> str | None:
    card: Model | None = find(model, Options())
    talk = [{"role": role, "content": content} for role, content in messages]
    failure = Conversed(TALK)({"messages": talk, **body}, About({"anthropic-version": version}, card))
    return None if failure is None else failure.message


SEARCH = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
FOUND = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []}


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([], "messages: at least one message is required"),
        ([("assistant", "x")], 'messages: first message must use the "user" role'),
        ([("tool", "x")], 'messages: Unexpected role "tool". Allowed roles are "user" or "assistant".'),
        ([("user", "x"), ("system", "x")], SYSTEM),
        ([("user", "")], f"messages.0: {EMPTY}"),
        ([("user", "x"), ("assistant", []), ("user", "x")], f"messages.1: {EMPTY}"),
        ([("user", [_text("")])], "messages: text content blocks must be non-empty"),
        ([("user", [_text(" \n")])], "messages: text content blocks must contain non-whitespace text"),
        ([("user", "x"), ("assistant", [_use("a"), _use("b")]), ("user", "x")], _unanswered(1, "a, b")),
        ([("user", "x"), ("assistant", [_use("a")])], _unanswered(1, "a")),
        ([("user", [_text(), _result("a")])], _orphan(0, 1, "a")),
        (
            [("user", "x"), ("assistant", [_use("a")]), ("user", [_result("a"), _result("b")])],
            _orphan(2, 1, "b"),
        ),
        (
            [("user", "x"), ("assistant", [_use("a"), _use("a")]), ("user", [_result("a")])],
            "messages: `tool_use` ids must be unique",
        ),
        (
            [("user", "x"), ("assistant", [SEARCH, _text()]), ("user", "x")],
            (
                "`web_search` tool use with id `srvtoolu_1` was found without a corresponding `web_search_tool_result` "
                "block"
            ),
        ),
        (
            [("user", "x"), ("assistant", "so ")],
            "messages: final assistant content cannot end with trailing whitespace",
        ),
    ],
)
def test_a_conversation_is_refused(messages: list[tuple[str, Any]], message: str) -> None:
    assert _said(messages) == message


@pytest.mark.parametrize(
    "messages",
    [
        [("user", "x"), ("user", "x"), ("assistant", "x"), ("assistant", "x"), ("user", "x")],
        [("user", "x"), ("assistant", "so")],
        [("user", "x"), ("assistant", "")],
        [("user", "x"), ("assistant", [_text(" ")]), ("user", "x")],
        [("user", "x"), ("assistant", [_use("a"), _use("b")]), ("user", [_result("b")]), ("user", [_result("a")])],
        [("user", "x"), ("assistant", [SEARCH, FOUND, _text()]), ("user", "x")],
        [("user", "x"), ("assistant", [SEARCH, _use("a")]), ("user", [_result("a")])],
        [("user", "x"), ("assistant", [SEARCH])],
    ],
)
def test_a_conversation_is_accepted(messages: list[tuple[str, Any]]) -> None:
    assert _said(messages) is None


def test_newer_models_take_no_prefill_but_go_on_after_a_pause() -> None:
    assert _said([("user", "x"), ("assistant", "so")], NEW) == PREFILL
    assert _said([("user", "x"), ("assistant", [SEARCH])], NEW) is None


def test_newer_models_let_the_assistant_begin() -> None:
    assert _said([("assistant", "x"), ("user", "x")], "claude-sonnet-4-5") is None


def test_newer_models_take_system_messages_after_the_user() -> None:
    assert _said([("user", "x"), ("system", "x")], NEW) is None
    assert _said([("user", "x"), ("system", "x"), ("system", "x"), ("assistant", "x"), ("user", "x")], NEW) is None
    assert _said([("user", "x"), ("assistant", [_use("a")]), ("user", [_result("a")]), ("system", "x")], NEW) is None
    assert _said([("system", "x"), ("user", "x")], NEW) == 'messages: first message must use the "user" role'
    assert _said([("user", "x"), ("system", "x"), ("user", "x")], NEW) == (
        "messages.1: a `system` message must be last or be followed by an `assistant` message"
    )
    assert _said([("user", "x"), ("assistant", "x"), ("system", "x")], NEW) == (
        "messages.2: a `system` message must follow a `user` message"
    )


def test_system_text_is_not_empty() -> None:
    assert _said([("user", "x")], system=[_text("")]) == "system: text content blocks must be non-empty"


def test_the_newest_version_refuses_documents_of_the_assistant_and_citations_of_the_user() -> None:
    document = {"type": "document", "source": {"type": "url", "url": "x"}}
    cited = [_text(citations=[{"type": "char_location"}])]
    talk: list[tuple[str, Any]] = [("user", "x"), ("assistant", [document]), ("user", "x")]
    assert _said(talk) is None
    assert _said(talk, version="2026-10-21") == (
        "messages.1.content.0: `document` blocks are not permitted in assistant messages"
    )
    assert _said([("user", cited)]) is None
    assert _said([("user", cited)], version="2026-10-21") == (
        "messages.0.content.0.text.citations: Extra inputs are not permitted"
    )
    assert _said([("user", [_text(citations=[])])], version="2026-10-21") is None
