"""Asking a running server in plain HTTP, and the reply as a text that can be read."""

import http.client
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from tests.refusals.sheets import Request, Row

__all__ = ["Reply", "asked", "body_of", "ready", "told"]

VARYING = {"date"}
"""Headers that are left out: they are the clock's."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it came."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> bytes:
        """Status line, headers and body, with line feeds alone."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in self.headers), "", ""]
        return "\n".join(lines).encode("latin-1") + self.body


def asked(url: str, request: Request, session: str) -> Reply:
    """The reply to a request, in a session of its own."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        headers = {**request.headers, "x-mockllm-session": session}
        connection.request(request.method, request.path, request.data or None, headers)
        response = connection.getresponse()
        headers_told = tuple(pair for pair in response.getheaders() if pair[0].lower() not in VARYING)
        return Reply(response.status, response.reason, headers_told, response.read())
    finally:
        connection.close()


def ready(url: str, row: Row, session: str) -> Request:
    """The request of a row, after what comes before it."""
    request = row.request
    for each in row.before:
        reply = asked(url, each, session)
        assert reply.status == 200, reply.body
        request = replace(request, path=request.path.replace("{id}", str(json.loads(reply.body).get("id"))))
    return request


def _of_openai(body: Any) -> dict[str, Any]:
    error = body["error"]
    return {"says": error["message"], **{name: error[name] for name in ("type", "param", "code")}}


def _of_anthropic(body: Any) -> dict[str, Any]:
    return {"says": body["error"]["message"], "type": body["error"]["type"]}


def _of_openrouter(body: Any) -> dict[str, Any]:
    error = body["error"]
    return {"says": error["message"], **{name: error[name] for name in ("code", "metadata", "type") if name in error}}


TOLD = {
    "openai": _of_openai,
    "anthropic": _of_anthropic,
    "openrouter": _of_openrouter,
    "predictionguard": lambda body: {"says": body["error"]},
    "aiandgpu": _of_openai,
    "aiandgpu-messages": _of_anthropic,
}


def body_of(reply: Reply) -> Any:
    """The JSON of a reply."""
    return json.loads(reply.body)


def told(row: Row, reply: Reply) -> dict[str, Any]:
    """What the body of a refusal says, in the words of the sheets."""
    return TOLD[row.vendor](body_of(reply))
