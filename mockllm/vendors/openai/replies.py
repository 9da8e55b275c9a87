"""OpenAI's success headers, and replies of JSON.

The set of headers is that of recorded answers of 2026, in a fixed order of ours, without those of the transport.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from mockllm.exchange import Pairs, Reply
from mockllm.stamp import BASE62, HEX, Stamp, letters
from mockllm.vendors.kinds import World
from mockllm.wire.layout import Layout, pretty_line

__all__ = [
    "JSON",
    "SSE",
    "Family",
    "identity_headers",
    "json_reply",
    "limit_headers",
    "milliseconds",
    "success_headers",
]

JSON = "application/json"
SSE = "text/event-stream; charset=utf-8"

Family = Literal["chat", "responses", "embeddings", "completions", "plain"]
"""Which of OpenAI's services answers; each adds headers of its own."""

ORGANIZATION = "mockllm"
SECOND = 1_000
PROJECT = "proj_" + letters(b"openai-project", BASE62, 24)

EXTRAS: Mapping[Family, Pairs] = {
    "chat": (("x-openai-proxy-wasm", "v0.1"),),
    "responses": (),
    "embeddings": (("access-control-allow-origin", "*"), ("x-openai-proxy-wasm", "v0.1")),
    "completions": (
        ("access-control-allow-origin", "*"),
        ("cache-control", "no-cache, must-revalidate"),
        ("x-openai-proxy-wasm", "v0.1"),
    ),
    "plain": (("x-openai-proxy-wasm", "v0.1"),),
}
NAMES_MODEL: frozenset[Family] = frozenset({"embeddings", "completions"})

LIMITS: tuple[tuple[str, int, int], ...] = (
    ("gpt-4o-mini", 30_000, 150_000_000),
    ("gpt-4.1-nano", 30_000, 150_000_000),
    ("gpt-4.1-mini", 30_000, 150_000_000),
    ("gpt-4", 10_000, 30_000_000),
    ("gpt-5", 15_000, 40_000_000),
    ("gpt-3.5", 10_000, 50_000_000),
    ("o1", 10_000, 30_000_000),
    ("o3", 10_000, 30_000_000),
    ("o4", 30_000, 150_000_000),
    ("text-embedding", 10_000, 10_000_000),
    ("davinci", 3_000, 250_000),
    ("babbage", 3_000, 250_000),
    ("", 10_000, 2_000_000),
)
"""The start of a model's name, its requests and its tokens a minute; the first that fits."""
IMAGES = 50_000
"""How many images a minute."""


def limit_headers(model_id: str, *, used: int = 0, images: int = 0) -> Pairs:
    """The rate limit headers of a model after one request of `used` tokens and some images; without any these go."""
    tokens, limits, left, whole = _limits_of(model_id)
    limit, remaining, reset = _image_headers(images) if images else ((), (), ())
    return (
        *limit,
        *limits,
        *remaining,
        left,
        ("x-ratelimit-remaining-tokens", str(max(0, tokens - used))),
        *reset,
        whole,
        ("x-ratelimit-reset-tokens", milliseconds(used * 60_000 // tokens)),
    )


@lru_cache(maxsize=256)
def _limits_of(model_id: str) -> tuple[int, Pairs, tuple[str, str], tuple[str, str]]:
    """The tokens of a model a minute, and the headers that are the same after each request.

    These are both limits, the requests that are left, and when these are whole again.
    """
    requests, tokens = next(row[1:] for row in LIMITS if model_id.startswith(row[0]))
    limits = (("x-ratelimit-limit-requests", str(requests)), ("x-ratelimit-limit-tokens", str(tokens)))
    left = ("x-ratelimit-remaining-requests", str(requests - 1))
    return tokens, limits, left, ("x-ratelimit-reset-requests", f"{60_000 // requests}ms")


def _image_headers(images: int) -> tuple[Pairs, Pairs, Pairs]:
    return (
        (("x-ratelimit-limit-input-images", str(IMAGES)),),
        (("x-ratelimit-remaining-input-images", str(max(0, IMAGES - images))),),
        (("x-ratelimit-reset-input-images", milliseconds(images * 60_000 // IMAGES)),),
    )


def identity_headers(stamp: Stamp) -> Pairs:
    """Who asked and how long it took: what every answer from behind the gateway carries."""
    return (
        ("openai-organization", ORGANIZATION),
        ("openai-processing-ms", str(stamp.dice("openai-processing-ms").between(80, 1_200))),
        ("openai-project", PROJECT),
        ("openai-version", "2020-10-01"),
    )


def success_headers(
    stamp: Stamp,
    model_id: str,
    *,
    content_type: str,
    limits: bool = True,
    family: Family = "chat",
    used: int = 0,
    images: int = 0,
) -> Pairs:
    """The headers of a good answer, without date and framing.

    `limits` adds the rate limits of the model, from which `used` tokens and `images` are taken.
    """
    return (
        ("content-type", content_type),
        ("access-control-expose-headers", "X-Request-ID"),
        *(limit_headers(model_id, used=used, images=images) if limits else ()),
        *((("openai-model", model_id),) if family in NAMES_MODEL else ()),
        *identity_headers(stamp),
        *EXTRAS[family],
        ("x-content-type-options", "nosniff"),
        ("x-request-id", stamp.id("x-request-id", "req_", HEX, 32)),
        ("server", "cloudflare"),
    )


def json_reply(
    world: World, body: Any, status: int = 200, layout: Layout = pretty_line, family: Family = "plain"
) -> Reply:
    """A reply of JSON with the success headers and no rate limits."""
    headers = success_headers(world.stamp, "", content_type=JSON, limits=False, family=family)
    return Reply(status, headers, layout(body), chunked=True)


def milliseconds(count: int) -> str:
    """A time in milliseconds as Go writes it: `12ms`, `1.5s`, `1m30s`."""
    if count < SECOND:
        return f"{count}ms" if count else "0s"
    minutes, rest = divmod(count, 60_000)
    seconds = f"{rest / SECOND:.3f}".rstrip("0").rstrip(".") + "s"
    return f"{minutes}m{seconds}" if minutes else seconds
