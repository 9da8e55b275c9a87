"""Routing preferences: who serves a request, and what is said where nobody may."""

import asyncio
import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask, Model
from mockllm.errors import Failure
from mockllm.fake.source import FakeSource
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.preferences import PERCENTILES, route, upstream
from mockllm.vendors.openrouter.providers import find
from tests.asking import post
from tests.asks import ask
from tests.server.live import serving
from tests.vendors.refusals import named
from tests.vendors.worlds import world

LLAMA = "meta-llama/llama-3.3-70b-instruct"


def of(model: str, **body: Any) -> Ask:
    return ask(model=model, card=find(model, Options()) or Model(model), body={"model": model, **body})


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({}, "Meta"),
        ({"order": ["Groq", "together"]}, "Groq"),
        ({"order": ["nobody", "deepinfra/turbo"]}, "DeepInfra"),
        ({"only": ["together"]}, "Together"),
        ({"ignore": ["Meta"]}, "DeepInfra"),
        ({"sort": "throughput"}, "Groq"),
        ({"sort": {"by": "price"}}, "Meta"),
        ({"sort": "latency", "ignore": ["groq"]}, "Together"),
        ({"max_price": {"prompt": "0.19"}, "ignore": ["meta"]}, "Together"),
        ({"max_price": {"image": "0.0001"}, "sort": "throughput"}, "Together"),
        ({"max_price": {"image": 1, "request": 0, "audio": "0"}, "sort": "throughput"}, "Groq"),
    ],
)
def test_preferences_choose_the_provider(wanted: dict[str, Any], name: str) -> None:
    assert upstream(of("meta-llama/llama", provider=wanted)).name == name


@pytest.mark.parametrize(("model", "name"), [("anthropic/c:floor", "Google Vertex"), ("openai/o:nitro", "Azure")])
def test_a_variant_sorts_the_providers(model: str, name: str) -> None:
    assert upstream(of(model)).name == name


@pytest.mark.parametrize(
    "wanted", [{"only": ["nobody"]}, {"order": ["nobody"], "allow_fallbacks": False}, {"max_price": {"completion": 0}}]
)
def test_what_nobody_may_serve_is_not_found_unless_lenient(wanted: dict[str, Any]) -> None:
    asked, vendor = of("openai/gpt-4o", provider=wanted), named("openrouter")

    assert isinstance(route(asked, world(vendor)), Failure)
    assert route(asked, world(vendor, lenient=True)) is asked
    assert upstream(asked).name == "OpenAI"


async def served(wanted: dict[str, Any], model: str = LLAMA, **more: Any) -> tuple[int, Any]:
    """Who answers a request with these preferences, or the error; asked over HTTP."""
    body = {"model": model, "messages": [{"role": "user", "content": "Hi"}], "provider": wanted, **more}
    async with serving([FakeSource()]) as (running, _):
        status, data = await asyncio.to_thread(post, f"{running.url}/api/v1/chat/completions", body)
    told = json.loads(data)
    return status, told["provider"] if status == 200 else told["error"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({"quantizations": ["fp8"]}, "DeepInfra"),
        ({"quantizations": ["fp16", "unknown"]}, "Together"),
        ({"zdr": True}, "DeepInfra"),
        ({"zdr": True, "sort": "throughput"}, "Groq"),
        ({"preferred_min_throughput": 200}, "Groq"),
        ({"preferred_min_throughput": 100}, "Together"),
        ({"preferred_min_throughput": {"p99": 100}}, "Groq"),
        ({"preferred_min_throughput": 10_000}, "Meta"),
        ({"preferred_max_latency": 0.2}, "Groq"),
        ({"preferred_max_latency": {"p50": 0.35}}, "Together"),
        ({"enforce_distillable_text": True}, "Meta"),
    ],
)
async def test_each_preference_chooses_among_the_providers(wanted: dict[str, Any], name: str) -> None:
    assert await served(wanted) == (200, name)


