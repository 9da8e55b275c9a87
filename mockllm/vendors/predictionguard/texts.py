"""What Prediction Guard makes of texts without a conversation: tokens, vectors, rankings.

Specification: https://docs.predictionguard.com/api-reference
"""

from typing import Any

from mockllm import tokens
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Text, Whole
from mockllm.checks.shapes import Array, Either
from mockllm.vendors.chat_kinds import enum
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.predictionguard.checks import answered
from mockllm.vendors.predictionguard.ids import uuid
from mockllm.wire import JsonObject
from mockllm.wire.embeddings import inputs, vector
from mockllm.wire.tolerant import string, strings, truth

__all__ = ["ROUTES", "number_of", "token_of"]

SIZES = {"bridgetower-large-itm-mlm-itc": 512}
USUAL = 1_024
"""How many dimensions a vector has."""
COMPARED = 256
MOST = 2_048
LONGEST = 512
"""How many tokens of an input a model for vectors reads."""
MODEL: dict[str, Kind] = {"model": Text(1)}


def number_of(token: str) -> int:
    """The number of a token: its bytes, after a 1 that keeps those that are zero."""
    return int.from_bytes(b"\1" + token.encode("utf-8", "surrogatepass"), "big")


def token_of(number: int) -> str:
    """The token of a number; one that is none is the character for what is unknown."""
    data = number.to_bytes((max(number, 0).bit_length() + 7) // 8, "big") if number > 0 else b""
    return data[1:].decode("utf-8", "replace") if data[:1] == b"\1" else "\ufffd"


def _head(world: World, word: str, kind: str) -> JsonObject:
    return {
        "id": uuid(world.stamp, word),
        "object": kind,
        "created": world.stamp.at(),
        "model": string(world.body.get("model")),
    }


def _tokenize(world: World) -> JsonObject:
    shown: list[JsonObject] = []
    at = 0
    for each in tokens.tokens(string(world.body.get("input"))):
        shown.append({"id": number_of(each), "start": at, "stop": at + len(each), "text": each})
        at += len(each)
    return {**_head(world, "token", "tokens"), "tokens": shown}


def _detokenize(world: World) -> JsonObject:
    given = world.body.get("tokens")
    numbers = [each for each in given if isinstance(each, int)] if isinstance(given, list) else []
    return {**_head(world, "token", "tokens"), "text": "".join(map(token_of, numbers))}


def _embeddings(world: World) -> JsonObject:
    model = string(world.body.get("model"))
    found = [_read(each, world) for each in inputs(_plain(world.body.get("input")))]
    data = [
        {"index": index, "object": "embedding", "embedding": vector(each, model, SIZES.get(model, USUAL))}
        for index, each in enumerate(found)
    ]
    return {**_head(world, "emb", "list"), "data": data}


def _plain(value: Any) -> Any:
    """The input with a text in place of what holds a text, a picture or both."""
    if not isinstance(value, list):
        return value
    return [f"{each.get('text', '')} {each.get('image', '')}" if isinstance(each, dict) else each for each in value]


def _read(each: Any, world: World) -> Any:
    """What of an input is read, where it may be cut: its beginning, or its end."""
    if not isinstance(each, str) or not truth(world.body.get("truncate")):
        return each
    pieces = tokens.tokens(each)
    kept = pieces[-LONGEST:] if world.body.get("truncation_direction") == "Left" else pieces[:LONGEST]
    return "".join(kept)


def _rerank(world: World) -> JsonObject:
    model, documents = string(world.body.get("model")), strings(world.body.get("documents"))
    wanted = vector(string(world.body.get("query")), model, COMPARED)
    results: list[JsonObject] = []
    for index, text in enumerate(documents):
        near = sum(one * other for one, other in zip(wanted, vector(text, model, COMPARED), strict=True))
        result: JsonObject = {"index": index, "relevance_score": round(max(0.0, near), 7)}
        results.append(result | {"text": text} if truth(world.body.get("return_documents"), default=True) else result)
    results.sort(key=lambda each: -each["relevance_score"])
    return {**_head(world, "rerank", "list"), "results": results}


_INPUT = Either("one of a string or array", text=Text(1), array=Array(ANYTHING, 1, MOST))
_VECTORS: dict[str, Kind] = {
    **MODEL,
    "input": _INPUT,
    "truncate": Null(FLAG),
    "truncation_direction": enum("Left", "Right"),
}
_RANKED: dict[str, Kind] = {
    **MODEL,
    "query": Text(1),
    "documents": Array(Text(), 1, MOST),
    "return_documents": Null(FLAG),
}
ROUTES = (
    Route("POST", "/tokenize", "tokenize", answered({**MODEL, "input": Text()}, ("model", "input"), _tokenize)),
    Route(
        "POST",
        "/detokenize",
        "detokenize",
        answered({**MODEL, "tokens": Array(Whole())}, ("model", "tokens"), _detokenize),
    ),
    Route("POST", "/embeddings", "embeddings", answered(_VECTORS, ("model", "input"), _embeddings)),
    Route("POST", "/rerank", "rerank", answered(_RANKED, ("model", "query", "documents"), _rerank)),
)
