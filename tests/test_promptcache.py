"""Prompt caches: what turn two finds of turn one."""

import json
from typing import Any

import pytest

from mockllm import promptcache
from mockllm.ask import Ask, Model
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Answer, Raw
from mockllm.promptcache import LEAST, STEP, Cached, account, concerned, pieces
from mockllm.session import Session
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.openrouter import CHAT as ROUTED
from mockllm.vendors.table import VENDORS
from mockllm.wire import chat, messages
from mockllm.wire.prompt import PER_REQUEST
from tests.asks import ask as plain
from tests.ways import Says, asked, bytes_of, engine_that_says

LONG = "word " * 1_500
MARK = {"cache_control": {"type": "ephemeral"}}
HOUR = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
TOOL = {"name": "look", "description": "Looks.", "input_schema": {"type": "object"}}
NOW = 1_800_000_000.0


def marked(*content: dict[str, Any], **body: Any) -> Ask:
    """An ask in the Messages shape: its user message has this content."""
    said = {"model": "m", "messages": [{"role": "user", "content": list(content)}], **body}
    return messages.parse(said, {}, "anthropic", plain().card)


def block(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def read(ask: Ask, session: Session, now: float = NOW) -> Cached:
    return account("marked", ask, session, now)


def test_blocks_hold_as_many_tokens_as_the_prompt_is_counted() -> None:
    """What is read from the cache is a part of the input that usage states."""
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}}
    call = {"type": "tool_use", "id": "t", "name": "look", "input": {"a": 1}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": [block("Seen."), picture]}
    document = {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "aGk="}}
    talk = [
        {"role": "user", "content": [block("Hi"), picture, document, {"type": "other"}]},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    ask = marked(messages=talk, tools=[TOOL], output_config={"format": {"type": "json_schema", "schema": {"a": 1}}})

    assert sum(len(piece.tokens) for piece in pieces(ask)) + PER_REQUEST == ask.input_tokens


@pytest.mark.parametrize(("words", "found"), [(1_000, 0), (1_100, 1_024), (1_148, 1_024), (1_152, 1_152)])
def test_automatic_cache_starts_at_1024_tokens_and_steps_by_128(words: int, found: int) -> None:
    ask, session = plain("word " * (words - 5) + "end"), Session("s")

    assert account("automatic", ask, session, NOW) == Cached()
    assert account("automatic", ask, session, NOW).cached == found
    assert found % STEP == 0


def test_automatic_cache_finds_the_part_that_is_shared() -> None:
    session = Session("s")
    account("automatic", plain("one", LONG), session, NOW)

    assert account("automatic", plain("another", LONG), session, NOW).cached == 1_408
    assert account("automatic", plain("one", "Other. " + LONG), session, NOW).cached == 0


def test_automatic_cache_tells_writes_where_the_model_does() -> None:
    session = Session("s")
    body = {"model": "m", "messages": [{"role": "user", "content": LONG}]}
    card = type(plain().card)("m", traits=frozenset({"cache_write"}))
    ask = chat.parse(body, {}, "openai", card)

    first, second = (account("automatic", ask, session, NOW) for _ in range(2))

    assert (first.cached, first.written) == (0, second.cached)
    assert second.written == 0


@pytest.mark.parametrize(
    ("fields", "traits", "seconds"),
    [
        ({}, (), 600),
        ({"prompt_cache_retention": "24h"}, (), 86_400),
        ({}, ("retention_24h",), 86_400),
        ({}, ("cache_write", "retention_24h"), 1_800),
        ({"prompt_cache_options": {"ttl": "30m"}}, ("cache_write",), 1_800),
        ({"prompt_cache_options": {"ttl": "12h"}}, ("cache_write",), 43_200),
    ],
)
def test_automatic_cache_forgets_what_is_not_used(fields: dict[str, Any], traits: Any, seconds: int) -> None:
    ask = plain(LONG, body=fields, card=Model("m", traits=frozenset(traits)))
    early, late = Session("a"), Session("b")
    for session in (early, late):
        account("automatic", ask, session, NOW)

    assert account("automatic", ask, early, NOW + seconds).cached
    assert not account("automatic", ask, late, NOW + seconds + 1).cached


def test_another_cache_key_is_another_cache() -> None:
    session = Session("s")
    account("automatic", plain(LONG, body={"prompt_cache_key": "a"}), session, NOW)

    assert not account("automatic", plain(LONG, body={"prompt_cache_key": "b"}), session, NOW).cached
    assert account("automatic", plain(LONG, body={"prompt_cache_key": "a"}), session, NOW).cached


def test_mark_writes_what_the_next_turn_reads() -> None:
    """The block after the mark may differ; the one before it may not."""
    session = Session("s")

    first = read(marked(block(LONG, **MARK), block("One?")), session)
    second = read(marked(block(LONG, **MARK), block("Two?")), session)
    other = read(marked(block("Else. " + LONG, **MARK), block("Two?")), session)

    assert first.cached == 0 < first.written
    assert (second.cached, second.written) == (first.written, 0)
    assert other.cached == 0


def test_growing_talk_writes_only_what_is_new() -> None:
    """The mark moves to the end; what was written before is read."""
    session = Session("s")
    first = read(marked(block(LONG, **MARK)), session)

    talk = [
        {"role": "user", "content": [block(LONG)]},
        {"role": "assistant", "content": "Aha."},
        {"role": "user", "content": [block("And?", **MARK)]},
    ]
    second = read(marked(messages=talk), session)

    assert second.cached == first.written
    assert 0 < second.written < 50


@pytest.mark.parametrize(("mark", "seconds"), [(MARK, 300), (HOUR, 3_600)])
def test_marks_keep_for_their_time_and_hits_renew_it(mark: dict[str, Any], seconds: int) -> None:
    ask, session = marked(block(LONG, **mark)), Session("s")
    read(ask, session)

    assert read(ask, session, NOW + seconds).cached
    assert read(ask, session, NOW + 2 * seconds).cached
    assert not read(ask, session, NOW + 3 * seconds + 1).cached


def test_what_is_written_for_an_hour_is_told_apart() -> None:
    session = Session("s")
    found = read(marked(block("What?", **MARK), system=[block(LONG, **HOUR)]), session)

    assert 0 < found.written_1h < found.written
    later = read(marked(block("What?", **MARK), system=[block(LONG, **HOUR)]), session, NOW + 301)
    assert later.cached == found.written_1h
    assert (later.written, later.written_1h) == (found.written - found.written_1h, 0)


@pytest.mark.parametrize(
    "ask",
    [
        marked(block("Hi"), tools=[{**TOOL, "description": LONG, **MARK}]),
        marked(block("Hi"), system=[block(LONG, **MARK)]),
        marked(block(LONG), cache_control={"type": "ephemeral"}),
    ],
    ids=["tool", "system", "request"],
)
def test_marks_stand_on_tools_system_and_the_request(ask: Ask) -> None:
    session = Session("s")

    assert concerned("marked", ask)
    assert read(ask, session).written >= LEAST
    assert read(ask, session).cached >= LEAST


def test_short_prefix_is_not_kept() -> None:
    session = Session("s")
    ask = marked(block("Hi", **MARK), block(LONG))

    assert read(ask, session) == read(ask, session) == Cached()


def test_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session("s")
    for number in range(3):
        monkeypatch.setattr(session.slot(promptcache.CACHE), "most", 2)
        read(marked(block(f"{number} {LONG}", **MARK)), session)

    assert len(session.slot(promptcache.CACHE)) == 2
    assert not read(marked(block(f"0 {LONG}", **MARK)), session).cached


@pytest.mark.parametrize(("policy", "found"), [(None, False), ("automatic", True), ("marked", False)])
def test_nothing_is_looked_up_in_vain(policy: Any, found: bool) -> None:
    assert concerned(policy, plain(LONG, input_tokens=2_000)) is found
    assert not concerned(policy, plain("Hi"))


SAID = (Turn((Text("Hello."),)),)
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "chat": ("/v1/chat/completions", {"model": "gpt-4o", "messages": [{"role": "user", "content": LONG}]}),
    "responses": ("/v1/responses", {"model": "gpt-5.6", "input": LONG}),
    "messages": (
        "/v1/messages",
        {"model": "claude-haiku-4-5", "max_tokens": 9}
        | {"messages": [{"role": "user", "content": [block(LONG, **MARK)]}]},
    ),
    "routed": (
        "/api/v1/chat/completions",
        {"model": "anthropic/claude-x", "messages": [{"role": "user", "content": [block(LONG, **MARK)]}]},
    ),
}


