"""The JSON object of a request body, read as strictly as the services read it.

Specification: RFC 8259, without what Python takes beyond it: other encodings, NaN and infinities, half surrogates.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import DecodeError
from msgspec.json import Decoder
from msgspec.structs import replace

from mockllm.errors import Failure
from mockllm.exchange import Raw
from mockllm.vendors.kinds import Route, Speech
from mockllm.wire.coding import decoded, fault

__all__ = ["DEEPEST", "parsed", "payload"]

DEEPEST = 250
"""How many brackets may lie in each other; more is no request, and too deep for whatever comes after."""
LONGEST = 309
"""An integer of so many digits is none that a double can hold."""
STEP = 38
CONTAINERS = (dict, list)
_decode = Decoder().decode
_LONG = re.compile(rb"[0-9]{8}")
"""What an integer that is too long leaves of its digits where only each `STEP`th byte is looked at."""


def _countable(digits: str) -> int:
    if len(digits) < LONGEST:
        return int(digits)
    raise ValueError(digits)


_COUNTING = json.JSONDecoder(parse_int=_countable)


def _deep(body: dict[str, Any]) -> bool:
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        within = [each.values() if type(each) is dict else each for each in level]
        level = [inner for each in within for inner in each if type(inner) in CONTAINERS]
        if not level:
            return False
    return True


def payload(data: bytes) -> dict[str, Any] | None:
    """The object that bytes hold, or None where they hold none."""
    try:
        body = _decode(data)
        if _LONG.search(data[::STEP]) is not None:
            _COUNTING.decode(data.decode())
    except (DecodeError, ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    return None if data.count(b"[") + data.count(b"{") > DEEPEST and _deep(body) else body


def parsed(raw: Raw, route: Route | None, most: int) -> tuple[Mapping[str, Any], Failure | None]:
    """The JSON object of a request, as its route takes one of at most so many bytes, or why there is none."""
    if route is None or not route.reads_json or raw.method in {"GET", "DELETE"}:
        return {}, None
    limit = route.within(most)
    if len(raw.body) > limit:
        return {}, _too_large(limit, len(raw.body))
    if not raw.body and not isinstance(route.endpoint, Speech):
        return {}, None
    kind = raw.headers.get("content-type", "")
    if not _is_json(kind):
        return {}, Failure("bad_media_type", details={"content_type": kind})
    coding = raw.headers.get("content-encoding", "")
    data = decoded(coding, raw.body, limit) if coding else raw.body
    if data is None:
        told = fault(coding, raw.body, limit)
        failure = _too_large(limit, limit + 1) if told == "large" else Failure("bad_json")
        return {}, replace(failure, details={**failure.details, "coding": told})
    body = payload(data)
    return ({}, Failure("bad_json")) if body is None else (body, None)


@lru_cache(maxsize=64)
def _is_json(kind: str) -> bool:
    """Whether a content type is of JSON."""
    return kind.partition(";")[0].strip().lower().endswith("json")


def _too_large(limit: int, read: int) -> Failure:
    return Failure("request_too_large", details={"limit": limit, "read": read})
