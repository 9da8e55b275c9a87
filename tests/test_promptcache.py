"""Prompt caches: what turn two finds of turn one."""

import json
from typing import Any

import pytest

from mockllm import promptcache
from mockllm.ask import Ask, Model
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Answer
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
    assert all((piece.size, piece.text) == (len(piece.tokens), "".join(piece.tokens)) for piece in pieces(ask))


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


@pytest.mark.parametrize("name", ["chat", "responses"])
async def test_vendor_whose_documents_name_no_cache_has_none(name: str) -> None:
    session, (path, body) = Session("s"), BODIES[name]
    for _ in range(2):
        usage = json.loads(bytes_of(await asked(engine_that_says(SAID), f"/aiandgpu{path}", body, session)))["usage"]

    assert counts(usage)[0] == 0
