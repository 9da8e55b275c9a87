"""The JSON object of a request body, read as strictly as the services read it.

Specification: RFC 8259, without what Python takes beyond it: other encodings, NaN and infinities, half surrogates.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

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
CONTAINERS = (dict, list)
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refused(digits)


def _countable(digits: str) -> int:
    return int(digits) if len(digits) < LONGEST else _refused(digits)


_STRICT = json.JSONDecoder(parse_constant=_refused, parse_float=_finite, parse_int=_countable)


def _halved(text: str, body: Any) -> bool:
    """Whether a string in the body holds half a pair of surrogates, which has no UTF-8."""
    if SURROGATE.search(text) is None:
        return False
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return True
    return False


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
        text = data.decode()
        body = _STRICT.decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or _halved(text, body):
        return None
    return None if text.count("[") + text.count("{") > DEEPEST and _deep(body) else body


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
    if not kind.partition(";")[0].strip().lower().endswith("json"):
        return {}, Failure("bad_media_type", details={"content_type": kind})
    coding = raw.headers.get("content-encoding", "")
    data = decoded(coding, raw.body, limit) if coding else raw.body
    if data is None:
        told = fault(coding, raw.body, limit)
        failure = _too_large(limit, limit + 1) if told == "large" else Failure("bad_json")
        return {}, replace(failure, details={**failure.details, "coding": told})
    body = payload(data)
    return ({}, Failure("bad_json")) if body is None else (body, None)


def _too_large(limit: int, read: int) -> Failure:
    return Failure("request_too_large", details={"limit": limit, "read": read})
