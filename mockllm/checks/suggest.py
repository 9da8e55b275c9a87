"""Which known names an unknown one was perhaps meant to be: those within an edit distance of two."""

from collections.abc import Iterable

__all__ = ["distance", "near"]

REACH = 2
SHOWN = 3


def distance(one: str, other: str) -> int:
    """How many single-character edits lie between two words (Levenshtein)."""
    above = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        line = [row]
        for column, right in enumerate(other, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (left != right)))
        above = line
    return above[-1]


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known words within two edits of `word`, nearest first, then in the order given."""
    candidates = [name for name in known if abs(len(name) - len(word)) <= REACH]
    scored = sorted(((distance(word, name), place, name) for place, name in enumerate(candidates)))
    return tuple(name for edits, _, name in scored if edits <= REACH)[:SHOWN]
