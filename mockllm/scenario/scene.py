"""What a reply is made from: the facts of the request, and the values that its templates may name."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from mockllm.match import Facts

__all__ = ["VALUES", "Scene"]

VALUES: Mapping[str, Callable[[Facts], Any]] = {
    "vendor": lambda facts: facts.ask.vendor,
    "shape": lambda facts: facts.ask.shape,
    "model": lambda facts: facts.ask.model,
    "system": lambda facts: facts.system,
    "user": lambda facts: facts.user,
    "tools": lambda facts: list(facts.tools),
    "results": lambda facts: {result.name or result.call_id: result.text for result in facts.results},
    "turn": lambda facts: facts.turn,
    "images": lambda facts: facts.images,
    "format": lambda facts: facts.format,
    "headers": lambda facts: dict(facts.ask.headers),
    "body": lambda facts: dict(facts.ask.body),
}
"""What templates may name beside the named groups of the patterns."""


class Scene:
    """One request as a reply sees it; `groups` are what its patterns captured."""

    def __init__(self, facts: Facts, groups: Mapping[str, str]) -> None:
        self.facts = facts
        self.groups = groups

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The values by name; a named group hides a fact of the same name."""
        return {name: get(self.facts) for name, get in VALUES.items()} | dict(self.groups)
