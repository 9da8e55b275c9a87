"""Patterns over text: a part of it, or a regular expression between slashes, bounded in time.

Follows the syntax of the `regex` package; the letters i, m, s and x may follow the closing slash.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from mockllm.match.facts import MOST_SLOW, Facts
from mockllm.match.literal import DIGITS, literals

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


def _lacking(held: tuple[str, ...], *, folded: bool) -> Callable[[str, Facts], bool]:
    """Whether a text has nothing of what each match holds; `folded` is without regard to case."""
    first, *rest = held
    # Beyond ASCII there are other digits, and letters of several cases are more than lower case tells.
    narrow = folded or set(DIGITS) <= set(held)

    def lacks(text: str, facts: Facts) -> bool:
        if narrow and not text.isascii():
            return False
        if folded:
            text = facts.lowered(text)
        return first not in text and not (rest and any(each in text for each in rest))

    return lacks


def _regular(source: str, expression: str, letters: str) -> Pattern:
    compiled = _compiled(expression, letters)
    held = literals(expression, letters)
    lacks = _lacking(held, folded="i" in letters) if held else None

    def search(text: str, facts: Facts) -> Any:
        if lacks is not None and lacks(text, facts):
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
