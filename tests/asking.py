"""Asking a running server over HTTP with nothing but the standard library."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

__all__ = ["ask", "chat", "post"]


def post(url: str, body: dict[str, Any], **headers: str) -> tuple[int, bytes]:
    """Status and body of the answer to a JSON body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, json.dumps(body), {"content-type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def chat(user: str, **more: Any) -> dict[str, Any]:
    """The body of a chat request."""
    return {"model": "gpt-4o", "messages": [{"role": "user", "content": user}], **more}


def ask(base: str, user: str = "hi", **more: Any) -> str:
    """What the model says to a chat request at an OpenAI base URL; the error where there is one."""
    status, body = post(f"{base}/chat/completions", chat(user, **more))
    document = json.loads(body)
    return str(document["choices"][0]["message"]["content"] if status == 200 else document["error"]["message"])
