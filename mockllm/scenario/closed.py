"""Values of conditions of which there are only so many: a wrong one could never match."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mockllm.ask import Tool
from mockllm.match.pattern import glob
from mockllm.scenario.schema import Path, Problem, suggest

__all__ = ["SHAPES", "strangers"]

SHAPES = ("chat", "responses", "messages", "completions")
"""The wire shapes in which a model is asked."""


def strangers(name: str, value: Any, path: Path, tools: Mapping[str, Tool]) -> Iterator[Problem]:
    """The words of one field of a condition that no request can have. `tools` are those that were declared."""
    if name == "shape":
        yield from _unknown("shape", value, path, SHAPES)
    elif name == "vendor":
        yield from _unknown("vendor", value, path, _vendors())
    elif name == "results" and tools and not isinstance(value, str):
        for tool in value:
            if tool not in tools:
                reason = f"there is no tool {tool!r} among 'tools'{suggest(tool, tools)}"
                yield Problem((*path, tool), reason, at_key=True)


def _unknown(what: str, value: Any, path: Path, known: Collection[str]) -> Iterator[Problem]:
    listed = [value] if isinstance(value, str) else value
    for number, each in enumerate(listed):
        if not any(map(glob(each), known)):
            place = path if isinstance(value, str) else (*path, number)
            yield Problem(place, f"there is no {what} {each!r}{suggest(each, known)}")


def _vendors() -> tuple[str, ...]:
    from mockllm.vendors.table import VENDORS  # noqa: PLC0415 - most scenarios name no vendor, and it is much to load

    return tuple(vendor.name for vendor in VENDORS)
