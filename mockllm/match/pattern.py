"""Patterns over text: a part of it, or a regular expression between slashes, bounded in time.

Follows the syntax of the `regex` package; the letters i, m, s and x may follow the closing slash.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from mockllm.match.facts import MOST_SLOW, Facts
from mockllm.match.literal import literal

__all__ = ["ANY", "PATIENCE", "Pattern", "PatternError", "glob", "pattern"]

ANY = "any"
"""The word for any text at all."""

PATIENCE = 0.05
"""Seconds that one regular expression may take on one text."""

_DELIMITED = re.compile(r"/(.*)/([imsx]*)", re.DOTALL)
_NONE: Mapping[str, str] = {}


class PatternError(ValueError):
    """A pattern or path that cannot be read: `reason` says why, `path` are the keys that lead to it."""

    def __init__(self, reason: str, *path: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


class Pattern(Struct, frozen=True):
    """A compiled pattern. `names` are its named groups."""

    source: str
    matches: Callable[[str, Facts], bool]
    groups: Callable[[str, Facts], Mapping[str, str]]
    names: tuple[str, ...] = ()


def pattern(source: str) -> Pattern:
    """The pattern of a source: `any`, `/a regular expression/`, or a text that must occur. Raises PatternError."""
    if source == ANY:
        return Pattern(source, lambda _, __: True, _no_groups)
    delimited = _DELIMITED.fullmatch(source)
    if delimited:
        return _regular(source, *delimited.groups())
    return Pattern(source, lambda text, _: source in text, _no_groups)


@lru_cache(maxsize=4096)
def _compiled(expression: str, letters: str) -> Any:
    import regex  # noqa: PLC0415 - a plain start needs no patterns

    flags = 0
    for letter in letters:
        flags |= regex.RegexFlag[letter.upper()]
    try:
        return regex.compile(expression, flags)
    except regex.error as error:
        raise PatternError(f"/{expression}/ is not a regular expression: {error}") from error
    except RecursionError as error:
        raise PatternError("the regular expression is nested too deeply") from error


def _regular(source: str, expression: str, letters: str) -> Pattern:
    compiled = _compiled(expression, letters)
    held, folded = literal(expression, letters), "i" in letters

    def search(text: str, facts: Facts) -> Any:
        # Beyond ASCII, letters of several cases are more than lower case tells.
        if held and held not in text and not (folded and (not text.isascii() or held in facts.lowered(text))):
            return None
        if facts.slow and (facts.slow.total() >= MOST_SLOW or source in facts.slow):
            return None
        try:
            return compiled.search(text, timeout=PATIENCE)
        except TimeoutError:
            facts.slow[source] += 1
            return None

    def groups(text: str, facts: Facts) -> Mapping[str, str]:
        found = search(text, facts)
        return {} if found is None else {name: value or "" for name, value in found.groupdict().items()}

    return Pattern(source, lambda text, facts: search(text, facts) is not None, groups, tuple(compiled.groupindex))


def _no_groups(_: str, __: Facts) -> Mapping[str, str]:
    return _NONE


@lru_cache(maxsize=4096)
def glob(source: str) -> Callable[[str], bool]:
    """Whether a text is as the glob says: `*` stands for any characters, `?` for one, `[...]` for one of them."""
    import fnmatch  # noqa: PLC0415 - it drags in file system modules

    if not set("*?[") & set(source):
        return source.__eq__
    matches = re.compile(fnmatch.translate(source)).match
    return lambda text: matches(text) is not None
