"""What conditions look at: the facts of one ask, each worked out once and only when a condition wants it."""

from collections import Counter
from functools import cached_property

from mockllm import ask as asks
from mockllm.ask import Ask, Tool, ToolResult

__all__ = ["MOST_SLOW", "Facts"]

MOST_SLOW = 10
"""How many patterns may run out of time on one request before the others are not tried any more."""


class Facts:
    """The facts of an ask. `slow` counts the patterns that ran out of time on it."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.slow: Counter[str] = Counter()
        self._lowered: dict[str, str] = {}

    def lowered(self, text: str) -> str:
        """A text of the ask in lower case."""
        found = self._lowered.get(text)
        if found is None:
            found = self._lowered[text] = text.lower()
        return found

    @cached_property
    def user(self) -> str:
        """The text of the last user message."""
        return asks.last_user(self.ask)

    @cached_property
    def system(self) -> str:
        """All system text."""
        return asks.system(self.ask)

    @cached_property
    def tools(self) -> dict[str, Tool]:
        """The tools on offer, by name."""
        return {tool.name: tool for tool in self.ask.tools}

    @cached_property
    def results(self) -> tuple[ToolResult, ...]:
        """The tool results since the assistant spoke last."""
        return asks.results(self.ask)

    @cached_property
    def turn(self) -> int:
        """Which turn of the conversation is asked for."""
        return asks.turn_number(self.ask)

    @cached_property
    def images(self) -> int:
        """How many pictures the conversation holds."""
        return len(asks.images(self.ask))

    @cached_property
    def format(self) -> str:
        """The kind of document that is wanted: `text` where none is."""
        return self.ask.format.kind if self.ask.format else "text"

    @cached_property
    def first_user(self) -> str:
        """The text of the first user message, by which conversations are told apart."""
        return next((asks.text_of(message) for message in self.ask.messages if message.role == "user"), "")
