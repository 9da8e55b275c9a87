"""Cassettes for the tests of this folder."""

import json
from collections.abc import Callable
from pathlib import Path

from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import rewrite
from tests.cassette.test_shapes import CHAT, CHAT_ANSWER

__all__ = ["ASKED", "CALL", "Run", "written"]

Run = Callable[..., tuple[int, str, str]]
CALL = {
    **CHAT_ANSWER,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c", "type": "function", "function": {"name": "clock", "arguments": "{}"}}],
            },
            "finish_reason": "tool_calls",
        }
    ],
}
ASKED = json.loads(CHAT.request.body)


def written(path: Path, *exchanges: Exchange) -> Path:
    """A cassette of these exchanges."""
    rewrite(path, list(exchanges))
    return path
