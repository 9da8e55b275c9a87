"""JSON Schema (2020-12, and the older words that are still in use): looking up references, and judging values.

Total over whatever a client sends as a schema: a keyword with a value of the wrong kind says nothing.
"""

from mockllm.schema.check import problem
from mockllm.schema.refs import resolve
from mockllm.schema.words import key, kind_of, same

__all__ = ["key", "kind_of", "problem", "resolve", "same"]
