"""Messages.

Specification: https://platform.claude.com/docs/en/api/messages
"""

from mockllm.wire.messages.body import body
from mockllm.wire.messages.events import events
from mockllm.wire.messages.parse import parse
from mockllm.wire.messages.read import read

__all__ = ["body", "events", "name", "parse", "read", "talk"]

name = "messages"
talk = "messages"
