"""Embeddings: texts to vectors, and the answer that holds them.

A vector is a random projection of hashed words, pairs of words and character trigrams, so that texts that share them
lie closer. It needs no model and is the same on every machine.
Specification: https://platform.openai.com/docs/api-reference/embeddings
"""

import base64
import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from mockllm import tokens
from mockllm.wire import JsonObject

__all__ = ["Input", "answer", "encoded", "input_tokens", "inputs", "vector"]

Input = str | tuple[int, ...]
"""What one vector is of: a text, or the ids of its tokens."""

WORD = re.compile(r"\w+|[^\w\s]")
BUCKETS = 2_048
"""Features share this many directions, which bounds the work for a long text."""
LANE = 4
HEAVIEST = 8
LONGEST = 200_000
"""Characters, or token ids, of an input that count; beyond them a lane could overflow."""


def inputs(value: Any) -> tuple[Input, ...]:
    """What `input` asks vectors of: a text, texts, token ids, or arrays of them. Other values are left out."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        return ()
    if value and all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        return (tuple(value),)
    found: list[Input] = []
    for each in value:
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, list):
            found.append(tuple(part for part in each if isinstance(part, int)))
    return tuple(found)


def input_tokens(each: Input) -> int:
    """How many tokens an input has."""
    return tokens.count(each) if isinstance(each, str) else len(each)


def vector(each: Input, model: str, dimensions: int) -> list[float]:
    """The unit vector of an input. Fewer `dimensions` are the first of more, scaled to length 1 again."""
    total = weight = 0
    for bucket, count in _buckets(each, model).items():
        lanes = bytearray(LANE * dimensions)
        lanes[::LANE] = hashlib.shake_128(b"%d/%b" % (bucket, model.encode())).digest(dimensions)
        # One addition of long integers adds all dimensions at once: each has a lane of 32 bits to itself.
        total += count * int.from_bytes(lanes, "little")
        weight += count
    sums = struct.unpack(f"<{dimensions}I", total.to_bytes(LANE * dimensions, "little"))
    middle = 127.5 * weight
    length = sqrt(sum((value - middle) ** 2 for value in sums))
    return [round((value - middle) / length, 9) for value in sums]


def encoded(values: Sequence[float], encoding: str) -> list[float] | str:
    """A vector as JSON has it: numbers, or for `base64` its little-endian 32-bit floats."""
    if encoding != "base64":
        return list(values)
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode("ascii")


def answer(embeddings: Sequence[list[float] | str], model: str, used: int) -> JsonObject:
    """The whole answer; `used` is in tokens."""
    return {
        "object": "list",
        "data": [{"object": "embedding", "index": n, "embedding": each} for n, each in enumerate(embeddings)],
        "model": model,
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }


def _buckets(each: Input, model: str) -> Mapping[int, int]:
    """How much of each direction an input has. One feature is shared by all, so that none is without direction."""
    weights: Counter[int] = Counter()
    for feature, weight in (("", 1), *_features(each)):
        seed = hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=4, key=model.encode()[:64]).digest()
        weights[int.from_bytes(seed, "big") % BUCKETS] += weight
    return weights


def _features(each: Input) -> Iterator[tuple[str, int]]:
    cut = each[:LONGEST]
    words = WORD.findall(cut.lower()) if isinstance(cut, str) else [f"#{number}" for number in cut]
    before = ""
    for word in words:
        weight = min(len(word), HEAVIEST)
        yield word, weight
        yield f"{before} {word}", weight // 2
        before = word
        if isinstance(cut, str):
            padded = f"^{word}$"
            yield from ((padded[start : start + 3], 1) for start in range(len(padded) - 2))
