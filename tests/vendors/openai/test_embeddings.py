"""OpenAI's embeddings over their endpoint."""

from typing import Any

import pytest
from openai.types import CreateEmbeddingResponse

from mockllm.vendors.openai.embeddings import embed
from mockllm.vendors.openai.models import find
from tests.vendors.worlds import told, vendor, world

OPENAI = vendor(find)


def _embed(*, lenient: bool = False, **body: Any) -> tuple[int, Any]:
    asked = {"model": "text-embedding-3-small", "input": "hello", **body}
    return told(embed, world(OPENAI, {k: v for k, v in asked.items() if v is not ...}, lenient=lenient))


@pytest.mark.parametrize(
    ("model", "answered", "size"),
    [
        ("text-embedding-3-small", "text-embedding-3-small", 1536),
        ("text-embedding-3-large", "text-embedding-3-large", 3072),
        ("text-embedding-ada-002", "text-embedding-ada-002-v2", 1536),
    ],
)
def test_each_model_has_its_size_and_name(model: str, answered: str, size: int) -> None:
    status, shown = _embed(model=model)
    assert status == 200
    found = CreateEmbeddingResponse.model_validate(shown, strict=True)
    assert found.model == answered
    assert len(found.data[0].embedding) == size


def test_dimensions_cut_a_vector() -> None:
    assert len(_embed(dimensions=256)[1]["data"][0]["embedding"]) == 256


def test_base64_is_a_string() -> None:
    assert isinstance(_embed(encoding_format="base64")[1]["data"][0]["embedding"], str)


def test_every_input_gets_a_vector_and_is_counted() -> None:
    _, shown = _embed(input=["one two", "three", "four"])
    assert [each["index"] for each in shown["data"]] == [0, 1, 2]
    assert shown["usage"] == {"prompt_tokens": 4, "total_tokens": 4}


def test_older_models_stand_one_float_a_line() -> None:
    reply = embed(world(OPENAI, {"model": "text-embedding-ada-002", "input": "a"}))

    assert b'"embedding": [\n        ' in reply.body


def test_newer_models_are_compact_with_the_index_last() -> None:
    reply = embed(world(OPENAI, {"model": "text-embedding-3-small", "input": "a", "dimensions": 2}))

    assert reply.body.startswith(b'{"object":"list","data":[{"object":"embedding","embedding":[')
    assert b',"index":0}' in reply.body
    assert "openai-model" not in dict(reply.headers)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"model": ...}, 400, "you must provide a model parameter"),
        ({"model": "nope"}, 404, "The model `nope` does not exist or you do not have access to it."),
        ({"model": "gpt-4o"}, 403, "You are not allowed to generate embeddings from this model"),
        ({"input": ""}, 400, "'$.input' is invalid."),
    ],
)
def test_bad_requests_are_refused(body: dict[str, Any], status: int, message: str) -> None:
    got, shown = _embed(**body)
    assert got == status
    assert shown["error"]["message"].startswith(message)


def test_lenient_anything_gets_vectors() -> None:
    assert _embed(lenient=True, model="m", input="", dimensions=1)[0] == 200
