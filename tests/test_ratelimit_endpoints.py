"""Rate limits of what is no talk, and of vendors that have no words of their own for them."""

import json
from typing import Any

import pytest

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Raw
from mockllm.ratelimit import Rate
from mockllm.session import Session
from mockllm.vendors.kinds import Options
from tests.test_ratelimit import HELLO, NOW
from tests.ways import engine_that_says


class Posting:
    """Requests to any path of a server that allows so much."""

    def __init__(self, rate: Rate, *, work: float = 1.0) -> None:
        self.engine: Engine = engine_that_says(HELLO, Settings(Options(rate=rate, work=work)))
        self.session = Session("s")

    async def __call__(
        self, path: str, body: Any = None, *, now: float = NOW, method: str = "POST"
    ) -> tuple[int, Any, dict[str, str]]:
        headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
        data = b"" if body is None else json.dumps(body).encode()
        raw = Raw(method, path, {}, headers, tuple(headers.items()), data, path, "http://test")
        reply, _ = await self.engine.respond(raw, self.session, now)
        return reply.status, json.loads(reply.body or b"null"), dict(reply.headers)


EMBED = {"model": "text-embedding-3-small", "input": "One two three."}
COUNT = {"model": "claude-haiku-4-5", "messages": [{"role": "user", "content": "Hi"}]}
TALK = {**COUNT, "max_tokens": 9}
BATCH = {"requests": [{"custom_id": str(number), "params": TALK} for number in range(3)]}


async def test_openai_limits_embeddings_by_their_model() -> None:
    post = Posting(Rate(2, 1_000))

    _, _, first = await post("/v1/embeddings", EMBED)
    other, _, _ = await post("/v1/embeddings", {**EMBED, "model": "text-embedding-3-large"})
    _, _, second = await post("/v1/embeddings", EMBED)
    status, told, refused = await post("/v1/embeddings", EMBED)

    assert (first["x-ratelimit-limit-requests"], first["x-ratelimit-remaining-requests"]) == ("2", "1")
    assert int(second["x-ratelimit-remaining-tokens"]) == 2 * int(first["x-ratelimit-remaining-tokens"]) - 1_000
    assert (other, status, told["error"]["type"]) == (200, 429, "requests")
    assert refused["retry-after"] == "30"


async def test_openai_limits_tokens_of_embeddings() -> None:
    status, told, _ = await Posting(Rate(None, 3))("/v1/embeddings", EMBED)

    assert (status, told["error"]["type"], told["error"]["code"]) == (429, "tokens", "rate_limit_exceeded")


async def test_openai_limits_compaction_with_its_model_and_says_nothing_of_it() -> None:
    post = Posting(Rate(1))
    body = {"model": "gpt-4o", "input": "Hi"}

    status, _, headers = await post("/v1/responses/compact", body)

    assert (status, [name for name in headers if "ratelimit" in name]) == (200, [])
    assert (await post("/v1/responses", body))[0] == 429


async def test_openrouter_limits_embeddings() -> None:
    post = Posting(Rate(1))
    body = {**EMBED, "model": "openai/text-embedding-3-small"}

    assert (await post("/api/v1/embeddings", body))[0] == 200
    status, told, headers = await post("/api/v1/embeddings", body)

    assert (status, told["error"]["code"], headers["x-ratelimit-limit"]) == (429, 429, "1")


async def test_refused_embeddings_cost_nothing() -> None:
    post = Posting(Rate(1))
    for _ in range(2):
        assert (await post("/v1/embeddings", {**EMBED, "dimensions": -1}))[0] == 400

    assert (await post("/v1/embeddings", EMBED))[0] == 200


async def test_anthropic_limits_counting_apart_from_messages() -> None:
    post = Posting(Rate(1))

    status, _, headers = await post("/v1/messages/count_tokens", COUNT)
    refused, told, limits = await post("/v1/messages/count_tokens", COUNT)

    assert (status, [name for name in headers if "ratelimit" in name]) == (200, [])
    assert (refused, told["error"]["type"], limits["retry-after"]) == (429, "rate_limit_error", "60")
    assert (await post("/v1/messages", TALK))[0] == 200
    assert (await post("/v1/messages/count_tokens", COUNT, now=NOW + 60))[0] == 200


async def test_anthropic_limits_batches_apart_and_not_what_is_in_them() -> None:
    post = Posting(Rate(2), work=0.0)

    _, batch, _ = await post("/v1/messages/batches", BATCH)
    _, seen, _ = await post(f"/v1/messages/batches/{batch['id']}", method="GET")
    status, _, _ = await post("/v1/messages/batches", BATCH)

    assert (seen["request_counts"]["succeeded"], status) == (3, 429)
    assert (await post("/v1/messages", TALK))[0] == 200


async def test_anthropic_limits_files_apart() -> None:
    post = Posting(Rate(1))

    assert [(await post("/v1/files", method="GET"))[0] for _ in range(2)] == [200, 429]


async def test_anthropic_does_not_count_what_was_read_from_the_cache() -> None:
    post = Posting(Rate(None, 10_000))
    block = {"type": "text", "text": "word " * 4_000, "cache_control": {"type": "ephemeral"}}
    body = {**TALK, "messages": [{"role": "user", "content": [block]}]}

    left = [(await post("/v1/messages", body))[2]["anthropic-ratelimit-input-tokens-remaining"] for _ in range(3)]

    assert left == ["6000", "6000", "6000"]


@pytest.mark.parametrize(
    ("path", "key"), [("/aiandgpu/v1/messages", "error"), ("/predictionguard/chat/completions", "error")]
)
async def test_other_vendors_refuse_in_their_own_shape(path: str, key: str) -> None:
    post = Posting(Rate(1))
    body = {**TALK, "model": "Hermes-3-Llama-3.1-8B"}
    await post(path, body)
    status, told, headers = await post(path, body)

    assert (status, key in told, headers["retry-after"]) == (429, True, "60")
