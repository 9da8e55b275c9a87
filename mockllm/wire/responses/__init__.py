"""Responses.

Specification: https://platform.openai.com/docs/api-reference/responses
"""

from mockllm.wire.responses.body import body
from mockllm.wire.responses.events import events
from mockllm.wire.responses.parse import parse
from mockllm.wire.responses.read import read

__all__ = ["body", "events", "name", "parse", "read", "talk"]

name = "responses"
talk = "input"
