"""OpenAI's own SDK works against its mount, above all where the service remembers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI

from mockllm.engine.settings import Settings
from mockllm.fake.source import FakeSource
from mockllm.vendors.kinds import Options
from tests.server.live import serving

MODEL = "gpt-5-mini"
SAY = "Say 'hello there'"
TALK: Any = [{"role": "user", "content": SAY}]
WORK = 0.1


@asynccontextmanager
async def client(mount: str = "/openai/v1", *, strict: bool = True) -> AsyncIterator[Any]:
    """A client that believes only what its types allow, unless the service itself says more than they do."""
    settings = Settings(options=Options(work=WORK))
    async with serving([FakeSource()], settings) as (running, _):
        base = f"{running.url}{mount}"
        async with AsyncOpenAI(
            base_url=base, api_key="sk-test", max_retries=0, _strict_response_validation=strict
        ) as sdk:
            yield sdk


@pytest.mark.parametrize("mount", ["/openai/v1", "/v1"])
async def test_chats_and_responses_plain_and_streamed(mount: str) -> None:
    async with client(mount) as sdk:
        chat = await sdk.chat.completions.create(model=MODEL, messages=TALK)
        async with sdk.chat.completions.stream(model=MODEL, messages=TALK) as stream:
            whole = await stream.get_final_completion()
        response = await sdk.responses.create(model=MODEL, input=SAY)
        async with sdk.responses.stream(model=MODEL, input=SAY) as events:
            last = await events.get_final_response()
    texts = {chat.choices[0].message.content, whole.choices[0].message.content, response.output_text, last.output_text}
    assert texts == {"hello there"}


async def test_stored_chats() -> None:
    """Its type of a stored message is that of an assistant's."""
    async with client(strict=False) as sdk:
        made = [
            await sdk.chat.completions.create(model=MODEL, messages=TALK, store=True, metadata={"number": str(number)})
            for number in range(3)
        ]
        listed = [each.id async for each in sdk.chat.completions.list(limit=2)]
        found = [each.id async for each in sdk.chat.completions.list(metadata={"number": "1"})]
        updated = await sdk.chat.completions.update(made[0].id, metadata={"state": "done"})
        kept = await sdk.chat.completions.retrieve(made[0].id)
        said = [each.content async for each in sdk.chat.completions.messages.list(made[0].id)]
        gone = await sdk.chat.completions.delete(made[0].id)
        with pytest.raises(openai.NotFoundError):
            await sdk.chat.completions.retrieve(made[0].id)
    assert listed == [each.id for each in made]
    assert found == [made[1].id]
    assert updated.metadata == kept.metadata == {"state": "done"}
    assert kept.choices == made[0].choices
    assert said == [SAY]
    assert gone.deleted


async def test_stored_responses_and_their_input() -> None:
    async with client() as sdk:
        first = await sdk.responses.create(model=MODEL, input=SAY, metadata={"team": "blue"})
        second = await sdk.responses.create(model=MODEL, input="And again", previous_response_id=first.id)
        kept = await sdk.responses.retrieve(second.id)
        inputs = [each async for each in sdk.responses.input_items.list(second.id, order="asc", limit=1)]
        counted = await sdk.responses.input_tokens.count(model=MODEL, input="Hi", previous_response_id=second.id)
        await sdk.responses.delete(first.id)
        with pytest.raises(openai.NotFoundError):
            await sdk.responses.retrieve(first.id)
        with pytest.raises(openai.BadRequestError, match="Previous response"):
            await sdk.responses.create(model=MODEL, input="Hi", previous_response_id=first.id)
    assert kept.output == second.output
    assert [each.role for each in inputs if each.type == "message"] == ["user", "assistant", "user"]
    assert counted.input_tokens > first.usage.input_tokens


