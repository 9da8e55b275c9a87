"""One row of each kind of refusal, over HTTP and through the SDK: status, bytes, headers and exception."""

import json
from typing import Any

import aiohttp
import anthropic
import openai
import pytest

from mockllm.engine.settings import Settings
from mockllm.ratelimit import Rate
from mockllm.vendors.kinds import Options
from tests.server.live import serving

SAY = [{"role": "user", "content": "Hi"}]
CHAT = {"model": "gpt-4o", "messages": SAY}
MESSAGES = {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": SAY}

OPENAI: dict[str, tuple[dict[str, Any], int, type[openai.APIStatusError], str, str | None, str | None]] = {
    "model": (
        {"model": "zzz"},
        404,
        openai.NotFoundError,
        "The model `zzz` does not exist or you do not have access to it.",
        None,
        "model_not_found",
    ),
    "type": (
        {"n": "x"},
        400,
        openai.BadRequestError,
        "Invalid type for 'n': expected an integer, but got a string instead.",
        "n",
        "invalid_type",
    ),
    "range": (
        {"n": 0},
        400,
        openai.BadRequestError,
        "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        "n",
        "integer_below_min_value",
    ),
    "enum": (
        {"service_tier": "zzz"},
        400,
        openai.BadRequestError,
        "Invalid value: 'zzz'. Supported values are: 'auto', 'default', 'fast', 'flex', and 'priority'.",
        "service_tier",
        "invalid_value",
    ),
    "length": (
        {"messages": []},
        400,
        openai.BadRequestError,
        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        "messages",
        "empty_array",
    ),
}
ANTHROPIC: dict[str, tuple[dict[str, Any], int, type[anthropic.APIStatusError], str, str]] = {
    "model": ({"model": "zzz"}, 404, anthropic.NotFoundError, "not_found_error", "model: zzz"),
    "unknown": (
        {"foo": 1},
        400,
        anthropic.BadRequestError,
        "invalid_request_error",
        "foo: Extra inputs are not permitted",
    ),
    "empty": (
        {"messages": []},
        400,
        anthropic.BadRequestError,
        "invalid_request_error",
        "messages: at least one message is required",
    ),
}


async def post(url: str, body: Any, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with aiohttp.ClientSession() as client, client.post(url, json=body, headers=named) as reply:
        return reply.status, await reply.read(), {name.lower(): value for name, value in reply.headers.items()}


@pytest.mark.parametrize("name", OPENAI)
async def test_openai_row(name: str) -> None:
    """Gateway errors are indented by four and end in a line feed, others by two; the SDK raises the class."""
    change, status, raised, message, param, code = OPENAI[name]
    error = {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}
    gateway = status == 404
    wanted = json.dumps(error, indent=4 if gateway else 2) + ("\n" if gateway else "")
    async with serving() as (running, _):
        got = await post(f"{running.url}/v1/chat/completions", CHAT | change)
        async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key="k", max_retries=0) as client:
            with pytest.raises(raised) as caught:
                await client.post("/chat/completions", body=CHAT | change, cast_to=object)

    assert (got[0], got[1].decode()) == (status, wanted)
    assert got[2]["content-type"] == ("application/json; charset=utf-8" if gateway else "application/json")
    assert ("openai-version" in got[2]) is not gateway
    assert (got[2].get("vary") == "Origin") is gateway
    assert (caught.value.param, caught.value.code) == (param, code)
    assert caught.value.request_id is not None


@pytest.mark.parametrize("name", ANTHROPIC)
async def test_anthropic_row(name: str) -> None:
    """Compact, with the id of the header in the body."""
    change, status, raised, kind, message = ANTHROPIC[name]
    async with serving() as (running, _):
        got = await post(f"{running.url}/v1/messages", MESSAGES | change, anthropic_version="2023-06-01")
        async with anthropic.AsyncAnthropic(base_url=running.url, api_key="k", max_retries=0) as client:
            headers = {"anthropic-version": "2023-06-01"}
            with pytest.raises(raised):
                await client.post("/v1/messages", body=MESSAGES | change, cast_to=object, options={"headers": headers})

    error = {
        "type": "error",
        "error": {"type": kind, "message": message},
        "request_id": got[2]["request-id"],
    }
    assert (got[0], got[1].decode()) == (status, json.dumps(error, separators=(",", ":")))
    assert got[2]["x-should-retry"] == "false"


KEYS = [
    (None, None, 200, ""),
    ((), None, 401, "didn't provide an API key"),
    ((), "any", 200, ""),
    (("mine",), "other", 401, "Incorrect API key provided"),
    (("mine",), "mine", 200, ""),
]


@pytest.mark.parametrize(("keys", "sent", "status", "words"), KEYS)
async def test_every_form_of_required_auth(
    keys: tuple[str, ...] | None, sent: str | None, status: int, words: str
) -> None:
    """None asks for nothing, an empty tuple for any key, else it must be one of them."""
    key = {} if sent is None else {"authorization": f"Bearer {sent}"}
    own = {} if sent is None else {"x_api_key": sent}
    async with serving(settings=Settings(Options(keys=keys))) as (running, _):
        chat = await post(f"{running.url}/v1/chat/completions", CHAT, **key)
        messages = await post(f"{running.url}/v1/messages", MESSAGES, anthropic_version="2023-06-01", **own)
        routed = await post(f"{running.url}/api/v1/chat/completions", CHAT | {"model": "openai/gpt-4o"}, **key)
        if status == 401 and sent:
            async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key=sent, max_retries=0) as client:
                with pytest.raises(openai.AuthenticationError):
                    await client.post("/chat/completions", body=CHAT, cast_to=object)
            async with anthropic.AsyncAnthropic(base_url=running.url, api_key=sent, max_retries=0) as other:
                with pytest.raises(anthropic.AuthenticationError):
                    await other.post("/v1/messages", body=MESSAGES, cast_to=object)

    assert (chat[0], messages[0], routed[0]) == (status, status, status)
    assert words in chat[1].decode()


async def test_rate_limit_reaches_the_sdks_as_their_exception() -> None:
    async with serving(settings=Settings(Options(rate=Rate(1)))) as (running, _):
        async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key="k", max_retries=0) as client:
            await client.post("/chat/completions", body=CHAT, cast_to=object)
            with pytest.raises(openai.RateLimitError) as caught:
                await client.post("/chat/completions", body=CHAT, cast_to=object)
        async with anthropic.AsyncAnthropic(base_url=running.url, api_key="k", max_retries=0) as other:
            await other.post("/v1/messages", body=MESSAGES, cast_to=object)
            with pytest.raises(anthropic.RateLimitError):
                await other.post("/v1/messages", body=MESSAGES, cast_to=object)

    assert 0 < int(caught.value.response.headers["retry-after"]) <= 60
    assert caught.value.code == "rate_limit_exceeded"
