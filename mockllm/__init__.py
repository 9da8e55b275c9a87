"""A local server that speaks the HTTP APIs of language models exactly.

The server is loaded when it is first used, so that importing the package costs little.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import mockllm.turn  # noqa: F401 - it must be loaded before the word of the same name takes its place
from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.scenario.vocabulary import call, cut, fail, refuse, results, text, think, turn

if TYPE_CHECKING:
    from mockllm.api.asked import Asked
    from mockllm.api.mock import MockLLM

__all__ = [
    "Asked",
    "MockLLM",
    "MockLLMError",
    "Pace",
    "call",
    "cut",
    "fail",
    "refuse",
    "results",
    "text",
    "think",
    "turn",
]

_HOMES = {"Asked": "mockllm.api.asked", "MockLLM": "mockllm.api.mock"}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
