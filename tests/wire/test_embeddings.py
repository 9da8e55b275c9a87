"""Embeddings: close texts are close, and a vector is what its length and encoding say."""

import base64
import struct
from math import isclose, sqrt
from time import perf_counter

import pytest

from mockllm.wire.embeddings import answer, encoded, input_tokens, inputs, vector

MODEL = "text-embedding-3-small"
HELLO = [0.55988961, 0.383283339, -0.734586623]


def _cosine(one: str, other: str) -> float:
    pairs = zip(vector(one, MODEL, 1536), vector(other, MODEL, 1536), strict=True)
    return sum(left * right for left, right in pairs)


@pytest.mark.parametrize("dimensions", [1, 8, 256, 1536, 3072])
def test_a_vector_has_length_one(dimensions: int) -> None:
    values = vector("The cat sat on the mat.", MODEL, dimensions)
    assert len(values) == dimensions
    assert isclose(sqrt(sum(value * value for value in values)), 1, abs_tol=1e-6)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("The cat sat on the mat.", "A cat is sitting on a mat", "Quarterly revenue grew by ten percent"),
        ("What is the capital of France?", "capital of France", "How do I cook rice?"),
        ("red apples", "Red apple", "blue whales"),
        ("größe der straße", "die Größe", "日本語のテキスト"),
    ],
)
def test_similar_texts_are_closer_than_different_ones(text: str, near: str, far: str) -> None:
    assert _cosine(text, near) > _cosine(text, far) + 0.1


def test_the_same_text_has_the_same_vector_and_another_model_another_one() -> None:
    assert vector("hello", MODEL, 64) == vector("hello", MODEL, 64)
    assert vector("hello", MODEL, 64) != vector("hello", "text-embedding-3-large", 64)


def test_the_numbers_are_the_same_on_every_machine() -> None:
    assert vector("hello", MODEL, 3) == pytest.approx(HELLO, abs=1e-9)


def test_fewer_dimensions_are_a_cut_that_is_scaled_again() -> None:
    cut, whole = vector("hello", MODEL, 10), vector("hello", MODEL, 1536)[:10]
    length = sqrt(sum(value * value for value in whole))
    assert cut == pytest.approx([value / length for value in whole], abs=1e-6)


def test_base64_is_little_endian_float32() -> None:
    values = vector("hello", MODEL, 16)
    text = encoded(values, "base64")
    assert isinstance(text, str)
    assert list(struct.unpack("<16f", base64.b64decode(text))) == pytest.approx(values, rel=1e-6)


def test_an_empty_text_still_has_a_direction() -> None:
    assert any(vector("", MODEL, 4))


def test_a_short_text_takes_milliseconds() -> None:
    vector("warm up", MODEL, 3072)
    begun = perf_counter()
    for number in range(10):
        vector(f"What is the capital of France? {number}", MODEL, 3072)
    assert (perf_counter() - begun) / 10 < 0.05


def test_an_enormous_word_does_not_overflow() -> None:
    assert len(vector("x" * 3_000_000, MODEL, 8)) == 8


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", ("a",)),
        (["a", "b"], ("a", "b")),
        ([1, 2], ((1, 2),)),
        ([[1], [2, 3]], ((1,), (2, 3))),
        ([], ()),
        (None, ()),
        (7, ()),
        ([True], ()),
    ],
)
def test_inputs_come_in_four_forms(value: object, expected: object) -> None:
    assert inputs(value) == expected


def test_token_ids_count_one_each_and_have_vectors_too() -> None:
    assert input_tokens((1, 2, 3)) == 3
    assert vector((1, 2, 3), MODEL, 8) != vector((1, 2, 4), MODEL, 8)


def test_the_answer_numbers_its_vectors() -> None:
    shown = answer([[0.5], "AAAA"], "m", 4)
    assert shown["data"] == [
        {"object": "embedding", "index": 0, "embedding": [0.5]},
        {"object": "embedding", "index": 1, "embedding": "AAAA"},
    ]
    assert shown["usage"] == {"prompt_tokens": 4, "total_tokens": 4}
