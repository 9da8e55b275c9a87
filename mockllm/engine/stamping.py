"""Where an answer's ids, times and dice come from: a hash of the request, and how often the session has seen it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from mockllm.stamp import EPOCH, Stamp

__all__ = ["canonical", "digest", "stamped"]

STREAM_FIELDS = frozenset({"stream", "stream_options"})
_SPAN = 90 * 24 * 3600
_CANONICAL = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), check_circular=False)


def digest(seed: int, vendor: str, endpoint: str, body: Mapping[str, Any] | bytes) -> bytes:
    """What decides a text: the request but for how its answer is delivered."""
    said = body if isinstance(body, bytes) else canonical(body).encode("ascii")
    head = f"{seed}/{vendor}/{endpoint}/".encode()
    return hashlib.blake2b(head + said, digest_size=16).digest()


def canonical(body: Mapping[str, Any]) -> str:
    """A request as it is hashed: JSON in ASCII, its members by name."""
    return _CANONICAL.encode({key: value for key, value in body.items() if key not in STREAM_FIELDS})


def stamped(text: bytes, count: int, now: float | None) -> Stamp:
    """The stamp of a request that was seen `count` times before; `now` is the real time, if that is wanted."""
    unique = hashlib.blake2b(text + count.to_bytes(8, "big"), digest_size=16).digest()
    offset = int.from_bytes(text[:6], "big") % _SPAN
    return Stamp(text, unique, int(now) if now is not None else EPOCH + offset + count)