async def test_background_is_polled() -> None:
    async with client() as sdk:
        begun = await sdk.responses.create(model=MODEL, input=SAY, background=True)
        seen = [begun.status]
        while seen[-1] in {"queued", "in_progress"}:
            await asyncio.sleep(WORK / 10)
            polled = await sdk.responses.retrieve(begun.id)
            seen.append(polled.status)
        with pytest.raises(openai.BadRequestError, match="Cannot cancel a completed response"):
            await sdk.responses.cancel(begun.id)
        other = await sdk.responses.create(model=MODEL, input=SAY, background=True)
        cancelled = await sdk.responses.cancel(other.id)
    assert list(dict.fromkeys(seen)) == ["queued", "in_progress", "completed"]
    assert polled.output_text == "hello there"
    assert (cancelled.id, cancelled.status) == (other.id, "cancelled")


async def test_background_stream_is_taken_up_again() -> None:
    async with client() as sdk:
        stream = await sdk.responses.create(model=MODEL, input=SAY, background=True, stream=True)
        events = [event async for event in stream]
        name, broken = events[0].response.id, 4
        rest = [
            event async for event in await sdk.responses.retrieve(name, stream=True, starting_after=broken)
        ]  # fmt: skip
    assert [event.sequence_number for event in rest] == list(range(broken + 1, len(events)))
    assert [event.type for event in rest] == [event.type for event in events[broken + 1 :]]
    assert rest[-1].response.output_text == "hello there"


async def test_conversations_and_their_items() -> None:
    async with client() as sdk:
        talk = await sdk.conversations.create(metadata={"team": "blue"}, items=[{"role": "user", "content": "Hi"}])
        await sdk.responses.create(model=MODEL, input=SAY, conversation=talk.id)
        roles = [
            each.role async for each in sdk.conversations.items.list(talk.id, order="asc") if each.type == "message"
        ]
        added = await sdk.conversations.items.create(talk.id, items=[{"role": "user", "content": "More"}])
        name = added.data[0].id
        item = await sdk.conversations.items.retrieve(name, conversation_id=talk.id)
        without = await sdk.conversations.items.delete(name, conversation_id=talk.id)
        updated = await sdk.conversations.update(talk.id, metadata={"state": "done"})
        found = await sdk.conversations.retrieve(talk.id)
        gone = await sdk.conversations.delete(talk.id)
        with pytest.raises(openai.NotFoundError):
            await sdk.conversations.retrieve(talk.id)
    assert roles == ["user", "user", "assistant"]
    assert (item.id, without.id) == (name, talk.id)
    assert updated.metadata == found.metadata == {"state": "done"}
    assert gone.deleted


async def test_compaction() -> None:
    """Its type of the output knows no user's message."""
    async with client(strict=False) as sdk:
        compacted = await sdk.responses.compact(model=MODEL, input=[*TALK, {"role": "assistant", "content": "Aha."}])
        said = await sdk.responses.create(
            model=MODEL,
            input=[*[item.model_dump(exclude_none=True, warnings=False) for item in compacted.output], *TALK],
        )
    assert [item.type for item in compacted.output] == ["message", "compaction"]
    assert said.output_text == "hello there"


async def test_what_stands_beside() -> None:
    async with client() as sdk:
        models = [each.id async for each in sdk.models.list()]
        one = await sdk.models.retrieve(models[0])
        vectors = await sdk.embeddings.create(model="text-embedding-3-small", input=["a", "b"], encoding_format="float")
        legacy = await sdk.completions.create(model="gpt-3.5-turbo-instruct", prompt="Once", max_tokens=5)
        tuned = await sdk.models.delete("ft:gpt-4o-mini:acemeco:suffix:abc123")
    assert one.id == models[0]
    assert [len(each.embedding) for each in vectors.data] == [1_536, 1_536]
    assert legacy.choices[0].text
    assert tuned.deleted


async def test_parsed_documents_and_tools() -> None:
    schema: Any = {
        "type": "json_schema",
        "name": "place",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    }
    async with client() as sdk:
        said = await sdk.responses.parse(model=MODEL, input="Where? In 'Paris'.", text={"format": schema})
    assert '"city"' in said.output_text
