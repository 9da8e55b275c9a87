"""What `prompt_cache_options` ask of a response: the SDK reads the diagnosis, a prewarmed prompt is a hit."""

from typing import Any

import pytest
from openai import AsyncOpenAI

from mockllm.fake.source import FakeSource
from tests.server.live import serving

MODEL = "gpt-5.6-terra"
TOOL: Any = {"type": "function", "name": "look", "parameters": {"type": "object", "properties": {}}, "strict": False}
FORMAT: Any = {"type": "json_schema", "name": "n", "schema": {"type": "object", "properties": {}}, "strict": False}
SAY = "Say 'one'"
MORE: Any = [
    {"role": "user", "content": SAY},
    {"role": "assistant", "content": "one"},
    {"role": "user", "content": "Say 'two'"},
]


def client(url: str) -> Any:
    return AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-test", max_retries=0, _strict_response_validation=True)


async def diagnosis(**changed: Any) -> Any:
    """What is said to a second response that differs from the first in these fields."""
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        first = await sdk.responses.create(model=MODEL, input=SAY)
        asked = {"model": MODEL, "input": MORE, "prompt_cache_options": {"comparison_response_id": first.id}}
        second = await sdk.responses.create(**{**asked, **changed})
    return second.prompt_cache_diagnostics


async def test_prompt_that_goes_on_is_a_hit() -> None:
    assert (await diagnosis()).type == "cache_hit"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"model": "gpt-5.6-luna"}, "model_changed"),
        ({"prompt_cache_key": "k"}, "prompt_cache_key_changed"),
        ({"tools": [TOOL]}, "tools_changed"),
        ({"text": {"format": FORMAT}}, "text_format_changed"),
        ({"reasoning": {"effort": "low"}}, "reasoning_effort_changed"),
        ({"text": {"verbosity": "low"}}, "verbosity_changed"),
        ({"input": [{"type": "compaction", "encrypted_content": "gAAAAA"}, *MORE]}, "context_compacted"),
        ({"input": "Say 'other'"}, "input_changed"),
        ({"instructions": "Be brief."}, "input_changed"),
        ({"service_tier": "priority"}, "service_tier_changed"),
    ],
)
async def test_what_changed_is_named(changed: Any, reason: str) -> None:
    found = await diagnosis(**changed)

    assert (found.type, found.reason) == ("cache_miss", reason)
    assert found.cache_missed_tokens >= 0
    assert found.comparison_reusable_tokens > 0


async def test_more_is_missed_where_the_prompt_diverges_early() -> None:
    late, early = await diagnosis(service_tier="priority"), await diagnosis(model="gpt-5.6-luna")

    assert early.cache_missed_tokens > late.cache_missed_tokens


async def test_unknown_response_was_not_found() -> None:
    found = await diagnosis(prompt_cache_options={"comparison_response_id": "resp_none"})

    assert found.type == "comparison_response_not_found"


async def test_stream_tells_the_diagnosis_and_the_options() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        first = await sdk.responses.create(model=MODEL, input=SAY)
        options = {"comparison_response_id": first.id, "ttl": "12h"}
        stream = await sdk.responses.create(model=MODEL, input=MORE, prompt_cache_options=options, stream=True)
        last = [event async for event in stream][-1]
    assert last.response.prompt_cache_diagnostics.type == "cache_hit"
    assert last.response.prompt_cache_options.model_dump() == {"mode": "implicit", **options}


async def test_response_without_options_shows_none() -> None:
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        said = await sdk.responses.create(model=MODEL, input=SAY)
    assert not {"prompt_cache_options", "prompt_cache_diagnostics"} & said.model_fields_set


@pytest.mark.parametrize("stream", [False, True])
async def test_prewarmed_prompt_is_read_by_the_next_request(stream: bool) -> None:
    long = "word " * 1_500
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        warm = await sdk.responses.create(
            model=MODEL, input=long, prompt_cache_options={"prewarm": True}, stream=stream
        )
        if stream:
            kinds = [(event.type, event) async for event in warm]
            assert [kind for kind, _ in kinds] == ["response.created", "response.in_progress", "response.completed"]
            warm = kinds[-1][1].response
        kept = await sdk.responses.retrieve(warm.id)
        said = await sdk.responses.create(model=MODEL, input=long)
    assert (warm.status, warm.output, warm.usage.output_tokens) == ("completed", [], 0)
    assert kept.output == []
    assert said.usage.input_tokens_details.cached_tokens == warm.usage.input_tokens_details.cache_write_tokens > 1_024


async def test_malformed_breakpoint_is_refused() -> None:
    part = {"type": "input_text", "text": "Hi", "prompt_cache_breakpoint": {"mode": "explicit", "ttl": "5m"}}
    async with serving([FakeSource()]) as (running, _), client(running.url) as sdk:
        with pytest.raises(Exception, match="Supported values are: '30m' and '12h'"):
            await sdk.responses.create(model=MODEL, input=[{"role": "user", "content": [part]}])
