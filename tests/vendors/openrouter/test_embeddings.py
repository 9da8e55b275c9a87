"""OpenRouter's embeddings."""

import json
from typing import Any

import pytest
from openrouter.operations import CreateEmbeddingsResponseBody

from mockllm.session import Session
from mockllm.vendors.openrouter import VENDOR
from mockllm.vendors.openrouter.account import SPENT
from mockllm.vendors.openrouter.embeddings import embed
from tests.vendors.worlds import told, world

GOOD = {"model": "openai/text-embedding-3-small", "input": ["Ruby", "Python"]}


def test_the_answer_is_laid_out_as_on_the_wire() -> None:
    session = Session("s")
    reply = embed(world(VENDOR, {**GOOD, "dimensions": 4}, session=session))
    assert reply.body.startswith(b'\n         \n{"object":"list","data":[{"object":"embedding","embedding":[')
    shown = json.loads(reply.body)
    CreateEmbeddingsResponseBody.model_validate(shown)
    assert list(shown) == ["object", "data", "model", "usage", "provider", "id"]
    assert (shown["model"], shown["provider"]) == ("text-embedding-3-small", "OpenAI")
    assert shown["id"].startswith("gen-emb-")
    assert session.slot(SPENT).total == shown["usage"]["cost"] > 0


@pytest.mark.parametrize(
    ("body", "size"),
    [({}, 1536), ({"dimensions": 7}, 7), ({"model": "openai/text-embedding-3-large"}, 3072)],
)
def test_vectors_have_the_size_of_their_model_or_the_one_asked_for(body: dict[str, Any], size: int) -> None:
    _, shown = told(embed, world(VENDOR, {**GOOD, **body}))
    assert [len(each["embedding"]) for each in shown["data"]] == [size, size]


def test_content_blocks_are_embedded_by_their_text() -> None:
    blocks = [{"content": [{"type": "text", "text": "Ruby"}]}, {"content": [{"type": "text", "text": "Python"}]}]
    assert (
        told(embed, world(VENDOR, {**GOOD, "input": blocks}))[1]["data"] == told(embed, world(VENDOR, GOOD))[1]["data"]
    )


@pytest.mark.parametrize("body", [{"model": "no-author"}, {"input": None}, {"input": []}])
def test_bad_requests_are_refused_unless_lenient(body: dict[str, Any]) -> None:
    assert told(embed, world(VENDOR, {**GOOD, **body}))[0] == 400
    assert told(embed, world(VENDOR, {**GOOD, **body}, lenient=True))[0] == 200
