"""Requests that differ in their texts only: what they share is done once, and nobody can tell."""

from typing import Any

import pytest

from mockllm.ask import Ask
from mockllm.engine.frame import Frame, Frames
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Reply
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.table import VENDORS
from mockllm.wire.talk import Talk
from tests.ways import PATHS, asked, bytes_of

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
TEXTS = (
    "Tell me about water.",
    "What is 3 + 4?",
    'Say "100 % of \\ é 日本 🎉"',
    "A poem about violence and killing",
    "Hi",
    " Hi",
    "",
    "Reply in json",
    "word " * 40_000 + "end",
)
MORE: dict[str, tuple[dict[str, Any], ...]] = {
    "chat": (
        {},
        {"stream_options": {"include_usage": True}},
        {"metadata": {"100 %s": "%d"}, "store": True},
        {"max_tokens": 9},
        {"stop": ["a"]},
        {"n": 2},
        {"logprobs": True},
        {"model": "gpt-5-mini"},
        {"model": "gpt-4o-audio-preview"},
        {"moderation": {"model": "omni-moderation-latest"}},
        {"response_format": {"type": "json_object"}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}}},
    ),
    "responses": (
        {},
        {"instructions": "Be 100 %s nice.", "max_output_tokens": 16},
        {"stream_options": {"include_obfuscation": False}},
        {"moderation": {"model": "omni-moderation-latest"}},
        {"text": {"format": {"type": "json_object"}}},
        {"metadata": {"sequence_number": "9"}, "store": False},
    ),
    "messages": (
        {},
        {"system": "Be nice.", "stop_sequences": ["a"]},
        {"max_tokens": 3},
        {"thinking": {"type": "enabled", "budget_tokens": 1_024}, "max_tokens": 3_000},
    ),
}
VENDOR = {"chat": "openai", "responses": "openai", "messages": "anthropic"}
CASES = [(shape, more) for shape, rows in MORE.items() for more in rows]


class Unframed(Frames):
    """Learns nothing."""

    def meet(self, *_: Any) -> None:
        return


def bodies(shape: str, more: dict[str, Any]) -> list[dict[str, Any]]:
    member = "input" if shape == "responses" else "messages"
    start = {"model": "claude-haiku-4-5", "max_tokens": 50} if shape == "messages" else {"model": "gpt-4o-mini"}
    before = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello there."}]
    told = [[[*talk, {"role": "user", "content": text}] for text in TEXTS] for talk in ([], before)]
    plain = [*TEXTS, *told[0]] if shape == "responses" else told[0]
    return [{**start, **more, member: said} for said in (*plain, *told[1])]


def engine() -> Engine:
    return Engine([FakeSource()], Settings(), VENDORS)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("shape", "more"), CASES)
async def test_what_is_shared_changes_no_byte(shape: str, more: dict[str, Any], *, stream: bool) -> None:
    path, one, two = PATHS[VENDOR[shape], shape], Session("a"), Session("b")
    framed, unframed = engine(), engine()
    unframed.frames = Unframed()

    for body in bodies(shape, more):
        left = await asked(framed, path, {**body, "stream": stream}, one)
        right = await asked(unframed, path, {**body, "stream": stream}, two)

        assert (left.status, left.headers, bytes_of(left)) == (right.status, right.headers, bytes_of(right))
    assert [entry.ask for entry in one.journal] == [entry.ask for entry in two.journal]
    assert [entry.usage for entry in one.journal] == [entry.usage for entry in two.journal]


async def _ask(engine: Engine, session: Session, text: str, **more: Any) -> tuple[Reply, Ask | None]:
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": text}], **more}
    reply = await asked(engine, PATHS["openai", "chat"], body, session)
    return reply, list(session.journal)[-1].ask


async def _frame(text: str = "Hi") -> Frame:
    """The frame that two requests make."""
    one, session = engine(), Session("s")
    for each in (text, "Hello"):
        await _ask(one, session, each)
    (found,) = one.frames.known.values()
    assert found is not None
    return found


async def test_a_frame_reads_other_texts() -> None:
    found = await _frame()
    body = {"messages": [{"role": "user", "content": "What now?"}]}

    ask = found.asked(Talk(("user",), ("What now?",), b"{}"), body, {"a": "b"})

    assert ask is not None
    assert (ask.messages[0].role, ask.body, ask.headers) == ("user", body, {"a": "b"})
    assert ask.input_tokens == 3 + 4 + 3


async def test_a_frame_leaves_alone_what_may_be_too_long() -> None:
    found = await _frame()

    assert found.asked(Talk(("user",), ("x" * 127_000,), b"{}"), {}, {}) is not None
    assert found.asked(Talk(("user",), ("x" * 127_999,), b"{}"), {}, {}) is None


async def test_requests_are_looked_at_from_their_second_time_on() -> None:
    one, session = engine(), Session("s")
    await _ask(one, session, "Hi")
    assert not one.frames.known

    await _ask(one, session, "Hello", temperature=1)
    await _ask(one, session, "Hello", temperature=1.0)
    assert not one.frames.known

    await _ask(one, session, "Howdy")
    assert len(one.frames.known) == 1


async def test_requests_that_are_no_others_like_have_no_frame() -> None:
    one, session = engine(), Session("s")
    for text in ("Hi", "Hello"):
        await _ask(one, session, text, n=0)
        await _ask(one, session, text, moderation={"model": "omni-moderation-latest"})
        await _ask(one, session, f"{text} json", response_format={"type": "json_object"})

    assert not one.frames.known


async def test_the_frame_that_was_made_first_goes() -> None:
    one, session = engine(), Session("s")
    one.frames.most = 2
    for number in range(3):
        for text in ("Hi", "Hello"):
            await _ask(one, session, text, seed=number)

    assert [b'"seed":0' in key[-1] for key in one.frames.known] == [False, False]


async def test_requests_that_would_take_much_room_have_no_frame() -> None:
    one, session = engine(), Session("s")
    one.frames.largest, one.frames.longest = 100, 2
    for text in ("Hi", "Hello"):
        await _ask(one, session, text, user="x" * 100)
        await _ask(one, session, text, messages=[{"role": "user", "content": text}] * 3)
    assert not one.frames.known

    for text in ("Hi", "Hello"):
        await _ask(one, session, text, messages=[{"role": "user", "content": text}] * 2)
    assert len(one.frames.known) == 1
