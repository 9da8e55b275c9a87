"""Anthropic's success headers, and replies of JSON.

The set of headers is that of recorded answers of 2026, in a fixed order of ours, without those of the transport.
"""

from datetime import datetime, timedelta
from typing import Any

from mockllm.exchange import Pairs, Reply
from mockllm.stamp import BASE58, HEX, Stamp, letters
from mockllm.vendors.kinds import World
from mockllm.wire.layout import Layout, compact

__all__ = ["JSON", "LIMITS", "SSE", "instant", "json_reply", "limit_headers", "request_id", "success_headers"]

JSON = "application/json"
SSE = "text/event-stream; charset=utf-8"


def _uuid(seed: bytes) -> str:
    text = letters(seed, HEX, 30)
    return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{text[18:]}"


ORGANIZATION = _uuid(b"anthropic-organization")
WORKSPACE = "wrkspc_01" + letters(b"anthropic-workspace", BASE58, 22)

LIMITS: tuple[tuple[str, int], ...] = (
    ("input-tokens", 4_000_000),
    ("output-tokens", 800_000),
    ("requests", 20_000),
    ("tokens", 4_800_000),
)
"""What is counted, and how much of it a minute allows."""
_TOLD = tuple(
    (
        (f"anthropic-ratelimit-{name}-limit", str(limit)),
        (f"anthropic-ratelimit-{name}-remaining", str(limit - 1 if name == "requests" else limit)),
        f"anthropic-ratelimit-{name}-reset",
    )
    for name, limit in LIMITS
)
"""What one request leaves of each, and the name of the header that tells when it is whole again."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - in UTC, as all that is written here; a zone takes longer to write


def instant(seconds: float) -> str:
    """A time in Unix seconds as RFC 3339, to the second: `2026-01-01T00:00:00Z`."""
    return (_EPOCH + timedelta(seconds=int(seconds))).isoformat() + "Z"


def request_id(stamp: Stamp) -> str:
    """The id of a request, as header and error body carry it."""
    return stamp.id("request-id", "req_011C", BASE58, 20)


def limit_headers(stamp: Stamp) -> Pairs:
    """The rate limit headers after one request; token counts are rounded to thousands, so nothing is missing."""
    reset = stamp.draw("limit-reset", _reset)
    return tuple([pair for limit, left, name in _TOLD for pair in (limit, left, (name, reset))])


def _reset(stamp: Stamp) -> str:
    return instant(stamp.created)


def _trace(stamp: Stamp) -> str:
    """The trace of a request as W3C Trace Context writes it."""
    return f"00-{letters(stamp.unique + b'trace', HEX, 32)}-{letters(stamp.unique + b'span', HEX, 16)}-01"


def success_headers(stamp: Stamp, *, content_type: str, stream: bool = False, limits: bool = True) -> Pairs:
    """The headers of a good answer, without date and framing; only generation has `limits`."""
    return (
        ("content-type", content_type),
        *((("cache-control", "no-cache"),) if stream else ()),
        *(limit_headers(stamp) if limits else ()),
        ("request-id", request_id(stamp)),
        ("anthropic-organization-id", ORGANIZATION),
        ("anthropic-workspace-id", WORKSPACE),
        ("traceresponse", stamp.draw("traceresponse", _trace)),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("x-robots-tag", "none"),
        ("vary", "Accept-Encoding"),
        ("server", "cloudflare"),
    )


def json_reply(world: World, body: Any, status: int = 200, layout: Layout = compact) -> Reply:
    """A reply of JSON with the success headers and no rate limits."""
    headers = success_headers(world.stamp, content_type=JSON, limits=False)
    return Reply(status, headers, layout(body), chunked=True)
