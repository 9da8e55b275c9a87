"""Fakes: deterministic answers that decide sensibly between text, tool calls and documents.

`mockllm.fake.source` is the way in; the rest is loaded with the first answer.
"""

__all__: list[str] = []
