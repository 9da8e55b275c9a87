"""An exchange as vcrpy writes it, with what vcrpy has no place for under `response.mockllm`."""

from typing import Any

from mockllm.cassette import dialect
from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest
from mockllm.cassette.flavours import KEY
from mockllm.exchange import Pairs

__all__ = ["HEADER", "document", "item"]

HEADER = "# mockllm cassette\nversion: 1\ninteractions:\n"
"""How a file of ours begins; the exchanges follow, an item each, so that one more can be appended."""


def item(exchange: Exchange) -> str:
    """One exchange as an item of the list of interactions, as text that ends a line."""
    return dialect.dump([_interaction(exchange)])


def document(exchanges: list[Exchange]) -> str:
    """A whole cassette."""
    if not exchanges:
        return HEADER.replace("interactions:", "interactions: []")
    return HEADER + "".join(map(item, exchanges))


def _interaction(exchange: Exchange) -> dict[str, Any]:
    return {"request": _request(exchange.request), "response": _response(exchange.response)}


def _request(request: Request) -> dict[str, Any]:
    return {
        "body": _body(request.body) if request.body else None,
        "headers": _grouped(request.headers),
        "method": request.method,
        "uri": request.uri,
    }


def _response(response: Response) -> dict[str, Any]:
    written: dict[str, Any] = {
        "body": {"string": _body(response.body)},
        "headers": _grouped(response.headers),
        "status": {"code": response.status, "message": response.reason},
    }
    if response.trace is not None:
        written[KEY] = _extras(response.trace, response)
    return written


def _extras(trace: Trace, response: Response) -> dict[str, Any]:
    # The hash comes last: an item that has it is a whole one.
    written: dict[str, Any] = {
        "v": 1,
        **trace.extra,
        "headers_ms": trace.headers_ms,
        "chunk_ms": trace.chunk_ms,
        "chunk_sizes": trace.chunk_sizes,
        "end": trace.end,
        "end_ms": trace.end_ms,
        "header_order": " ".join(name for name, _ in response.headers),
        "latin1": trace.latin1,
        "recorded_at": trace.recorded_at,
        "redacted": trace.redacted,
        "body_sha256": trace.sha256 or digest(response.body),
    }
    return {key: value for key, value in written.items() if value or key not in _OPTIONAL}


_OPTIONAL = frozenset({"latin1", "recorded_at", "redacted"})


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(str(name), []).append(str(value))
    return grouped


def _body(body: bytes) -> str | bytes:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body