def counts(usage: dict[str, Any]) -> tuple[int, int | None]:
    """Read and written, in the words of whatever shape."""
    inner = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    if inner:
        return inner["cached_tokens"], inner.get("cache_write_tokens")
    return usage["cache_read_input_tokens"], usage["cache_creation_input_tokens"]


@pytest.mark.parametrize("name", BODIES)
async def test_turn_two_hits_the_cache(name: str) -> None:
    """Seen from outside, in every shape, and another session knows nothing of it."""
    engine, session = engine_that_says(SAID), Session("s")
    path, body = BODIES[name]

    first, second = [counts(json.loads(bytes_of(await asked(engine, path, body, session)))["usage"]) for _ in "ab"]
    other = counts(json.loads(bytes_of(await asked(engine, path, body, Session("o"))))["usage"])

    assert first[0] == other[0] == 0
    assert second[0] >= LEAST
    if first[1] is not None:
        assert (first[1], second[1]) == (second[0], 0)


async def test_usage_of_a_script_wins() -> None:
    said = (Turn((Text("Hello."),), usage=Usage(7, 3, cached=5)),)
    engine = Engine([Says(Answer(said, source="script"))], Settings(), VENDORS)
    path, body = BODIES["chat"]

    for _ in range(2):
        usage = json.loads(bytes_of(await asked(engine, path, body, Session("s"))))["usage"]
        assert (usage["prompt_tokens"], usage["prompt_tokens_details"]["cached_tokens"]) == (7, 5)


async def test_short_prompts_are_still_remembered_encoded() -> None:
    """An answer is encoded once where no cache is concerned."""
    engine = engine_that_says(SAID)
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}

    for _ in range(2):
        await asked(engine, "/v1/chat/completions", body)
    first = len(engine.memo._known)  # noqa: SLF001 - nothing outside tells it
    for _ in range(2):
        await asked(engine, *BODIES["chat"])

    assert first == len(engine.memo._known) == 1  # noqa: SLF001


def test_a_routed_message_may_carry_the_mark_itself() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": LONG, **HOUR}]}
    ask = ROUTED.shape.parse(body, {}, "openrouter", plain().card)

    assert read(ask, Session("s")).written_1h >= LEAST


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


@pytest.mark.parametrize("name", ["chat", "responses"])
async def test_vendor_whose_documents_name_no_cache_has_none(name: str) -> None:
    session, (path, body) = Session("s"), BODIES[name]
    for _ in range(2):
        usage = json.loads(bytes_of(await asked(engine_that_says(SAID), f"/aiandgpu{path}", body, session)))["usage"]

    assert counts(usage)[0] == 0


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
