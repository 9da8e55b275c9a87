"""Prompt caches, asked from outside: where a request sets its breakpoints, and how long what they keep lasts."""

import json
from typing import Any

import pytest

from mockllm.exchange import Raw
from mockllm.promptcache import LEAST, STEP
from mockllm.session import Session
from tests.test_promptcache import HOUR, LONG, MARK, NOW, SAID, block, counts
from tests.ways import bytes_of, engine_that_says

POINT = {"prompt_cache_breakpoint": {"mode": "explicit"}}
TWELVE = {"prompt_cache_breakpoint": {"mode": "explicit", "ttl": "12h"}}
EXPLICIT = {"prompt_cache_options": {"mode": "explicit"}}


def chatted(*content: dict[str, Any], **body: Any) -> tuple[str, dict[str, Any]]:
    messages = [{"role": "user", "content": list(content)}]
    return "/v1/chat/completions", {"model": "gpt-5.6", "messages": messages, **body}


def responded(*content: dict[str, Any], **body: Any) -> tuple[str, dict[str, Any]]:
    parts = [{**part, "type": "input_text"} for part in content]
    return "/v1/responses", {"model": "gpt-5.6", "input": [{"role": "user", "content": parts}], **body}


async def spent(sent: tuple[str, dict[str, Any]], session: Session, now: float = NOW) -> tuple[int, int | None]:
    """What a request read and wrote, asked over the way through."""
    path, body = sent
    headers = {"content-type": "application/json"}
    raw = Raw("POST", path, {}, headers, tuple(headers.items()), json.dumps(body).encode(), path, "http://test")
    reply, _ = await engine_that_says(SAID).respond(raw, session, now)
    assert reply.status == 200, bytes_of(reply)
    return counts(json.loads(bytes_of(reply))["usage"])


newest = pytest.mark.parametrize("said", [chatted, responded])


@newest
async def test_newest_models_write_the_whole_prompt_to_the_token(said: Any) -> None:
    session = Session("s")

    _, written = await spent(said(block(LONG)), session)

    assert written is not None
    assert written % STEP
    assert await spent(said(block(LONG)), session) == (written, 0)


@newest
async def test_newest_models_do_not_fall_back_to_an_unmarked_prefix(said: Any) -> None:
    session = Session("s")
    await spent(said(block(LONG), block("One?")), session)

    assert (await spent(said(block(LONG), block("Two?")), session))[0] == 0


@newest
async def test_breakpoint_is_read_whatever_follows(said: Any) -> None:
    session = Session("s")
    await spent(said(block(LONG, **POINT), block("One?")), session)

    assert (await spent(said(block(LONG, **POINT), block("Two?")), session))[0] >= LEAST


@newest
async def test_explicit_mode_without_breakpoints_uses_no_cache(said: Any) -> None:
    session = Session("s")

    assert await spent(said(block(LONG), **EXPLICIT), session) == (0, 0)
    assert await spent(said(block(LONG), **EXPLICIT), session) == (0, 0)


@newest
async def test_explicit_mode_writes_up_to_its_breakpoint(said: Any) -> None:
    session, tail = Session("s"), block("word " * 600)
    _, written = await spent(said(block(LONG, **POINT), tail, **EXPLICIT), session)

    assert written is not None
    assert 1_500 <= written < 1_600
    assert await spent(said(block(LONG, **POINT), tail, **EXPLICIT), session) == (written, 0)


@pytest.mark.parametrize(
    ("said", "point", "options", "seconds"),
    [
        (chatted, POINT, {}, 1_800),
        (chatted, TWELVE, {}, 43_200),
        (responded, POINT, {}, 1_800),
        (responded, TWELVE, {}, 43_200),
        (responded, POINT, {"ttl": "12h"}, 43_200),
        (responded, {"prompt_cache_breakpoint": {"mode": "explicit", "ttl": "30m"}}, {"ttl": "12h"}, 1_800),
    ],
)
async def test_breakpoints_last_as_they_or_the_request_say(said: Any, point: Any, options: Any, seconds: int) -> None:
    sent = said(block(LONG, **point), prompt_cache_options={"mode": "explicit", **options})
    early, late = Session("a"), Session("b")
    for session in (early, late):
        await spent(sent, session)

    assert (await spent(sent, early, NOW + seconds))[0]
    assert not (await spent(sent, late, NOW + seconds + 1))[0]


async def test_only_the_latest_four_breakpoints_are_written() -> None:
    session = Session("s")
    blocks = [block(f"{number} {LONG}", **POINT) for number in range(5)]
    await spent(chatted(*blocks, **EXPLICIT), session)

    assert (await spent(chatted(blocks[0], block("Other."), **EXPLICIT), session))[0] == 0
    assert (await spent(chatted(*blocks[:2], block("Other."), **EXPLICIT), session))[0] > LEAST


async def test_turn_two_of_a_talk_reads_what_turn_one_wrote() -> None:
    session = Session("s")
    first = await spent(responded(block(LONG)), session)
    path, body = responded(block(LONG))
    body["input"] += [{"role": "assistant", "content": "Aha."}, {"role": "user", "content": "And?"}]

    second = await spent((path, body), session)

    assert second[0] == first[1]
    assert 0 < (second[1] or 0) < 50


@pytest.mark.parametrize("stream", [False, True])
async def test_messages_tell_both_lifetimes_apart_and_each_expires_by_itself(stream: bool) -> None:
    """Two marks: an hour for the system prompt, five minutes for what the user said."""
    session, engine = Session("s"), engine_that_says(SAID)
    said = [{"role": "user", "content": [block(LONG, **MARK)]}]
    body = {"model": "claude-haiku-4-5", "max_tokens": 9, "system": [block("Rule. " * 1_200, **HOUR)], "messages": said}
    headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
    pairs, data = tuple(headers.items()), json.dumps({**body, "stream": stream}).encode()
    raw = Raw("POST", "/v1/messages", {}, headers, pairs, data, "/v1/messages", "http://test")

    async def used(now: float) -> tuple[int, int, int]:
        sent = bytes_of((await engine.respond(raw, session, now))[0]).decode()
        told = json.loads(sent.split("data: ")[1].split("\n")[0])["message"] if stream else json.loads(sent)
        created = told["usage"]["cache_creation"]
        parts = created["ephemeral_1h_input_tokens"], created["ephemeral_5m_input_tokens"]
        assert sum(parts) == told["usage"]["cache_creation_input_tokens"]
        return (*parts, told["usage"]["cache_read_input_tokens"])

    hour, minutes, nothing = await used(NOW)
    assert hour > 1_024 < minutes
    assert nothing == 0
    assert await used(NOW + 299) == (0, 0, hour + minutes)
    assert await used(NOW + 1_000) == (0, minutes, hour)
    assert await used(NOW + 10_000) == (hour, minutes, 0)