@pytest.mark.parametrize(
    ("model", "wanted", "name"),
    [
        ("deepseek/deepseek-chat", {}, "DeepSeek"),
        ("deepseek/deepseek-chat", {"data_collection": "allow"}, "DeepSeek"),
        ("deepseek/deepseek-chat", {"data_collection": "deny"}, "DeepInfra"),
        ("openai/gpt-4o", {"zdr": True}, "Azure"),
    ],
)
async def test_data_policies_take_providers_out(model: str, wanted: dict[str, Any], name: str) -> None:
    assert await served(wanted, model) == (200, name)


async def test_parameters_are_dropped_or_required() -> None:
    """Meta lacks log probabilities: without the requirement it answers without them."""
    probed: Any = {"logprobs": True, "top_logprobs": 2}

    assert await served({}, **probed) == (200, "Meta")
    assert await served({"require_parameters": True}, **probed) == (200, "Together")
    assert await served({"require_parameters": True}, seed=1) == (200, "Meta")


@pytest.mark.parametrize(("model", "probed"), [("openai/gpt-4o", True), (LLAMA, False)])
def test_what_the_provider_lacks_is_dropped(model: str, probed: bool) -> None:
    asked = route(of(model), world(named("openrouter")))
    assert isinstance(asked, Ask)
    wanted = route(replace(of(model), logprobs=2), world(named("openrouter")))
    assert isinstance(wanted, Ask)
    assert (wanted.logprobs == 2) is probed


@pytest.mark.parametrize(
    ("model", "wanted", "message"),
    [
        (LLAMA, {"only": ["openai"]}, "No allowed providers are available for the selected model."),
        (LLAMA, {"quantizations": ["int4"]}, f"No endpoints found for {LLAMA}."),
        (LLAMA, {"max_price": {"prompt": "0.01"}}, f"No endpoints found for {LLAMA}."),
        ("perplexity/sonar", {"max_price": {"request": 0.001}}, "No endpoints found for perplexity/sonar."),
        ("openai/gpt-4o", {"enforce_distillable_text": True}, "No endpoints found for openai/gpt-4o."),
        (
            "x-ai/grok-4",
            {"zdr": True},
            (
                "No endpoints found matching your data policy (Zero data retention). Configure: "
                "https://openrouter.ai/settings/privacy"
            ),
        ),
        (
            "google/gemini-2.5-flash",
            {"only": ["google-ai-studio"], "data_collection": "deny"},
            (
                "No endpoints found matching your data policy (Paid model training). Configure: "
                "https://openrouter.ai/settings/privacy"
            ),
        ),
        (
            "anthropic/claude-sonnet-4.6",
            {"require_parameters": True},
            (
                "No endpoints found that can handle the requested parameters. To learn more about provider routing, "
                "visit: https://openrouter.ai/docs/guides/routing/provider-selection"
            ),
        ),
    ],
)
async def test_where_nobody_is_left_the_reason_is_told(model: str, wanted: dict[str, Any], message: str) -> None:
    status, error = await served(wanted, model, seed=7)

    assert (status, error["code"], error["message"]) == (404, 404, message)


async def test_allowed_providers_are_told() -> None:
    _, error = await served({"only": ["openai"], "order": ["azure"]})

    assert error["metadata"] == {
        "available_providers": ["meta", "deepinfra", "together", "groq"],
        "requested_providers": ["openai", "azure"],
    }


@pytest.mark.parametrize("wanted", [{"preferred_max_latency": "fast"}, {"quantizations": ["int3"]}, {"zdr": "yes"}])
async def test_malformed_preferences_are_refused(wanted: dict[str, Any]) -> None:
    assert (await served(wanted))[0] == 400


def test_percentiles_get_slower() -> None:
    assert list(PERCENTILES.values()) == sorted(PERCENTILES.values(), reverse=True)
