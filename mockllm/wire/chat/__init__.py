"""Chat Completions.

Specification: https://platform.openai.com/docs/api-reference/chat
"""

from mockllm.wire.chat.body import body
from mockllm.wire.chat.events import events
from mockllm.wire.chat.parse import parse
from mockllm.wire.chat.read import read

__all__ = ["body", "events", "name", "parse", "read", "talk"]

name = "chat"
talk = "messages"
