from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from mockllm.cassette.exchange import Exchange, Response, Trace
from mockllm.cassette.secrets import Secrets
from mockllm.cassette.verify import findings, recorded_at
from tests.cassette.samples import answered, streamed
from tests.cassette.test_shapes import CHAT, said

NOW = datetime(2026, 1, 10, tzinfo=UTC)
HELLO = (
    b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{}}]}\n\n'
)


def _found(exchange: Exchange, days: int | None = None) -> list[str]:
    return list(findings(exchange, Secrets(), now=NOW, max_age=timedelta(days=days) if days is not None else None))


def _stream(body: bytes, **trace: str) -> Exchange:
    made = Trace(**trace) if trace else None  # type: ignore[arg-type]
    response = Response(200, "OK", (("content-type", "text/event-stream"),), body, made)
    return replace(streamed(), response=response)


def test_what_is_right_has_no_findings() -> None:
    assert _found(CHAT) == []
    assert _found(replace(CHAT, response=Response(429, body=b"anything"))) == []
    assert _found(answered({}, b"anything", uri="https://h/v1/other")) == []


def test_a_body_that_was_changed_is_found() -> None:
    exchange = _stream(HELLO, end="reset", sha256="0" * 64)

    assert _found(exchange) == [
        "its body is not the recorded one: hash or sizes differ, so it is replayed by the event"
    ]


def test_a_stream_must_follow_its_grammar_unless_it_was_cut() -> None:
    assert _found(_stream(HELLO))[0].startswith("as a stream of chat: ")
    assert _found(_stream(HELLO, end="truncated")) == []
    many = _found(_stream(b"data: no json\n\n" * 9))
    assert len(many) == 6
    assert many[-1].endswith(" more")


def test_an_answer_must_be_one_of_its_shape() -> None:
    assert _found(said("responses", {}, {"id": "x"}))[0].startswith("it is no answer of responses: ")


def test_a_secret_is_found() -> None:
    exchange = answered({"key": "sk-proj-abc123DEF456ghi789"}, uri="https://h/v1/other")

    assert _found(exchange) == ["a secret is in the request body; `mockllm cassette redact` takes it out"]


@pytest.mark.parametrize("value", ["<AUTH_TOKEN>", "Bearer <X>", "***", "REDACTED", "", "[FILTERED]"])
def test_what_stands_for_a_secret_is_none(value: str) -> None:
    assert _found(answered(headers=(("Authorization", value),), uri="https://h/v1/other")) == []


def test_age_is_counted_from_what_the_recording_says() -> None:
    exchange = answered({}, b"", uri="https://h/v1/other")
    dated = replace(exchange, response=replace(exchange.response, headers=(("Date", "Mon, 05 Jan 2026 00:00:00 GMT"),)))

    assert _found(dated, 4) == ["it was recorded 5 days ago, and may be no older than 4 days"]
    assert _found(dated, 5) == []
    assert _found(exchange, 5) == ["it does not say when it was recorded"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02 03:04:05+00:00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("Mon, 05 Jan 2026 00:00:00 GMT", None),
    ],
)
def test_times_are_read_as_they_are_written(text: str, at: datetime | None) -> None:
    exchange = answered()

    assert recorded_at(replace(exchange, response=replace(exchange.response, trace=Trace(recorded_at=text)))) == at


def test_a_time_without_a_zone_is_local() -> None:
    exchange = answered()
    found = recorded_at(
        replace(exchange, response=replace(exchange.response, trace=Trace(recorded_at="2026-01-02 03:04:05")))
    )

    assert found is not None
    assert found.tzinfo is not None


def test_an_age_of_nothing_is_a_day_not_yet_over() -> None:
    exchange = answered({}, b"", uri="https://h/v1/other")
    dates = ["Fri, 09 Jan 2026 00:00:01 GMT", "Fri, 09 Jan 2026 00:00:00 GMT"]
    young, old = (replace(exchange, response=replace(exchange.response, headers=(("Date", each),))) for each in dates)

    assert _found(young, 0) == []
    assert _found(old, 0) == ["it was recorded 1 day ago, and may be no older than 0 days"]


def test_times_that_cannot_be_read_are_told() -> None:
    assert "the times of its chunks cannot be read, so it is replayed by the event" in _found(streamed(times="a b c d"))
