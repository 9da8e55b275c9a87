"""Every failure a scenario can name: on the wire, and as the exception that the SDK raises."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anthropic
import httpx2
import openai
import pytest

from mockllm.errors import NEUTRAL
from mockllm.scenario.source import scenario_source
from mockllm.scenario.words import FAULTS
from mockllm.server.holds import HOLDS
from mockllm.server.run import Running
from mockllm.wire import sse
from tests.scenario.clients import MODELS, SHAPES, Agent, Way, client_of
from tests.scenario.plays import of
from tests.server.live import exchange, serving

TEXT = "Grüße aus dem schönen Köln, wie geht es?"
PATHS = {"chat": "/v1/chat/completions", "responses": "/v1/responses", "messages": "/v1/messages"}
Raised = type[Exception]

REFUSALS: dict[str, tuple[tuple[int, Raised], tuple[int, Raised]]] = {
    "invalid_request": ((400, openai.BadRequestError), (400, anthropic.BadRequestError)),
    "authentication": ((401, openai.AuthenticationError), (401, anthropic.AuthenticationError)),
    "permission": ((403, openai.PermissionDeniedError), (403, anthropic.PermissionDeniedError)),
    "not_found": ((404, openai.NotFoundError), (404, anthropic.NotFoundError)),
    "request_too_large": ((413, openai.APIStatusError), (413, anthropic.APIStatusError)),
    "rate_limit": ((429, openai.RateLimitError), (429, anthropic.RateLimitError)),
    "quota": ((429, openai.RateLimitError), (400, anthropic.BadRequestError)),
    "overloaded": ((503, openai.InternalServerError), (529, anthropic.APIStatusError)),
    "server_error": ((500, openai.InternalServerError), (500, anthropic.InternalServerError)),
    "timeout": ((408, openai.APIStatusError), (408, anthropic.APIStatusError)),
}

BROKEN: list[tuple[str, dict[str, Raised | str]]] = [
    (
        "fail: {kind: overloaded, after_events: 3}",
        {"chat": openai.APIError, "responses": openai.APIError, "messages": anthropic.APIStatusError},
    ),
    (
        "fail: {kind: server_error, after_tokens: 2}",
        {"chat": openai.APIError, "responses": openai.APIError, "messages": anthropic.APIStatusError},
    ),
    ("fail: {kind: server_error, after_events: 3, form: error}", {"responses": openai.APIError}),
    ("fail: {kind: server_error, after_events: 3, form: failed}", {"responses": RuntimeError}),
    (
        "incomplete: {after_tokens: 2}",
        {"chat": openai.LengthFinishReasonError, "responses": RuntimeError, "messages": "Grüß"},
    ),
    (
        "cut: {after_events: 3}",
        {
            "chat": openai.APIConnectionError,
            "responses": openai.APIConnectionError,
            "messages": httpx2.RemoteProtocolError,
        },
    ),
    (
        "cut: {after_events: 3, how: reset}",
        {"chat": openai.APIConnectionError, "responses": openai.APIConnectionError, "messages": httpx2.ReadError},
    ),
    (
        "cut: {after_bytes: 100}",
        {
            "chat": openai.APIConnectionError,
            "responses": openai.APIConnectionError,
            "messages": httpx2.RemoteProtocolError,
        },
    ),
    (
        "stall: {after_events: 3}",
        {"chat": openai.APITimeoutError, "responses": openai.APITimeoutError, "messages": httpx2.ReadTimeout},
    ),
    (
        "malformed: {at_event: 2}",
        {"chat": json.JSONDecodeError, "responses": json.JSONDecodeError, "messages": json.JSONDecodeError},
    ),
    ("split: {}", {"chat": TEXT, "responses": TEXT, "messages": TEXT}),
    ("drop: terminal", {"chat": TEXT, "responses": RuntimeError, "messages": TEXT}),
    ("drop: done", {"chat": TEXT, "responses": TEXT, "messages": TEXT}),
    ("duplicate: {at_event: 2}", {"chat": "Grüß" + TEXT[2:], "responses": RuntimeError, "messages": TEXT}),
    ("keepalive: {every: 2}", {"chat": TEXT, "responses": TEXT, "messages": TEXT}),
]


@asynccontextmanager
async def failing(words: str) -> AsyncIterator[Running]:
    """A server whose only rule has these words."""
    script = of(f"rules: [{{{words}}}]")
    async with serving([scenario_source(lambda: script)]) as (running, server):
        yield running
        server.sessions.get("default").slot(HOLDS).release()
        await asyncio.sleep(0)


async def heard(shape: str, running: Running, *, stream: bool) -> str:
    """What the SDK hears, or what it raises."""
    client = client_of(Way(shape, sync=False, stream=stream), running.url, max_retries=0, timeout=0.4)
    async with client:
        return (await Agent(Way(shape, sync=False, stream=stream), client).say("Hi")).text


def post(shape: str, **more: Any) -> bytes:
    """The bytes of a streaming request."""
    asked = {"model": MODELS[shape], "stream": True, **more}
    asked |= {"input": "Hi"} if shape == "responses" else {"messages": [{"role": "user", "content": "Hi"}]}
    asked |= {"max_tokens": 100} if shape == "messages" else {}
    body = json.dumps(asked).encode()
    head = [
        f"POST {PATHS[shape]} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        "anthropic-version: 2023-06-01",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def dechunked(raw: bytes) -> tuple[bytes, list[bytes], bool]:
    """Head, chunks, and whether the body came to its end."""
    head, _, rest = raw.partition(b"\r\n\r\n")
    chunks: list[bytes] = []
    while True:
        line, _, rest = rest.partition(b"\r\n")
        size = int(line, 16) if line else 0
        if not size:
            return head, chunks, line == b"0"
        chunks.append(rest[:size])
        rest = rest[size + 2 :]


async def raw(shape: str, words: str, *, until: bytes | None = None) -> tuple[bytes, list[bytes], bool]:
    """What a raw socket sees of a stream."""
    async with failing(words) as running:
        return dechunked(await exchange(running, post(shape), until=until))


def test_every_neutral_failure_is_in_the_table() -> None:
    assert set(REFUSALS) == set(NEUTRAL)


def test_every_fault_is_in_the_table() -> None:
    assert set(FAULTS) <= {words.partition(":")[0] for words, _ in BROKEN}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", NEUTRAL)
async def test_a_failure_is_its_status_and_the_exception_of_the_sdk(kind: str, shape: str) -> None:
    status, raised = REFUSALS[kind][shape == "messages"]
    async with failing(f"fail: {kind}") as running:
        head = (await exchange(running, post(shape))).partition(b"\r\n")[0]
        with pytest.raises(raised) as caught:
            await heard(shape, running, stream=False)

    assert int(head.split()[1]) == status
    assert getattr(caught.value, "status_code", None) == status


@pytest.mark.parametrize(
    ("words", "shape", "expected"),
    [(words, shape, expected[shape]) for words, expected in BROKEN for shape in expected],
)
async def test_a_broken_stream_is_what_the_sdk_makes_of_it(words: str, shape: str, expected: Raised | str) -> None:
    async with failing(f"say: '{TEXT}', {words}") as running:
        if isinstance(expected, str):
            assert await heard(shape, running, stream=True) == expected
        else:
            with pytest.raises(expected):
                await heard(shape, running, stream=True)


@pytest.mark.parametrize("shape", SHAPES)
async def test_headers_and_body_of_a_failure_are_the_scripts(shape: str) -> None:
    words = (
        "fail: {kind: rate_limit, status: 430, body: {own: 1}, headers: {retry-after: 7, x-ratelimit-limit-requests: 5,"
        " anthropic-ratelimit-requests-limit: 5, x-should-retry: 'false', retry-after-ms: 12}}"
    )
    async with failing(words) as running:
        head, _, body = (await exchange(running, post(shape))).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 430")
    lines = head.lower().split(b"\r\n")
    for line in (b"retry-after: 7", b"retry-after-ms: 12", b"x-should-retry: false", b"x-ratelimit-limit-requests: 5"):
        assert lines.count(line) == 1
    assert b'"own"' in body


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_reset_ends_the_connection_without_a_last_chunk(shape: str) -> None:
    async with failing(f"say: '{TEXT}', cut: {{after_events: 2, how: reset}}") as running:
        with pytest.raises(ConnectionResetError):
            await exchange(running, post(shape))


@pytest.mark.parametrize("shape", SHAPES)
async def test_an_early_end_has_no_last_chunk(shape: str) -> None:
    _, chunks, whole = await raw(shape, f"say: '{TEXT}', cut: {{after_events: 2}}")

    assert (len(chunks), whole) == (2, False)


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_split_character_arrives_in_two_chunks(shape: str) -> None:
    _, chunks, whole = await raw(shape, f"say: '{TEXT}', split: {{}}")

    assert whole
    assert any(_breaks(chunk) for chunk in chunks)
    assert "ü" in b"".join(chunks).decode()


def _breaks(chunk: bytes) -> bool:
    try:
        chunk.decode()
    except UnicodeDecodeError:
        return True
    return False


@pytest.mark.parametrize("shape", SHAPES)
async def test_comments_and_doubles_are_on_the_wire(shape: str) -> None:
    _, chunks, _ = await raw(shape, f"say: '{TEXT}', keepalive: {{text: still here}}, duplicate: {{at_event: 1}}")
    events = [each for each in sse.decode(b"".join(chunks)) if each.comment is None]

    assert chunks.count(b": still here\n\n") == len(events)
    assert events[1] == events[2]


@pytest.mark.parametrize(("shape", "last"), [("chat", "[DONE]"), ("responses", None), ("messages", None)])
async def test_the_end_that_is_dropped_is_not_on_the_wire(shape: str, last: str | None) -> None:
    _, usual, _ = await raw(shape, f"say: '{TEXT}'")
    _, without, _ = await raw(shape, f"say: '{TEXT}', drop: {'done' if last else 'terminal'}")

    assert len(without) == len(usual) - 1
    assert (sse.decode(usual[-1])[0].data == "[DONE]") is bool(last)


@pytest.mark.parametrize("shape", SHAPES)
async def test_chunks_can_be_single_bytes(shape: str) -> None:
    _, chunks, whole = await raw(shape, f"say: '{TEXT}', chunks: byte")

    assert whole
    assert {len(chunk) for chunk in chunks} == {1}


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_client_that_leaves_a_stalled_stream_costs_nothing(shape: str) -> None:
    script = of(f"rules: [{{say: '{TEXT}', stall: {{after_events: 1}}}}]")
    async with serving([scenario_source(lambda: script)]) as (running, server):
        await exchange(running, post(shape), until=b"\n\n")
        holds = server.sessions.get("default").slot(HOLDS)
        async with asyncio.timeout(5):
            while holds.held():  # noqa: ASYNC110 - the hold tells nobody
                await asyncio.sleep(0.02)

    assert holds.held() == []


@pytest.mark.parametrize(
    ("shape", "words"),
    [("chat", b'"error":{'), ("responses", b"event: response.failed\n"), ("messages", b"event: error\n")],
)
async def test_a_failure_in_the_stream_is_the_vendors_event_on_the_wire(shape: str, words: bytes) -> None:
    _, chunks, whole = await raw(shape, f"say: '{TEXT}', fail: {{kind: overloaded, after_events: 2}}")

    assert whole
    assert words in chunks[-1]
    assert len(chunks) <= 2 + 2


@pytest.mark.parametrize("shape", SHAPES)
async def test_malformed_bytes_are_on_the_wire(shape: str) -> None:
    _, chunks, _ = await raw(shape, f"say: '{TEXT}', malformed: {{at_event: 2}}")
    told = [each.data for each in sse.decode(b"".join(chunks)) if each.data is not None and each.data != "[DONE]"]

    with pytest.raises(json.JSONDecodeError):
        [json.loads(each) for each in told]


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_stalled_stream_is_open_and_silent(shape: str) -> None:
    async with failing(f"say: '{TEXT}', stall: {{after_events: 2}}") as running:
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(post(shape))
        for _ in range(2):
            await reader.readuntil(b"\n\n\r\n")

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.2)
        writer.close()
