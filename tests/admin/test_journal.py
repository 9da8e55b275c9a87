import json

import pytest

from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall, Turn, Usage
from tests.admin.desks import asked, entry, json_of, made
from tests.asks import told

KEY = "sk-proj-0123456789abcdefghijklmnop"
PARTS = (
    Reasoning("Hm", ("s",)),
    Text("Hi"),
    ToolCall("f", '{"a": 1}'),
    ToolCall("g", "free"),
    Refusal("No"),
    Json("[1]"),
    Other("chat", {"x": 1}),
)


def test_an_entry_tells_what_was_asked_and_what_answered() -> None:
    desk = made()
    entry(
        desk,
        shape="chat",
        model="gpt-5",
        ask=told("Go", f="1"),
        source="script",
        why=("script: turn 1",),
        passed=[["cassette: no"]],
        turns=(Turn(PARTS),),
        usage=Usage(5, 7),
        status=200,
        request=b'{"model": "gpt-5"}',
        arrived=1.0,
        first_byte=1.5,
        last_byte=2.0,
        ended="complete",
        retry=1,
    )
    (row,) = json_of(asked(desk, "GET", "journal"))["entries"]

    assert (row["source"], row["why"], row["passed"]) == ("script", ["script: turn 1"], ["cassette: no"])
    assert (row["arrived"], row["first_byte"], row["last_byte"], row["retry"]) == (1.0, 1.5, 2.0, 1)
    assert row["request"] == {"model": "gpt-5"}
    assert row["ask"]["results"] == {"f": "1"}
    assert row["usage"]["output"] == 7
    assert row["turns"] == [
        {
            "parts": [
                {"think": {"text": "Hm", "summary": ["s"]}},
                {"say": "Hi"},
                {"call": {"f": {"a": 1}}},
                {"call": {"g": "free"}},
                {"refuse": "No"},
                {"json": [1]},
                {"raw": {"chat": {"x": 1}}},
            ],
            "stop": "tool",
        }
    ]


def test_no_secret_is_shown() -> None:
    desk = made(patterns=("own-[0-9]{6,}",))
    entry(
        desk,
        headers=(("Authorization", f"Bearer {KEY}"), ("X-Api-Key", "plainkey99"), ("X-Other", "own-123456")),
        request=json.dumps({"user": f"my key is {KEY} and plainkey99"}).encode(),
        path=f"/v1/models?api_key={KEY}&limit=2",
        why=(f"wanted {KEY}",),
        ask=told(KEY),
    )
    body = asked(desk, "GET", "journal").body.decode()

    assert not any(secret in body for secret in (KEY, "plainkey99", "own-123456"))
    assert "limit=2" in body
    assert "REDACTED" in body


def test_a_request_that_is_not_json_is_shown_as_text() -> None:
    desk = made()
    entry(desk, request=b"{\xff")

    assert json_of(asked(desk, "GET", "journal"))["entries"][0]["request"] == "{\ufffd"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("shape=chat", [1, 3]),
        ("model=b", [2, 3]),
        ("shape=chat&model=b", [3]),
        ("source=miss", []),
        ("last=1", [3]),
        ("last=0", []),
        ("last=99", [1, 2, 3]),
        ("session=*", [1, 2, 3, 1]),
    ],
)
def test_entries_are_filtered(query: str, numbers: list[int]) -> None:
    desk = made()
    for shape, model in (("chat", "a"), ("messages", "b"), ("chat", "b")):
        entry(desk, shape=shape, model=model)
    entry(desk, "other")

    assert [row["number"] for row in json_of(asked(desk, "GET", f"journal?{query}"))["entries"]] == numbers


def test_a_bad_number_of_entries_is_refused() -> None:
    assert asked(made(), "GET", "journal?last=x").status == 400


def test_a_format_that_there_is_not_is_refused() -> None:
    reply = asked(made(), "GET", "journal?format=yaml")

    assert reply.status == 400
    assert json_of(reply)["error"]["message"] == "format=yaml is not known; there are json and ndjson."


def test_json_may_be_asked_for_by_name() -> None:
    assert json_of(asked(made(), "GET", "journal?format=json")) == {"entries": []}


@pytest.mark.parametrize(("target", "accept"), [("journal?format=ndjson", ""), ("journal", "application/x-ndjson")])
def test_entries_can_be_lines(target: str, accept: str) -> None:
    desk = made()
    for _ in range(2):
        entry(desk)
    reply = asked(desk, "GET", target, accept=accept)

    assert reply.headers == (("content-type", "application/x-ndjson"),)
    assert [json.loads(line)["number"] for line in reply.body.splitlines()] == [1, 2]
