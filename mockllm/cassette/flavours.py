"""From the data in a file to exchanges, whichever recorder wrote it.

Known are vcrpy in all its versions and with its old httpx stub, pydantic-ai's `parsed_body`, go-vcr, VCR for Ruby,
vcr for R, langchain's pair of lists, a file with a single exchange, and HAR. What a recorder left out is left empty.
"""

import base64
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from mockllm.cassette.exchange import Exchange, Request, Response, Trace
from mockllm.exchange import End, Pairs

__all__ = ["KEY", "exchanges", "items"]

KEY = "mockllm"
"""Under `response`: what vcrpy has no place for."""

_ENDS: tuple[End, ...] = ("eof", "truncated", "reset")
_KNOWN = {
    "v",
    "headers_ms",
    "chunk_ms",
    "chunk_sizes",
    "end",
    "end_ms",
    "header_order",
    "latin1",
    "recorded_at",
    "redacted",
    "body_sha256",
}
_AGES = 1e12
"""Milliseconds after which no request is still waited for."""
_STATUSES = range(100, 1000)
Item = Mapping[str, Any]


def items(document: Any) -> list[Item]:
    """The exchanges of a document as they were written. Raises ValueError where it holds none of the known layouts."""
    if isinstance(document, list):
        return _checked(document)
    if isinstance(document, Mapping):
        for key, find in _LAYOUTS.items():
            if key in document:
                return _checked(find(document))
    raise ValueError("no `interactions` found")


def _checked(found: Any) -> list[Item]:
    if not isinstance(found, list):
        raise ValueError("`interactions` is not a list")  # noqa: TRY004
    for number, item in enumerate(found, 1):
        if not isinstance(item, Mapping) or not all(isinstance(item.get(key), Mapping) for key in _HALVES):
            raise ValueError(f"interaction {number} has no request or no response")
    return found


_HALVES = ("request", "response")
_LAYOUTS: dict[str, Callable[[Item], Any]] = {
    "interactions": lambda document: document["interactions"] or [],
    "http_interactions": lambda document: document["http_interactions"] or [],
    "log": lambda document: _answered(document["log"].get("entries", [])),
    "requests": lambda document: [
        {"request": request, "response": response}
        for request, response in zip(document["requests"], document.get("responses", ()), strict=True)
    ],
    "request": lambda document: [document],
}


def _answered(entries: list[Any]) -> list[Any]:
    """The entries of a HAR file that had an answer: a browser notes requests that failed with status 0."""
    return [entry for entry in entries if not isinstance(entry, Mapping) or _code(entry.get("response")) != 0]


def _code(response: Any) -> Any:
    return response.get("status") if isinstance(response, Mapping) else None


def exchanges(document: Any, name: str = "") -> list[Exchange]:
    """The exchanges of a document, in order; `name` is for their places. Raises ValueError as `items` does."""
    return [_exchange(item, number, name) for number, item in enumerate(items(document), 1)]


def _exchange(item: Item, number: int, name: str) -> Exchange:
    try:
        return Exchange(_request(item["request"]), _response(item), f"{name}#{number}")
    except ValueError as error:
        raise ValueError(f"interaction {number}: {error}") from error


def _request(request: Item) -> Request:
    posted = request.get("postData")
    body = posted.get("text", "") if isinstance(posted, Mapping) else _either(request)
    method, uri = request.get("method"), request.get("uri") or request.get("url")
    if not method or not uri:
        raise ValueError(f"its request has no {'uri' if method else 'method'}; it has {', '.join(map(str, request))}")
    return Request(
        method=str(method).upper(),
        uri=str(uri),
        headers=_pairs(request.get("headers")),
        body=_bytes(body),
    )


def _response(item: Item) -> Response:
    response = item["response"]
    status, reason = _status(response)
    extras = response.get(KEY)
    extras = extras if isinstance(extras, Mapping) else None
    return Response(
        status=status,
        reason=reason,
        headers=_ordered(_pairs(response.get("headers")), extras),
        body=_bytes(_either(response)),
        trace=_trace(extras) if extras is not None else _when(item),
    )


def _when(item: Item) -> Trace | None:
    at = item.get("recorded_at") or item.get("startedDateTime")
    return Trace(recorded_at=str(at)) if at else None


def _trace(extras: Item) -> Trace:
    end = extras.get("end", "eof")
    return Trace(
        headers_ms=_number(extras.get("headers_ms")),
        chunk_ms=_line(extras.get("chunk_ms")),
        chunk_sizes=_line(extras.get("chunk_sizes")),
        end=end if end in _ENDS else "eof",
        end_ms=_number(extras.get("end_ms")),
        recorded_at=str(extras.get("recorded_at", "")),
        redacted=str(extras.get("redacted", "")),
        latin1=_line(extras.get("latin1")),
        sha256=str(extras.get("body_sha256", "")),
        extra={key: value for key, value in extras.items() if key not in _KNOWN},
    )


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value < _AGES else 0.0


def _line(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _either(half: Item) -> Any:
    for key in ("parsed_body", "content", "body"):
        if key in half:
            value = half[key]
            return json.dumps(value) if key == "parsed_body" else value
    return None


def _bytes(body: Any) -> bytes:
    match body:
        case bytes():
            return body
        case str():
            return body.encode("utf-8", "surrogatepass")
        case None:
            return b""
        case Mapping() if _ENCODED & body.keys() or "string" in body or "text" in body:
            return _held(body)
        case _:
            return json.dumps(body).encode()


_ENCODED = {"base64_string", "encoding", "size"}


def _held(body: Item) -> bytes:
    """What an object around a body holds: text, or base64 where it says so."""
    if "base64_string" in body:
        return base64.b64decode(body["base64_string"])
    text = body.get("string", body.get("text"))
    return base64.b64decode(text) if body.get("encoding") == "base64" and isinstance(text, str) else _bytes(text)


def _status(response: Item) -> tuple[int, str]:
    status, code, reason = response.get("status"), response.get("code"), response.get("statusText", "")
    if isinstance(status, Mapping):
        code = status.get("code", status.get("status_code"))
        reason = status.get("message", "")
    elif isinstance(status, str) and " " in status:
        reason = status.partition(" ")[2]
    given = [value for value in (code, response.get("status_code"), status) if isinstance(value, int | str)]
    for value in given:
        if str(value).isdecimal() and int(value) in _STATUSES:
            return int(value), str(reason or "") or _phrase(int(value))
    if given:
        raise ValueError(f"{given[0]!r} is no status")
    return 200, "OK"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _pairs(headers: Any) -> Pairs:
    if isinstance(headers, Mapping):
        return tuple((_text(name), _text(value)) for name, values in headers.items() for value in _listed(values))
    found = []
    for entry in headers or ():
        match entry:
            case {"name": name, "value": value} if not str(name).startswith(":"):
                found.append((_text(name), _text(value)))
            case [name, value]:
                found.append((_text(name), _text(value)))
            case _:
                continue
    return tuple(found)


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ordered(pairs: Pairs, extras: Item | None) -> Pairs:
    """The headers in the order that the trace names; those that it does not name follow, those gone stay gone."""
    order = extras.get("header_order") if extras is not None else None
    if not isinstance(order, str):
        return pairs
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    found = [(name, values[name].pop(0)) for name in order.split() if values.get(name)]
    return (*found, *((name, value) for name, rest in values.items() for value in rest))
