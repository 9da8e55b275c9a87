"""Answers that nobody wrote: deterministic text, calls and documents that fit what was asked."""

from mockllm.fake.decide import decide
from mockllm.fake.source import FakeSource

__all__ = ["FakeSource", "decide"]
