"""Every shape says every turn: golden bytes, the SDKs' types, the order grammar, and back to the turn again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from anthropic.types import Message, RawMessageStreamEvent
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from openrouter.components import OpenResponsesResult, StreamEvents
from pydantic import TypeAdapter

from mockllm.exchange import Reply
from mockllm.turn import Reasoning, Refusal, calls, said
from mockllm.wire import chat, messages, responses, sse
from mockllm.wire.chat import grammar as chat_grammar
from mockllm.wire.messages import grammar as messages_grammar
from mockllm.wire.responses import grammar as responses_grammar
from tests.turns import CASES, REQUESTS
from tests.ways import PATHS, asked, bytes_of, engine_that_says

SHAPES = {"chat": chat, "responses": responses, "messages": messages}
GRAMMARS = {"chat": chat_grammar, "responses": responses_grammar, "messages": messages_grammar}
WHOLE: dict[str, TypeAdapter[Any]] = {
    "chat": TypeAdapter(ChatCompletion),
    "responses": TypeAdapter(Response),
    "messages": TypeAdapter(Message),
}
EVENT: dict[str, TypeAdapter[Any]] = {
    "chat": TypeAdapter(ChatCompletionChunk),
    "responses": TypeAdapter(ResponseStreamEvent),
    "messages": TypeAdapter(RawMessageStreamEvent),
}
# What OpenRouter answers on Responses has its own types: it lacks counts that OpenAI has, and adds what it cost.
OPENROUTER: tuple[TypeAdapter[Any], TypeAdapter[Any]] = (TypeAdapter(OpenResponsesResult), TypeAdapter(StreamEvents))
SAYINGS = [
    pytest.param(vendor, shape, name, id=f"{vendor}-{shape}-{name}")
    for vendor, shape in PATHS
    for name, case in CASES.items()
    if shape in case.only
]
every_saying = pytest.mark.parametrize(("vendor", "shape", "name"), SAYINGS)


async def replied(vendor: str, shape: str, name: str, *, stream: bool) -> Reply:
    case = CASES[name]
    body = REQUESTS[shape](case, case.more.get(shape, {}))
    if not stream:
        body.pop("stream_options", None)
    body |= {"stream": stream}
    if vendor == "openrouter":
        # Not every provider tells log probabilities.
        body["model"] = "openai/gpt-4o" if "logprobs" in name else "anthropic/claude-sonnet-4.5"
        body |= {"reasoning": {"effort": "high"}} if case.thinks and shape == "chat" else {}
    reply = await asked(engine_that_says(case.turns), PATHS[vendor, shape], body)
    assert reply.status == 200, reply.body.decode()
    return reply


@every_saying
async def test_bytes_are_the_golden_ones(
    vendor: str, shape: str, name: str, golden: Callable[[str, bytes], None]
) -> None:
    """A change of any byte shows in the difference of a readable file."""
    plain = await replied(vendor, shape, name, stream=False)
    golden(f"{vendor}/{shape}/{name}.json", bytes_of(plain))
    stream = await replied(vendor, shape, name, stream=True)
    golden(f"{vendor}/{shape}/{name}.sse", bytes_of(stream))


@every_saying
async def test_sdk_types_accept_the_body(vendor: str, shape: str, name: str) -> None:
    """The SDK's own model of the answer validates it."""
    body = json.loads(bytes_of(await replied(vendor, shape, name, stream=False)))

    if (vendor, shape) == ("openrouter", "responses"):
        OPENROUTER[0].validate_python(body)
    else:
        WHOLE[shape].validate_json(json.dumps(body), strict=True)


@pytest.mark.parametrize(
    ("vendor", "shape", "name"),
    # The SDK's chunks know no custom tools, which its whole answers do.
    [saying for saying in SAYINGS if saying.values[1:] != ("chat", "custom-tool")],
)
async def test_sdk_types_accept_every_event(vendor: str, shape: str, name: str) -> None:
    """The SDK's own model of an event validates each one."""
    for event in sse.decode(bytes_of(await replied(vendor, shape, name, stream=True))):
        if event.data in {None, "[DONE]"} or event.name == "ping":
            continue
        assert event.data is not None

        if (vendor, shape) == ("openrouter", "responses"):
            OPENROUTER[1].validate_json(event.data)
        else:
            EVENT[shape].validate_json(event.data, strict=True)


@every_saying
async def test_order_is_legal(vendor: str, shape: str, name: str) -> None:
    """The shape's order grammar accepts the stream."""
    stream = bytes_of(await replied(vendor, shape, name, stream=True))

    assert GRAMMARS[shape].faults(stream) == []


@every_saying
async def test_byte_by_byte_gives_the_same_events(vendor: str, shape: str, name: str) -> None:
    """An incremental decoder fed a byte at a time sees the same events."""
    stream = bytes_of(await replied(vendor, shape, name, stream=True))
    decoder = sse.Decoder()

    found = [event for byte in stream for event in decoder.feed(bytes([byte]))]

    assert found == sse.decode(stream)
    assert decoder.rest() == b""


@every_saying
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "stream"])
async def test_answer_reads_back_to_what_was_said(vendor: str, shape: str, name: str, *, stream: bool) -> None:
    """Text, calls and refusals survive the way to bytes and back."""
    wanted = CASES[name].turns
    read = SHAPES[shape].read(bytes_of(await replied(vendor, shape, name, stream=stream)), stream=stream)

    assert [_meaning(turn, shape) for turn in read] == [_meaning(turn, shape) for turn in wanted]


def _meaning(turn: Any, shape: str) -> Any:
    text = said(turn)
    refused = "".join(part.text for part in turn.parts if isinstance(part, Refusal))
    if shape == "messages":
        text, refused = text + refused, ""
    called = [(call.name, call.arguments if _whole(call.arguments) else "…") for call in calls(turn)]
    return text, refused, called


def _whole(arguments: str) -> bool:
    """Whether arguments are JSON; a call that was cut is not, and not every shape can show it."""
    try:
        return bool(json.loads(arguments))
    except ValueError:
        return False


def test_table_thinks_somewhere() -> None:
    """The table covers each kind of part."""
    kinds = {type(part) for case in CASES.values() for turn in case.turns for part in turn.parts}

    assert Reasoning in kinds
    assert len(kinds) >= 5
