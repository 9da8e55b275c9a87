"""What is asked: one request per shape, plain or streamed, the same each time or another each time."""

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["SHAPES", "Ask"]

_PROMPT = "Tell me in a few sentences what matter number 00000000 is about."
_SAID: Any = [{"role": "user", "content": _PROMPT}]
_BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "chat": ("/v1/chat/completions", {"model": "gpt-4o-mini", "messages": _SAID}),
    "responses": ("/v1/responses", {"model": "gpt-4o-mini", "input": _PROMPT, "store": False}),
    "messages": ("/v1/messages", {"model": "claude-haiku-4-5", "max_tokens": 1_000, "messages": _SAID}),
}
SHAPES = tuple(_BODIES)
_USER = "user-00000000"
_USERS: dict[str, dict[str, Any]] = {
    "chat": {"user": _USER},
    "responses": {"user": _USER},
    "messages": {"metadata": {"user_id": _USER}},
}
_LIST: Any = {
    "type": "object",
    "properties": {"matters": {"type": "array", "items": {"type": "string"}, "minItems": 100, "maxItems": 100}},
    "required": ["matters"],
    "additionalProperties": False,
}
_FORMAT: Any = {"type": "json_schema", "name": "matters", "schema": _LIST}
_LONG: dict[str, dict[str, Any]] = {
    "chat": {"response_format": {"type": "json_schema", "json_schema": {"name": "matters", "schema": _LIST}}},
    "responses": {"text": {"format": _FORMAT}},
    "messages": {"max_tokens": 8_000, "output_config": {"format": {"type": "json_schema", "schema": _LIST}}},
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of request. A long one asks for a list that takes seconds to tell; `user` varies with the number."""

    shape: str
    stream: bool
    long: bool = False
    user: bool = False

    @property
    def name(self) -> str:
        return f"{self.shape}-{'streamed' if self.stream else 'plain'}"

    def bytes(self, number: int = 0, path: str | None = None) -> bytes:
        """The request as it goes over the wire; another number is another prompt of the same length."""
        own, body = _BODIES[self.shape]
        more = {**({"stream": True} if self.stream else {}), **(_USERS[self.shape] if self.user else {})}
        sent = json.dumps({**body, **more, **(_LONG[self.shape] if self.long else {})}).encode()
        head = (
            f"POST {path or own} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer sk-bench\r\n"
            "x-api-key: sk-ant-bench\r\nanthropic-version: 2023-06-01\r\n"
            f"content-type: application/json\r\ncontent-length: {len(sent)}\r\n\r\n"
        )
        return head.encode() + sent.replace(b"00000000", b"%08d" % number)
