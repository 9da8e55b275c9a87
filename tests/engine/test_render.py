"""From turns to replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.engine.render import counted
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Answer, Fault, Pace, Reply
from mockllm.tokens import count
from mockllm.turn import Json, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage
from mockllm.vendors.table import VENDORS
from mockllm.wire.coding import burst, chunked, unframed
from tests.ways import Says, asked, bytes_of

CHAT = "/v1/chat/completions"
HELLO = (Turn((Text("one two three"),)),)
BODY = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}


async def said(answer: Answer, *, stream: bool = True) -> Reply:
    return await asked(Engine([Says(answer)], Settings(), VENDORS), CHAT, BODY | {"stream": stream})


@pytest.mark.parametrize(
    ("part", "output", "reasoning"),
    [
        (Text("a b"), 2, 0),
        (Json("{}"), count("{}"), 0),
        (Refusal("no"), 1, 0),
        (Reasoning("a b"), 2, 2),
        (Reasoning(summary=("a", "b")), 3, 3),
        (ToolCall("f", "{}"), 1 + count("{}"), 0),
    ],
)
def test_a_turn_uses_what_it_says(part: Part, output: int, reasoning: int) -> None:
    assert counted([Turn((part,))], 7)[0].usage == Usage(7, output, reasoning)


def test_a_usage_that_is_given_stays() -> None:
    turn = Turn(usage=Usage(1, 2))

    assert counted([turn], 7) == (turn,)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5))
def test_a_burst_holds_all_chunks(chunks: list[bytes]) -> None:
    framed, last = burst(chunks)

    assert unframed(framed) + last == b"".join(chunks)
    assert framed == b"".join(map(chunked, chunks[:-1]))


async def test_an_unpaced_stream_is_a_burst_and_a_paced_one_frames() -> None:
    at_once, paced = await said(Answer(HELLO)), await said(Answer(HELLO, pace=Pace(0.5, 10)))

    assert at_once.frames is None
    assert paced.frames is not None
    assert bytes_of(at_once) == bytes_of(paced)
    assert sum(frame.after for frame in paced.frames) == pytest.approx(0.5 + 0.3)


async def test_a_whole_answer_waits_for_all_its_tokens() -> None:
    assert (await said(Answer(HELLO, pace=Pace(0.5, 10)), stream=False)).after == pytest.approx(0.8)


async def test_headers_of_the_answer_replace_the_vendors() -> None:
    reply = await said(Answer(HELLO, headers=(("Server", "mine"), ("x-new", "1"))))

    assert [value for name, value in reply.headers if name.lower() == "server"] == ["mine"]
    assert ("x-new", "1") in reply.headers


async def test_a_stream_is_held_after_a_text() -> None:
    held = Turn((Text("one two three"),), extra={"hold_after": "two"})
    reply = await said(Answer((held,)))

    assert reply.frames is not None
    (number,) = [number for number, frame in enumerate(reply.frames) if frame.hold]
    assert b"two" in reply.frames[number - 1].data
    assert reply.frames[number].hold == "two"


async def test_a_text_that_never_comes_holds_nothing() -> None:
    reply = await said(Answer((Turn((Text("one"),), extra={"hold_after": "two"}),)))

    assert reply.frames is not None
    assert not any(frame.hold for frame in reply.frames)


async def test_a_faulty_answer_is_not_kept() -> None:
    answer = Answer(HELLO, faults=(Fault("cut", {"after_events": 2}),), steady=True)

    assert (await said(answer)).end != "eof"
