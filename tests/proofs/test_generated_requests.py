"""Requests drawn from the vendors' own specifications never break the server, strict or lenient.

Each property is drawn from its schema, and now and then replaced by any JSON at all. MOCKLLM_GENERATED says how many
requests there are in all; 20,000 unless it is set.
"""

import asyncio
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.exchange import Raw
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.kinds import Options
from mockllm.vendors.table import VENDORS
from tests.proofs.conftest import Tell
from tests.proofs.specs import ANYTHING, drawn_from, request_schema
from tests.ways import bytes_of

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3_600)]

ENDPOINTS = {
    "/v1/chat/completions": ("openai.openapi.yaml", "/chat/completions"),
    "/v1/responses": ("openai.openapi.yaml", "/responses"),
    "/v1/completions": ("openai.openapi.yaml", "/completions"),
    "/v1/embeddings": ("openai.openapi.yaml", "/embeddings"),
    "/v1/messages": ("anthropic-sdk-2.11.0-requests.schema.json", "MessageCreateParamsNonStreaming"),
    "/api/v1/chat/completions": ("openrouter.openapi.yaml", "/chat/completions"),
    "/api/v1/responses": ("openrouter.openapi.yaml", "/responses"),
    "/api/v1/messages": ("openrouter.openapi.yaml", "/messages"),
    "/aiandgpu/v1/chat/completions": ("openai.openapi.yaml", "/chat/completions"),
    "/aiandgpu/v1/messages": ("openrouter.openapi.yaml", "/messages"),
    "/aiandgpu/v1/responses": ("openai.openapi.yaml", "/responses"),
    "/predictionguard/chat/completions": ("openai.openapi.yaml", "/chat/completions"),
    "/predictionguard/responses": ("openai.openapi.yaml", "/responses"),
    "/predictionguard/embeddings": ("openai.openapi.yaml", "/embeddings"),
}
REQUIRED = ("messages", "input", "prompt", "max_tokens")
MODELS = ("gpt-4o", "gpt-5.6", "o3", "claude-haiku-4-5", "claude-opus-5-5", "openai/gpt-4o", "text-embedding-3-small")
REQUESTS = int(os.environ.get("MOCKLLM_GENERATED", "20000"))
EACH = -(-REQUESTS // (2 * len(ENDPOINTS)))


@cache
def drawn(path: str) -> dict[str, SearchStrategy[Any]]:
    """What each property of an endpoint's requests is drawn from."""
    properties = request_schema(*ENDPOINTS[path])
    found: dict[str, SearchStrategy[Any]] = {name: drawn_from(schema) for name, schema in properties.items()}
    return found | {"model": st.sampled_from(MODELS), "stream": st.booleans()}


def body(data: DataObject, path: str) -> dict[str, Any]:
    """A request: what it needs, some of the rest, and perhaps a thing that does not belong."""
    known = drawn(path)
    rest = sorted(set(known) - {"model", *REQUIRED})
    more = data.draw(st.lists(st.sampled_from(rest), max_size=5, unique=True))
    chosen = ["model", *(name for name in REQUIRED if name in known), *more]
    made = {name: data.draw(known[name], label=name) for name in chosen}
    if data.draw(st.integers(0, 4)) == 0:
        made[data.draw(st.sampled_from([*chosen, "unknown"]))] = data.draw(ANYTHING)
    return made


@contextmanager
def silent() -> Iterator[None]:
    """No log record above INFO while this lasts."""
    seen: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: seen.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    assert seen == []


@pytest.fixture(scope="module")
def statuses(tell: Tell) -> Iterator[Counter[int]]:
    """How often each status was answered; told when all is done."""
    counts: Counter[int] = Counter()
    yield counts
    tell(f"drawn in process: {counts.total():,} requests to {len(ENDPOINTS)} endpoints, {counts[200]:,} of them taken")


@pytest.mark.parametrize("lenient", [False, True], ids=["strict", "lenient"])
@pytest.mark.parametrize("path", ENDPOINTS)
def test_no_generated_request_breaks_the_server(path: str, lenient: bool, statuses: Counter[int]) -> None:
    """Every answer has a status below 500 and a body that can be read; nothing raises, nothing is logged."""
    engine = Engine([FakeSource()], Settings(Options(lenient=lenient)), VENDORS)
    drawn(path)

    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(st.data())
    def ask(data: DataObject) -> None:
        sent = json.dumps(body(data, path)).encode()
        headers = {"content-type": "application/json", "anthropic-version": "2023-06-01", "authorization": "Bearer k"}
        raw = Raw("POST", path, {}, headers, tuple(headers.items()), sent, path, "http://test")

        reply, _ = asyncio.run(engine.respond(raw, Session("s"), 1_800_000_000.0))

        statuses[reply.status] += 1
        assert reply.status < 500, bytes_of(reply)
        bytes_of(reply).decode()

    with silent():
        ask()
