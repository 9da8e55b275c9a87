"""Fakes: deterministic answers that decide sensibly between text, tool calls and documents."""

from mockllm.fake.answer import decide, say
from mockllm.fake.choice import Decision, choose

__all__ = ["Decision", "choose", "decide", "say"]
